package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The rival for datagrams: nginx with one worker on one CPU, its stream module and no log.
public final class Nginx {
  private static final String MODULE = "usr/lib/nginx/modules/ngx_stream_module.so";

  private Nginx() {}

  /// Starts one in front of a game; it listens a moment later.
  public static Child start(Checkout checkout, Path scratch, int port, int game)
      throws IOException {
    var unpacked = checkout.root().resolve(".overwinter/tools/nginx");
    var program =
        Stream.of(Path.of("/usr/sbin/nginx"), unpacked.resolve("usr/sbin/nginx"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () -> new IOException("no nginx: run ./overwinter bench, which fetches it"));
    var module =
        Stream.of(Path.of("/").resolve(MODULE), unpacked.resolve(MODULE))
            .filter(Files::isReadable)
            .findFirst()
            .orElseThrow(() -> new IOException("no stream module of nginx: libnginx-mod-stream"));
    var directory = scratch.resolve("nginx");
    Files.createDirectories(directory);
    var file = directory.resolve("nginx.conf");
    Files.writeString(file, configuration(module, directory, port, game));
    var command =
        List.of(
            program.toString(), "-e", "stderr", "-p", directory.toString(), "-c", file.toString());
    return Child.start("nginx", Child.pinned(0, command), Map.of(), scratch);
  }

  // Without a master its one process is what is measured.
  private static String configuration(Path module, Path directory, int port, int game) {
    return """
    load_module %s;
    daemon off;
    master_process off;
    worker_processes 1;
    pid %s/nginx.pid;
    events {
      worker_connections 8000;
    }
    stream {
      server {
        listen 127.0.0.1:%d udp rcvbuf=1m;
        proxy_pass 127.0.0.1:%d;
        proxy_timeout 60s;
      }
    }
    """
        .formatted(module, directory, port, game);
  }
}
