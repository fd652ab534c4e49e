package dev.overwinter.rooms;

/// What a member does in a round. It changes only when a round begins.
public enum Role {
  /// Looks on.
  WATCHER,
  /// Is dealt to.
  PLAYER,
  /// Guesses, and never sees what is hidden.
  MASTER
}
