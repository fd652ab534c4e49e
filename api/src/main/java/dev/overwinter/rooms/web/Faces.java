package dev.overwinter.rooms.web;

import java.util.Locale;

/// How somebody is drawn: a letter on a colour, which the page's script finds the same way.
final class Faces {
  private static final int COLOURS = 8;

  private Faces() {}

  /// The first sign of a name.
  static String letter(String name) {
    var stripped = name.strip();
    return stripped.isEmpty()
        ? "?"
        : Character.toString(stripped.codePointAt(0)).toUpperCase(Locale.ROOT);
  }

  /// Which of the colours; the same for as long as somebody is a member.
  static int colour(String member) {
    return member.chars().reduce(0, (sum, sign) -> (sum * 31 + sign) % 1_000_003) % COLOURS;
  }
}
