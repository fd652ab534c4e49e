package dev.overwinter.universe.order;

/// What a fleet is sent for. The names are kept in rows and histories.
public enum Mission {
  /// Brings its cargo and comes back.
  TRANSPORT,
  /// Stays at another planet of its own, with its cargo.
  DEPLOY,
  /// Fights, and takes what it can carry.
  ATTACK,
  /// Looks, and may be seen.
  ESPIONAGE,
  /// Makes a planet of an empty coordinate; one colony ship stays.
  COLONIZE,
  /// Takes debris.
  RECYCLE,
  /// Attacks together with others.
  ACS_ATTACK,
  /// Stays at somebody's planet for a while and fights for it.
  ACS_DEFEND,
  /// Looks into outer space for a while.
  EXPEDITION,
  /// Attacks a moon to destroy it.
  DESTROY,
  /// Missiles; they do not come back.
  MISSILES
}
