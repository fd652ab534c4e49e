package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.Unit;

/// Secrets with which games sign. Thread-safe.
@FunctionalInterface
public interface UnitKeys {

  /// The key of a unit, made when it has none yet. Safe to repeat: the same unit, the same key.
  ///
  /// @return lower-case hexadecimal digits; never logged, never in a history
  String keyOf(Unit unit);
}
