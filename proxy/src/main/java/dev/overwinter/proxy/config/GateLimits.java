package dev.overwinter.proxy.config;

/// What strangers may use up, before they are relayed and while they are.
///
/// @param connectsPerSecond new connections of one address, with a burst of five seconds' worth
/// @param loginsPerSecond login attempts of one address, with a burst of ten seconds' worth
/// @param perAddress connections of one address that are not relayed yet
/// @param perPort connections of one listener that are not relayed yet
/// @param total connections of the process that are not relayed yet
/// @param playersPerAddress connections of one address that are relayed
/// @param players connections of the process that are relayed; senders of datagrams, whose
///   addresses may be forged, have at most half of them
/// @param limitLoopback whether limits by address hold for loopback too. Off by default: players
///   who come through a tunnel on the same machine all share that address
public record GateLimits(
    int connectsPerSecond,
    int loginsPerSecond,
    int perAddress,
    int perPort,
    int total,
    int playersPerAddress,
    int players,
    boolean limitLoopback) {

  /// Enough for a household behind one address, too little for a scanner.
  public static final GateLimits DEFAULTS =
      new GateLimits(20, 3, 32, 2_000, 8_000, 64, 4_096, false);
}
