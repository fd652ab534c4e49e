package dev.overwinter.lab.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// What was asked of one benchmark on the command line.
///
/// @param parts of it; empty for all
/// @param minutes how long; 0 for as long as it usually takes
/// @param players how many; 0 for as many as usual
public record Wished(List<String> parts, int minutes, int players) {
  private static final String MINUTES = "--minutes";
  private static final String PLAYERS = "--players";
  private static final int MOST_MINUTES = 24 * 60;
  private static final int MOST_PLAYERS = 1_000_000;

  public Wished {
    parts = List.copyOf(parts);
  }

  /// Reads the words behind the name of a benchmark, up to the first that is not about it.
  ///
  /// @throws IllegalArgumentException for an option without its number
  static Wished of(List<String> words, List<String> known) {
    var parts = new ArrayList<String>();
    var minutes = 0;
    var players = 0;
    for (var at = 0; at < words.size(); at++) {
      var number = at + 1 < words.size() ? words.get(at + 1) : "";
      if (words.get(at).equals(MINUTES)) {
        minutes = number(MINUTES, number, MOST_MINUTES);
        at++;
      } else if (words.get(at).equals(PLAYERS)) {
        players = number(PLAYERS, number, MOST_PLAYERS);
        at++;
      } else if (known.contains(words.get(at))) {
        parts.add(words.get(at));
      } else {
        break;
      }
    }
    return new Wished(parts, minutes, players);
  }

  /// How many words it was.
  int words() {
    return parts.size() + (minutes > 0 ? 2 : 0) + (players > 0 ? 2 : 0);
  }

  private static int number(String option, String text, int most) {
    if (!text.matches("[0-9]{1,7}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(option + ": " + text + " (expected: 1.." + most + ")");
    }
    return Integer.parseInt(text);
  }
}
