package dev.overwinter.rooms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a room is called in links; compared as it is.
///
/// @param text 1 to 64 letters, digits, `_` and `-`, and no sign at the beginning
public record RoomId(@JsonValue String text) implements Comparable<RoomId> {
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,63}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RoomId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("room: not of the form " + FORM);
    }
  }

  /// What a link says; empty when it can be no room, which is no more than that there is none.
  public static Optional<RoomId> parse(String typed) {
    return FORM.matcher(typed).matches() ? Optional.of(new RoomId(typed)) : Optional.empty();
  }

  @Override
  public int compareTo(RoomId other) {
    return text.compareTo(other.text);
  }
}
