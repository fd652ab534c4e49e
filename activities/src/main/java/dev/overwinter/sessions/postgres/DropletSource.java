package dev.overwinter.sessions.postgres;

/// Where droplets come from.
public enum DropletSource {
  /// Nowhere: no token and no simulator.
  OFF,
  /// A simulator, which costs nothing.
  SIMULATOR,
  /// The real one.
  DIGITALOCEAN
}
