package dev.overwinter.billing;

/// What is paid for.
public enum Use {
  /// The container of a server runs.
  AWAKE,
  /// A server sleeps; its world takes up room.
  ASLEEP,
  /// A droplet of its own serves one session.
  SESSION
}
