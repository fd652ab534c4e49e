package dev.overwinter.servers.docker;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.objectstore.DirectoryStore;
import dev.overwinter.servers.telemetry.StepBoard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// One step in a process of its own that is killed, as `kill -9` does, when it is closed.
final class KilledStep implements AutoCloseable {
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private KilledStep(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::listen);
  }

  static KilledStep start(String step, String id, String image, String subnet, String... more)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var paths =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx128m",
                "-cp",
                paths,
                KilledStep.class.getName(),
                step,
                id,
                image,
                subnet,
                TestDocker.INSTALLATION));
    command.addAll(List.of(more));
    return new KilledStep(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  boolean said(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  private void listen() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException killed) {
      return;
    }
  }

  @Override
  public void close() {
    var _ = process.destroyForcibly().onExit().join();
  }

  /// Runs in the process that is killed.
  public static void main(String[] args) {
    var settings =
        new DockerSettings(
            "test",
            TestDocker.HOST,
            args[4],
            null,
            new ImageRules(List.of("*")),
            null,
            Duration.ZERO);
    var containers =
        new DockerContainerActivities(
            new Engine(TestDocker.HOST),
            settings,
            new Hands(),
            Printing::new,
            new StepBoard(),
            new SimpleMeterRegistry());
    var order =
        args[0].equals("install")
            ? AnyGame.installing(args[1], args[2], args[3], 0, 60_000)
            : Behaviour.GOOD.order(args[1], args[2], args[3]);
    switch (args[0]) {
      case "save" -> {
        var _ =
            worlds(settings, args[5]).save(AnyGame.twoVolumes(args[1], args[2], args[3], 1), "b1");
      }
      case "restore" ->
          worlds(settings, args[5])
              .restore(
                  AnyGame.twoVolumes(args[1], args[2], args[3], 2),
                  WorldsIT.backup(
                      args[1],
                      new Archive(
                          Archive.TAR_ZST,
                          args[6],
                          Long.parseLong(args[7]),
                          Long.parseLong(args[8]))));
      case "unpack" ->
          worlds(settings, args[5])
              .unpack(
                  AnyGame.twoVolumes(args[1], args[2], args[3], 1).of(2),
                  WorldsIT.backup(
                      args[1],
                      new Archive(
                          Archive.TAR_ZST,
                          args[6],
                          Long.parseLong(args[7]),
                          Long.parseLong(args[8]))));
      case "image" -> containers.ensureImage(order);
      case "install" -> containers.ensureInstalled(order);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static DockerWorldActivities worlds(DockerSettings settings, String store) {
    return new DockerWorldActivities(
        new Engine(TestDocker.HOST),
        settings,
        new Hands(),
        Printing::new,
        new DirectoryStore(Path.of(store)),
        new SimpleMeterRegistry());
  }

  private static final class Printing implements Pulse {
    @Override
    public void check() {}

    @Override
    public void tell(String progress) {
      System.out.println(progress);
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void close() {}
  }
}
