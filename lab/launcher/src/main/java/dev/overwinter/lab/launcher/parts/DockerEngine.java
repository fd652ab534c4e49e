package dev.overwinter.lab.launcher.parts;

import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.ProcessSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The Docker engine behind one Unix socket.
///
/// @param socket such as `/var/run/docker.sock`
public record DockerEngine(Path socket) {

  /// The label on everything that an installation creates.
  public static final String INSTALLATION_LABEL = "dev.overwinter.installation";

  /// The label that says which of an installation's nodes made it.
  public static final String NODE_LABEL = "dev.overwinter.node";

  // Longer than the longest grace of the catalogue: a world that is being saved is not cut off.
  private static final int STOP_SECONDS = 120;

  /// Returns true when the engine answers.
  public boolean answers() {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(
          ByteBuffer.wrap("GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      var answer = ByteBuffer.allocate(64);
      channel.read(answer);
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
          .contains(" 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  /// Returns the address as clients take it.
  public String host() {
    return "unix://" + socket;
  }

  /// Returns a supervised engine at the machine's usual places. Containers live on while it is
  /// restarted.
  ///
  /// @param news receives a line when containers were ended that a killed engine never knew of
  public ProcessSpec system(Consumer<String> news) {
    return spec(
        List.of("dockerd", "--live-restore", "--host", host()),
        new EngineRemains(
            Path.of("/var/lib/docker"), Path.of("/var/run/docker"), Path.of("/var/run/docker.pid")),
        news);
  }

  /// Returns a supervised engine that shares nothing with another on this machine: own images, own
  /// socket, a default bridge of its own, and it leaves the machine's packet filter alone.
  ///
  /// `--bridge=none` would be simpler, but an engine that is started so deletes `docker0`, which
  /// belongs to the machine's engine.
  ///
  /// @param news as for [#system]
  public ProcessSpec isolated(Path directory, Consumer<String> news) {
    var bridge = bridge(directory);
    var remains =
        new EngineRemains(
            directory.resolve("data"), directory.resolve("exec"), directory.resolve("dockerd.pid"));
    return spec(
        List.of(
            "sh",
            "-c",
            "ip link show \"$0\" >/dev/null 2>&1 || ip link add name \"$0\" type bridge; exec \"$@\"",
            bridge,
            "dockerd",
            "--live-restore",
            "--host",
            host(),
            "--data-root",
            remains.dataRoot().toString(),
            "--exec-root",
            remains.execRoot().toString(),
            "--pidfile",
            remains.pidFile().toString(),
            "--bridge",
            bridge,
            "--iptables=false",
            "--ip6tables=false"),
        remains,
        news);
  }

  /// Takes away the default bridge that [#isolated] made; call it when the engine is gone.
  public static void releaseBridge(Path directory) throws IOException, InterruptedException {
    Commands.run(Duration.ofSeconds(20), List.of("ip", "link", "delete", bridge(directory)));
  }

  /// Fifteen characters are the kernel's limit.
  private static String bridge(Path directory) {
    return "ow-%08x".formatted(directory.toAbsolutePath().normalize().hashCode());
  }

  /// Takes away what a killed engine left mounted below `directory`; call it when the engine and
  /// its containers are gone.
  public static void releaseMounts(Path directory) throws IOException, InterruptedException {
    List<String> mounts;
    try (var lines = Files.lines(Path.of("/proc/self/mounts"))) {
      mounts =
          lines
              .map(l -> l.split(" ", -1)[1])
              .filter(m -> Path.of(m).startsWith(directory))
              .toList();
    }
    for (var mount : mounts.reversed()) {
      Commands.run(Duration.ofSeconds(20), List.of("umount", "-l", mount)).orThrow();
    }
  }

  /// Stops the game containers of one node as their images want to be stopped, all at once. What
  /// has no node's label is from before there were several: it is taken for this one's.
  ///
  /// @return how many ran
  public int stopContainers(String installation, String node)
      throws IOException, InterruptedException {
    var running =
        docker(
                Duration.ofSeconds(20),
                "ps",
                "--filter",
                "label=" + INSTALLATION_LABEL + "=" + installation,
                "--format",
                "{{.ID}} {{.Label \"" + NODE_LABEL + "\"}}")
            .lines()
            .map(l -> l.strip().split(" ", -1))
            .filter(l -> !l[0].isEmpty() && (l.length == 1 || l[1].equals(node)))
            .map(l -> l[0])
            .toList();
    if (!running.isEmpty()) {
      var words = new ArrayList<>(List.of("stop", "-t", Integer.toString(STOP_SECONDS)));
      words.addAll(running);
      docker(Duration.ofSeconds(STOP_SECONDS + 20L), words.toArray(String[]::new));
    }
    return running.size();
  }

  /// Loads `archive` unless the image `tag`, which it holds, is there.
  void ensureImage(String tag, Path archive) throws IOException, InterruptedException {
    var inspect = List.of("docker", "--host", host(), "image", "inspect", tag);
    if (!Commands.run(Duration.ofSeconds(20), inspect).succeeded()) {
      docker(Duration.ofMinutes(3), "load", "-q", "-i", archive.toString());
    }
  }

  /// Removes every container, network and volume of one installation.
  public void removeAll(String installation) throws IOException, InterruptedException {
    var filter = "label=" + INSTALLATION_LABEL + "=" + installation;
    removeEach("rm", docker(Duration.ofSeconds(20), "ps", "-aq", "--filter", filter), "-f");
    removeEach(
        "network", docker(Duration.ofSeconds(20), "network", "ls", "-q", "--filter", filter), "rm");
    removeEach(
        "volume", docker(Duration.ofSeconds(20), "volume", "ls", "-q", "--filter", filter), "rm");
  }

  private void removeEach(String noun, String ids, String verb)
      throws IOException, InterruptedException {
    for (var id : ids.lines().filter(l -> !l.isBlank()).toList()) {
      docker(Duration.ofMinutes(1), noun, verb, id);
    }
  }

  private String docker(Duration atMost, String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker", "--host", host()));
    command.addAll(List.of(words));
    return Commands.run(atMost, command).orThrow();
  }

  /// An engine is worth more than a clean place to start it in.
  private static void clear(EngineRemains remains, Consumer<String> news) {
    try {
      var ended = remains.clear();
      if (ended > 0) {
        news.accept("dockerd: ended games of the last engine that it never knew of: " + ended);
      }
    } catch (IOException e) {
      news.accept("dockerd: cannot look for what the last engine left: " + e.getMessage());
    }
  }

  private ProcessSpec spec(List<String> command, EngineRemains remains, Consumer<String> news) {
    var environment =
        Map.of(
            "PATH",
            System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
            "HOME",
            "/root");
    HealthCheck ping = this::answers;
    return ProcessSpec.of("dockerd", command, environment, ping)
        .stoppedBy("TERM", Duration.ofSeconds(30))
        .hooked(
            () -> {
              Files.createDirectories(socket.toAbsolutePath().getParent());
              clear(remains, news);
            },
            ProcessSpec.Hook.NONE);
  }
}
