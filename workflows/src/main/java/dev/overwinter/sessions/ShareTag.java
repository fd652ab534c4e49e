package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What players type to join a session; compared as it is, without trimming or folding.
///
/// @param text 4 to 32 upper-case letters and digits; six hexadecimal digits by default
public record ShareTag(@JsonValue String text) implements Comparable<ShareTag> {
  /// Random bytes of a usual tag: 16.7 million of them.
  public static final int USUAL_BYTES = 3;

  private static final Pattern FORM = Pattern.compile("[0-9A-Z]{4,32}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ShareTag {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("tag: " + text + " (expected: " + FORM + ")");
    }
  }

  /// A tag of random bytes, two digits each.
  ///
  /// @param random 2 to 16 bytes from a source that cannot be guessed
  public static ShareTag of(byte[] random) {
    return new ShareTag(HexFormat.of().withUpperCase().formatHex(random));
  }

  /// What somebody typed; empty when it cannot be a tag, which is no more than that it is not
  /// found.
  public static Optional<ShareTag> parse(String typed) {
    return FORM.matcher(typed).matches() ? Optional.of(new ShareTag(typed)) : Optional.empty();
  }

  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }

  @Override
  public int compareTo(ShareTag other) {
    return text.compareTo(other.text);
  }
}
