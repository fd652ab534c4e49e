package dev.overwinter.lab.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Where supervised processes keep what outlives them, and where is said what happens to them.
///
/// @param records one [ProcessRecord] a process
/// @param logs one bounded log a process
/// @param news receives one line an event, from any thread
public record Desk(Path records, Path logs, Consumer<String> news) {

  // The dump of a process written in Go has its cause above some thirty lines of a stack.
  private static final int LAST_LINES = 45;

  /// Returns the log of `name`.
  public Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /// Returns the end of the log of `name`, for a message about why it failed.
  public List<String> lastLines(String name) {
    try {
      // A log may hold bytes that are no text; ISO-8859-1 reads all of them.
      var lines =
          Files.readAllLines(log(name), StandardCharsets.ISO_8859_1).stream()
              .filter(l -> !l.isBlank())
              .toList();
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Returns the names of all processes that were ever recorded here and not forgotten.
  public List<String> recorded() {
    if (!Files.isDirectory(records)) {
      return List.of();
    }
    try (var files = Files.list(records)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".process"))
          .map(f -> f.substring(0, f.length() - ".process".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
