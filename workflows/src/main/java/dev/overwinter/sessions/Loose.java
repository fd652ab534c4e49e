package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;

/// What a session has asked for and does not want (any more).
///
/// @param unit under which tag
/// @param droplet its id as far as that is known; otherwise 0
/// @param until before this moment an empty list proves nothing: a request may still be under way,
///   and lists lag behind
public record Loose(Unit unit, long droplet, Instant until) {
  public Loose {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(until, "until");
  }
}
