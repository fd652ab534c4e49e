package dev.overwinter.rooms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who somebody is within rooms. Everybody may see it, so it proves nothing.
///
/// @param text a letter that says where it comes from (`v` guest, `u` account, `n` a seat that was
///   laid for a name, `b` bot), a hyphen, 8 to 40 digits and lower-case letters
public record MemberId(@JsonValue String text) implements Comparable<MemberId> {
  private static final Pattern FORM = Pattern.compile("[vunb]-[0-9a-z]{8,40}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MemberId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("member: not of the form " + FORM);
    }
  }

  /// What somebody sent; empty when it can be nobody.
  public static Optional<MemberId> parse(String typed) {
    return FORM.matcher(typed).matches() ? Optional.of(new MemberId(typed)) : Optional.empty();
  }

  /// Whether nobody sits there but the room itself.
  public boolean bot() {
    return text.startsWith("b-");
  }

  @Override
  public int compareTo(MemberId other) {
    return text.compareTo(other.text);
  }
}
