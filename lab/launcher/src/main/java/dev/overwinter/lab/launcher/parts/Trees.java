package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  /// there is none, and does not mind others who delete it at the same time: two platforms of one
  /// checkout tidy up when they start.
  public static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException why)
              throws IOException {
            if (why != null && !(why instanceof NoSuchFileException)) {
              throw why;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
