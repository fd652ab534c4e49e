package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/// One attempt of one session at a droplet. Its text is the droplet's own tag and its name, and the
/// name under which the game on it signs its heartbeats: addresses are given to others later, this
/// is not.
///
/// @param session whose
/// @param attempt 1 for the first
public record Unit(SessionId session, int attempt) {
  private static final String PREFIX = "ow-sess-";
  private static final Pattern FORM = Pattern.compile(PREFIX + "(.+)-a([1-9][0-9]{0,5})");

  public Unit {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: " + attempt + " (expected: > 0)");
    }
  }

  /// For example `ow-sess-4f2a9c-k3j9x2m1-a1`: letters, digits and hyphens, as tags and names of
  /// droplets may have them.
  @JsonValue
  public String text() {
    return PREFIX + session.text() + "-a" + attempt;
  }

  /// The opposite of [#text()]; empty for what nobody of ours wrote.
  public static Optional<Unit> parse(String text) {
    var form = FORM.matcher(text);
    return form.matches()
        ? SessionId.parse(form.group(1))
            .map(session -> new Unit(session, Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Unit read(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("unit: " + text));
  }

  @Override
  public String toString() {
    return text();
  }
}
