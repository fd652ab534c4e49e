package dev.overwinter.proxy.frontdoor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The descriptors of this process's listening TCP sockets, as Linux lists them: the JDK keeps them
/// to itself. Blocks on files: not for event loops.
final class ListeningSockets {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  /// Number, local address and port, peer, LISTEN, queues, timer, retransmits, user, timeout,
  /// inode.
  private static final Pattern LISTENING =
      Pattern.compile(
          "\\s*\\d+: \\p{XDigit}+:(\\p{XDigit}{4}) \\S+ 0A \\S+ \\S+ \\S+ +\\d+ +\\d+ (\\d+) .*");

  private ListeningSockets() {}

  /// The descriptors of the sockets that listen on any of these ports; empty where there is no such
  /// list.
  static List<Integer> on(Set<Integer> ports) throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return List.of();
    }
    var inodes = new HashMap<String, Integer>();
    for (var table : TABLES) {
      if (Files.exists(table)) {
        try (var lines = Files.lines(table)) {
          lines
              .map(LISTENING::matcher)
              .filter(Matcher::matches)
              .forEach(line -> inodes.put(line.group(2), Integer.parseInt(line.group(1), 16)));
        }
      }
    }
    inodes.values().retainAll(ports);
    return descriptors(inodes);
  }

  private static List<Integer> descriptors(Map<String, Integer> inodes) throws IOException {
    var found = new ArrayList<Integer>();
    try (var open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (var descriptor : open) {
        if (target(descriptor)
            .map(SOCKET::matcher)
            .filter(m -> m.matches() && inodes.containsKey(m.group(1)))
            .isPresent()) {
          found.add(Integer.valueOf(descriptor.getFileName().toString()));
        }
      }
    }
    return found;
  }

  private static Optional<String> target(Path descriptor) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (NoSuchFileException _) {
      return Optional.empty(); // closed meanwhile
    }
  }
}
