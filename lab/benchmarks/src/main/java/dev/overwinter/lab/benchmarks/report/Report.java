package dev.overwinter.lab.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Where one benchmark says what it found: sentences and tables on the terminal, every single
/// measurement as a line of JSON in a file.
public final class Report {
  private final String bench;
  private final Path file;
  private final PrintStream out;
  private final ObjectMapper json = new ObjectMapper();

  /// Rows go to `directory`, one file per run.
  public Report(String bench, Path directory, PrintStream out) {
    this.bench = bench;
    this.out = out;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file = directory.resolve(bench + "-" + Instant.now().getEpochSecond() + ".jsonl");
  }

  /// One line for people.
  public void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }

  /// A table for people.
  public void table(Table table) {
    out.println();
    out.print(table);
    out.println();
    out.flush();
  }

  /// Whether a target is met, in words that can be searched for.
  public void target(String what, double value, String unit, double limit, boolean atMost) {
    var met = atMost ? value <= limit : value >= limit;
    say(
        "  %-6s %s: %s %s (target: %s %s)",
        met ? "met" : "MISSED", what, number(value), unit, atMost ? "<=" : ">=", number(limit));
    row("target", Map.of("what", what, "value", value, "unit", unit, "limit", limit, "met", met));
  }

  /// One measurement for machines.
  public void row(String kind, Map<String, ?> values) {
    var row = new LinkedHashMap<String, Object>();
    row.put("bench", bench);
    row.put("at", Instant.now().toString());
    row.put("kind", kind);
    row.putAll(values);
    try {
      Files.writeString(
          file,
          json.writeValueAsString(row) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a row: " + row, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file that holds the rows.
  public Path file() {
    return file;
  }

  /// Three significant digits, more for large numbers.
  public static String number(double value) {
    var size = Math.abs(value);
    var digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
