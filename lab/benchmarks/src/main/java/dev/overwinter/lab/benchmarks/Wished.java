package dev.overwinter.lab.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// What was asked of one benchmark on the command line.
///
/// @param parts of it; empty for all
/// @param minutes how long; 0 for as long as it usually takes
public record Wished(List<String> parts, int minutes) {
  private static final String MINUTES = "--minutes";
  private static final int MOST_MINUTES = 24 * 60;

  public Wished {
    parts = List.copyOf(parts);
  }

  /// Reads the words behind the name of a benchmark, up to the first that is not about it.
  ///
  /// @throws IllegalArgumentException for `--minutes` without a number of them
  static Wished of(List<String> words, List<String> known) {
    var parts = new ArrayList<String>();
    var minutes = 0;
    for (var at = 0; at < words.size(); at++) {
      if (words.get(at).equals(MINUTES)) {
        minutes = minutes(at + 1 < words.size() ? words.get(++at) : "");
      } else if (known.contains(words.get(at))) {
        parts.add(words.get(at));
      } else {
        break;
      }
    }
    return new Wished(parts, minutes);
  }

  /// How many words it was.
  int words() {
    return parts.size() + (minutes > 0 ? 2 : 0);
  }

  private static int minutes(String text) {
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_MINUTES) {
      throw new IllegalArgumentException(
          MINUTES + ": " + text + " (expected: 1.." + MOST_MINUTES + ")");
    }
    return Integer.parseInt(text);
  }
}
