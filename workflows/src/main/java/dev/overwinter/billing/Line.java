package dev.overwinter.billing;

import java.util.Objects;

/// One line of text that people wrote: what histories, PostgreSQL and statements can all hold.
final class Line {
  private Line() {}

  /// @throws IllegalArgumentException when it is longer than it may be, or has control characters
  ///   or halves of characters
  static void check(String name, String text, int most) {
    Objects.requireNonNull(text, name);
    if (text.length() > most) {
      throw new IllegalArgumentException(
          name + ": " + text.length() + " characters (expected: at most " + most + ")");
    }
    if (!text.codePoints().allMatch(Line::isPlain)) {
      throw new IllegalArgumentException(
          name + ": control characters (expected: one line of plain text)");
    }
  }

  private static boolean isPlain(int character) {
    return !Character.isISOControl(character)
        && Character.getType(character) != Character.SURROGATE;
  }
}
