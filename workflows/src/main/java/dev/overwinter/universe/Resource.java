package dev.overwinter.universe;

import java.util.Locale;
import java.util.Optional;

/// What is produced, stored, carried, traded and paid with.
public enum Resource {
  METAL,
  CRYSTAL,
  DEUTERIUM;

  /// As requests and data files name it, for example `metal`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The opposite of [#key()]; empty for what is none.
  public static Optional<Resource> parse(String key) {
    for (var resource : values()) {
      if (resource.key().equals(key)) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }
}
