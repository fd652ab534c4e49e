package dev.overwinter.lab.simulators.game;

import java.time.Duration;

/// What goes wrong with a heartbeat; asked once for each.
interface Mishaps {
  /// Nothing ever does.
  Mishaps NONE = new Mishaps() {};

  /// Returns whether this one is not sent.
  default boolean silent() {
    return false;
  }

  /// Returns whether this one is sent twice.
  default boolean replayed() {
    return false;
  }

  /// Returns by how much the game's clock is late.
  default Duration skew() {
    return Duration.ZERO;
  }

  /// Returns whether one more follows after the end.
  default boolean late() {
    return false;
  }
}
