package dev.overwinter.servers;

import java.util.Optional;

/// What may be typed into a game's console: one line.
public final class CommandLine {
  /// Longest line, in bytes of UTF-8.
  public static final int LONGEST = 1_024;

  private CommandLine() {}

  /// What is wrong with a line; empty when it may be said. The line itself is not repeated: it may
  /// be a secret.
  public static Optional<String> objection(String line) {
    if (line.isBlank()) {
      return Optional.of("empty (expected: one line)");
    }
    if (line.codePoints().anyMatch(CommandLine::ends)) {
      return Optional.of("holds control characters (expected: one line of plain text)");
    }
    return line.codePoints().mapToLong(CommandLine::bytes).sum() > LONGEST
        ? Optional.of("too long (expected: at most " + LONGEST + " bytes)")
        : Optional.empty();
  }

  private static long bytes(int point) {
    if (point < 0x80) {
      return 1;
    }
    return point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }

  /// What could be taken for the end of a line, or is no text: half a surrogate pair among it.
  private static boolean ends(int point) {
    return Character.isISOControl(point)
        || point == 0x2028
        || point == 0x2029
        || Character.getType(point) == Character.SURROGATE;
  }
}
