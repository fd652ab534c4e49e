package dev.overwinter.rooms;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// What people call things: composed, without what would garble other people's screens, bounded.
final class Words {
  private static final String OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

  // A joiner of graphemes, what fills a syllable that is not there, and a pattern without dots.
  private static final String FILLERS =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0";

  private Words() {}

  /// A name or a topic as it is kept; empty when it is none.
  ///
  /// @param longest in code points
  static Optional<String> clean(String typed, int longest) {
    if (typed.length() > 4 * longest + 64) {
      return Optional.empty();
    }
    var text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
    var points = text.codePointCount(0, text.length());
    var visible = text.codePoints().anyMatch(Words::visible);
    return visible && points <= longest && text.codePoints().allMatch(Words::harmless)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// Whether it can be put below a message: any signs but those that are none.
  ///
  /// @param longest in code points
  static boolean isEmoji(String text, int longest) {
    var points = text.codePointCount(0, text.length());
    return points >= 1
        && points <= longest
        && text.codePoints()
            .allMatch(point ->
                Character.getType(point) != Character.SURROGATE && !Character.isISOControl(point));
  }

  /// Whether two names are the same to people.
  static boolean same(String one, String other) {
    return folded(one).equals(folded(other));
  }

  /// A name without the differences that people neither see nor hear.
  static String folded(String name) {
    var seen = new StringBuilder();
    for (var point : Normalizer.normalize(name, Normalizer.Form.NFC).codePoints().toArray()) {
      if (Character.getType(point) == Character.SPACE_SEPARATOR) {
        seen.append(seen.isEmpty() || seen.charAt(seen.length() - 1) == ' ' ? "" : " ");
      } else if (!isNothing(point)) {
        seen.appendCodePoint(point);
      }
    }
    var composed = Normalizer.normalize(seen.toString().strip(), Normalizer.Form.NFC);
    return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /// Whether no screen shows anything for it.
  private static boolean isNothing(int point) {
    return Character.getType(point) == Character.FORMAT
        || (point >= 0xfe00 && point <= 0xfe0f) // how the sign before it looks
        || (point >= 0xe0100 && point <= 0xe01ef)
        || FILLERS.indexOf(point) >= 0;
  }

  private static boolean harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> OVERRIDES.indexOf(point) < 0;
    };
  }

  private static boolean visible(int point) {
    return switch (Character.getType(point)) {
      case Character.UNASSIGNED, Character.SPACE_SEPARATOR -> false;
      default -> harmless(point) && !isNothing(point);
    };
  }
}
