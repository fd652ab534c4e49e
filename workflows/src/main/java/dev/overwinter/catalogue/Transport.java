package dev.overwinter.catalogue;

/// What carries a game's packets.
public enum Transport {
  /// Connections.
  TCP,
  /// Datagrams.
  UDP
}
