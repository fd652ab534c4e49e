package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Directories with all that is in them.
public final class Trees {

  private static final int KEPT = 4;

  private Trees() {}

  /// Deletes what begins with `prefix` in `directory`, but for the few that were touched last: what
  /// earlier builds left, of which one may still run.
  static void keepNewest(Path directory, String prefix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> old;
    try (var entries = Files.list(directory)) {
      old =
          entries
              .filter(e -> e.getFileName().toString().startsWith(prefix))
              .sorted(Comparator.comparingLong((Path e) -> e.toFile().lastModified()).reversed())
              .skip(KEPT)
              .toList();
    }
    for (var entry : old) {
      delete(entry);
      Files.deleteIfExists(entry);
    }
  }

  /// Deletes `directory` with all that is in it; links are deleted, not followed. Does nothing when
  /// there is none.
  public static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var all = Files.walk(directory)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
