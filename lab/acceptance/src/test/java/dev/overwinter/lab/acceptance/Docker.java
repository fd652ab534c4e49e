package dev.overwinter.lab.acceptance;

import dev.overwinter.lab.launcher.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The Docker command line, the way an operator looks at an engine.
record Docker(String host) {

  static Docker of(Platform platform) {
    return new Docker(platform.docker().host());
  }

  /// Everything with a server's label: `container running`, `container exited`, `network`,
  /// `volume`.
  List<String> remains(String installation, String serverId) {
    var ours =
        new String[] {
          "--filter", "label=dev.overwinter.installation=" + installation,
          "--filter", "label=dev.overwinter.server=" + serverId
        };
    var found = new ArrayList<String>();
    lines(run(with(ours, "ps", "-a", "--format", "{{.State}}")))
        .forEach(state -> found.add("container " + (state.equals("created") ? "exited" : state)));
    lines(run(with(ours, "network", "ls", "-q"))).forEach(_ -> found.add("network"));
    lines(run(with(ours, "volume", "ls", "-q"))).forEach(_ -> found.add("volume"));
    return found;
  }

  /// What a server's container has printed; empty when it has none.
  String log(String installation, String serverId) {
    var ours =
        run(
            "ps",
            "-aq",
            "--filter",
            "label=dev.overwinter.installation=" + installation,
            "--filter",
            "label=dev.overwinter.server=" + serverId);
    return lines(ours).stream().findFirst().map(id -> run("logs", id)).orElse("");
  }

  /// A container that runs.
  ///
  /// @param pid of its first process
  record Running(String id, long pid) {
    /// Whether that process does anything yet; one that is dead and not buried does not.
    boolean runs() {
      return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
    }
  }

  /// The container that a server runs in.
  Running running(String installation, String serverId) {
    var id =
        run(
                "ps",
                "-q",
                "--no-trunc",
                "--filter",
                "label=dev.overwinter.installation=" + installation,
                "--filter",
                "label=dev.overwinter.server=" + serverId)
            .strip();
    return new Running(
        id, Long.parseLong(run("inspect", "--format", "{{.State.Pid}}", id).strip()));
  }

  /// How a server's containers stand, in a line for each: state, since when, addresses, and whether
  /// anything answers there.
  List<String> standing(String installation, String serverId) {
    var ids =
        lines(
            run(
                "ps",
                "-aq",
                "--filter",
                "label=dev.overwinter.installation=" + installation,
                "--filter",
                "label=dev.overwinter.server=" + serverId));
    return ids.stream()
        .map(id ->
            run(
                    "inspect",
                    "--format",
                    "{{.State.Status}} pid {{.State.Pid}} started {{.State.StartedAt}} ended"
                        + " {{.State.FinishedAt}}{{range .NetworkSettings.Networks}} at"
                        + " {{.IPAddress}} {{.MacAddress}}{{end}}",
                    id)
                .strip())
        .toList();
  }

  String run(String... words) {
    var command = new ArrayList<>(List.of("docker", "--host", host));
    command.addAll(List.of(words));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String[] with(String[] filters, String... words) {
    var all = new ArrayList<>(List.of(words));
    // Filters after the verb: `ps -a`, `network ls`.
    all.addAll(List.of(filters));
    return all.toArray(String[]::new);
  }

  private static List<String> lines(String output) {
    return output.lines().filter(line -> !line.isBlank()).toList();
  }
}
