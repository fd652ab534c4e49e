package dev.overwinter.proxy.config;

import java.time.Duration;

/// What senders of datagrams, whose addresses may be forged, can use up. Who waits and who plays is
/// bounded by [GateLimits] too, together with everybody else, and by server: four times its seats,
/// and 64 at least.
///
/// @param joinsPerSecond new sessions of one server, all senders together, with a burst of two
///   seconds' worth: a flood of forged joins wakes a server once and opens no more than these
/// @param answersPerSecond questions of one address that are answered, or passed on to a game that
///   is awake, whether or not the address plays there, with a burst of two seconds' worth
/// @param answersPerPort answers of one port per second that are longer than their question
/// @param answers such answers of the whole process
/// @param idle silence of a player after which its session is over
/// @param unanswered the same while the game has not answered it yet
public record UdpLimits(
    int joinsPerSecond,
    int answersPerSecond,
    int answersPerPort,
    int answers,
    Duration idle,
    Duration unanswered) {

  /// Room for a party that arrives at once; a forged ping earns its victim 200 short answers a
  /// second of one port at most.
  public static final UdpLimits DEFAULTS =
      new UdpLimits(100, 5, 200, 1_000, Duration.ofSeconds(60), Duration.ofSeconds(30));
}
