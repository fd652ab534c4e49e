package dev.overwinter.billing;

/// What an account can do for a server of its own.
public enum Standing {
  /// It pays.
  FUNDED,
  /// It has no credits left: the server sleeps, and wakes no more.
  EMPTY,
  /// The server has spent what it may this month: it sleeps, and wakes no more until the next.
  CAPPED
}
