package dev.overwinter.lab.launcher.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Says before a start, in one line, that a port is taken, by whom, and what to do.
public final class PortCheck {

  private static final String LISTENS = "0A";

  private PortCheck() {}

  /// Throws when `port` cannot be listened on.
  ///
  /// @param key the configuration key that moves our port
  public static void requireFree(int port, String key) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(
          true); // what every server of ours does; else a late TIME_WAIT would count
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new StartFailed(
          "port %d is taken%s: stop that, or set %s to another port"
              .formatted(port, holder(port).map(h -> " by " + h).orElse(""), key));
    }
  }

  /// Returns name and process id of who listens on `port`, as far as this user may know.
  static Optional<String> holder(int port) {
    var inode = inode(port);
    if (inode.isEmpty()) {
      return Optional.empty();
    }
    var socket = "socket:[" + inode.get() + "]";
    return ProcessHandle.allProcesses()
        .filter(p -> holds(p, socket))
        .findFirst()
        .map(p ->
            p.info().command().map(c -> Path.of(c).getFileName() + ", ").orElse("")
                + "pid "
                + p.pid());
  }

  private static Optional<String> inode(int port) {
    var suffix = String.format(Locale.ROOT, ":%04X", port);
    for (var table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      try (var lines = Files.lines(Path.of(table))) {
        var found =
            lines
                .map(l -> l.strip().split("\\s+"))
                .filter(f -> f.length > 9 && f[1].endsWith(suffix) && LISTENS.equals(f[3]))
                .map(f -> f[9])
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean holds(ProcessHandle process, String socket) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return descriptors.anyMatch(d -> leadsTo(d, socket));
    } catch (IOException e) {
      return false; // somebody else's, or gone
    }
  }

  private static boolean leadsTo(Path descriptor, String socket) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(socket);
    } catch (IOException e) {
      return false;
    }
  }
}
