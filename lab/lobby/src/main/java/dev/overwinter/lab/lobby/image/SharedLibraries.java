package dev.overwinter.lab.lobby.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds what the runtime links to outside itself: the C library, its loader and their kin.
final class SharedLibraries {
  /// `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)` or, the loader, `/lib64/ld-….so.2 (0x…)`.
  private static final Pattern LINE =
      Pattern.compile("^\\s*(?:\\S+ => )?(/\\S+) \\(0x\\p{XDigit}+\\)$");

  private SharedLibraries() {}

  /// Returns the libraries, by the absolute paths at which they are looked for, sorted.
  ///
  /// Libraries inside the runtime are left out, and so are those that `ldd` cannot find because
  /// they come from the runtime too (`libjvm.so`).
  ///
  /// @throws IOException when `ldd` is missing or fails for the launcher itself
  static SortedSet<Path> of(Path runtime) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ldd", runtime.resolve("bin/java").toString()));
    try (Stream<Path> libraries = Files.walk(runtime.resolve("lib"))) {
      libraries
          .filter(path -> path.toString().endsWith(".so"))
          .filter(path -> isNeeded(LobbyImage.name(path)))
          .sorted()
          .forEach(path -> command.add(path.toString()));
    }
    Process ldd = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(ldd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    ldd.waitFor();
    SortedSet<Path> found = new TreeSet<>();
    for (String line : output.lines().toList()) {
      Matcher library = LINE.matcher(line);
      if (library.matches()) {
        Path path = Path.of(library.group(1)).normalize();
        if (!path.startsWith(runtime)) {
          found.add(path);
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException("ldd " + runtime + ": " + output);
    }
    return found;
  }

  /// A full JDK has libraries for windows and sound; they would drag X11 in and never reach the
  /// image.
  private static boolean isNeeded(String library) {
    return switch (library) {
      case "libjvm.so",
          "libjava.so",
          "libjli.so",
          "libjimage.so",
          "libzip.so",
          "libnet.so",
          "libnio.so",
          "libmanagement.so",
          "libverify.so" ->
          true;
      default -> false;
    };
  }
}
