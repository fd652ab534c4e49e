package dev.overwinter.universe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// Which universe. Several run side by side, each with its own [Laws].
///
/// @param text for example `main`
public record UniverseId(@JsonValue String text) implements Comparable<UniverseId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-z][0-9a-z-]{0,31}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UniverseId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("universe: " + text + " (expected: " + FORM + ")");
    }
  }

  @Override
  public int compareTo(UniverseId other) {
    return text.compareTo(other.text);
  }
}
