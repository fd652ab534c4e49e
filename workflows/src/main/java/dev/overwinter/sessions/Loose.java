package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;

/// What a session has asked for and does not want (any more).
///
/// @param unit under which tag
/// @param droplet its id as far as that is known; otherwise 0
/// @param until before this moment an empty list proves nothing: a request may still be under way,
///   and lists lag behind
/// @param keep the one droplet of the unit that is wanted, while only its duplicates are not; 0
///   when none is
public record Loose(Unit unit, long droplet, Instant until, long keep) {
  public Loose {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(until, "until");
  }

  /// All that there is of a unit.
  static Loose all(Unit unit, long droplet, Instant until) {
    return new Loose(unit, droplet, until, 0);
  }

  /// A droplet that is certainly there.
  public static Loose known(Unit unit, long droplet) {
    return all(unit, droplet, Instant.EPOCH);
  }

  /// What there is of a unit beside the droplet that is wanted.
  public static Loose duplicates(Unit unit, long keep) {
    return new Loose(unit, 0, Instant.EPOCH, keep);
  }
}
