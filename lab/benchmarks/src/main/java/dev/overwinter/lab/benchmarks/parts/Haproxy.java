package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The rival: HAProxy with one thread on one CPU, copying, without splice.
public final class Haproxy {
  private Haproxy() {}

  /// Starts one in front of a game and returns when it listens.
  ///
  /// @param bufferBytes size of its buffers; 0 leaves its default of 16 KB
  public static Child start(Path scratch, int bufferBytes, int port, int game)
      throws IOException, InterruptedException {
    var program =
        Checkout.tool("haproxy")
            .orElseThrow(() -> new IOException("no HAProxy: apt-get install haproxy"));
    var name = "haproxy-" + (bufferBytes == 0 ? "default" : bufferBytes);
    Files.createDirectories(scratch);
    var file = scratch.resolve(name + ".cfg");
    Files.writeString(file, configuration(bufferBytes, port, game));
    var command = List.of(program.toString(), "-db", "-f", file.toString());
    var child = Child.start(name, Child.pinned(0, command), Map.of(), scratch);
    child.awaitPort(port, Duration.ofSeconds(10));
    return child;
  }

  private static String configuration(int bufferBytes, int port, int game) {
    return """
    global
      nbthread 1
      maxconn 8000
    %s
    defaults
      mode tcp
      timeout connect 5s
      timeout client 60s
      timeout server 60s
    listen relay
      bind 127.0.0.1:%d backlog 4096
      server game 127.0.0.1:%d
    """
        .formatted(bufferBytes == 0 ? "" : "  tune.bufsize " + bufferBytes, port, game);
  }
}
