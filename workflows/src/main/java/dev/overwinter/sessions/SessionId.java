package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which session, for good: its tag and what tells it from all others that ever had or will have
/// the same tag. Identity of droplets, rows, keys and bills; a tag alone is not.
///
/// @param text for example `4f2a9c-k3j9x2m1`
public record SessionId(@JsonValue String text) implements Comparable<SessionId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-z]{4,32}-[0-9a-z]{6,20}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SessionId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("session: " + text + " (expected: " + FORM + ")");
    }
  }

  /// A new one.
  ///
  /// @param unique 6 to 20 lower-case letters and digits, never used with this tag before
  public static SessionId of(ShareTag tag, String unique) {
    return new SessionId(tag.lower() + "-" + unique);
  }

  /// The opposite of [#text()]; empty for what nobody of ours wrote.
  public static Optional<SessionId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new SessionId(text)) : Optional.empty();
  }

  /// Its tag.
  public ShareTag tag() {
    return new ShareTag(text.substring(0, text.indexOf('-')).toUpperCase(Locale.ROOT));
  }

  @Override
  public int compareTo(SessionId other) {
    return text.compareTo(other.text);
  }
}
