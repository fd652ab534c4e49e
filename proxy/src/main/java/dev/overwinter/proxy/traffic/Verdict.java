package dev.overwinter.proxy.traffic;

import java.util.Locale;

/// What a connection turned out to be; the label of `overwinter_proxy_connections_total`.
public enum Verdict {
  /// A server-list ping.
  STATUS,
  /// A server-list ping of a client before 1.7.
  LEGACY_PING,
  /// A player.
  LOGIN,
  /// A game that is not understood but spoke.
  RAW,
  /// A player whose game speaks in datagrams.
  DATAGRAMS,
  /// Nothing that a client of this game would say.
  JUNK,
  /// It did not say in time what it wants.
  TIMEOUT,
  /// It left before it said what it wants.
  GONE,
  /// A name that may not wake this server.
  NOT_ALLOWED,
  /// Its address comes too often.
  RATE_LIMITED,
  /// Too many wait already.
  FULL,
  /// Too many play already; of whom it is found out late, also a login or raw.
  TOO_MANY_PLAYERS,
  /// The server of this port is gone.
  NO_ROUTE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
