package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.rooms.RoomRefusal;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a guest may be called; a room holds names to the same when somebody joins.
final class GuestNames {
  private static final int LONGEST = 40;

  /// Signs that nobody sees or that turn the text around them, but for those within emoji.
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  private GuestNames() {}

  /// A name as it is kept; empty when it is none.
  static Optional<String> clean(String typed) {
    var name = Normalizer.normalize(typed, Normalizer.Form.NFC).strip();
    int length = name.codePointCount(0, name.length());
    return length >= 1 && length <= LONGEST && !HIDDEN.matcher(name).find()
        ? Optional.of(name)
        : Optional.empty();
  }

  /// The same.
  ///
  /// @throws Problem 422 for what is no name
  static String require(String typed) {
    return clean(typed)
        .orElseThrow(() ->
            RoomRefusals.problem(
                RoomRefusal.BAD_VALUE, "name: 1 to " + LONGEST + " characters that can be seen"));
  }
}
