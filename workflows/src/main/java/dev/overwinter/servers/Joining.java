package dev.overwinter.servers;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// How the proxy treats somebody who knocks, while the server sleeps and when it is awake.
///
/// @param holdFor how long a joiner is held before being told to come back
/// @param kickMessage what a joiner reads then; `%s` stands for the seconds that are left
/// @param allowed player names that may wake the server; empty means everybody. A name is not
///   authenticated before the game sees it: a filter against noise, not a lock
/// @param motd what the server list shows while the server sleeps
/// @param proxyProtocol whether the game is told the player's own address by a PROXY protocol v2
///   header, which it must expect; false in what was written before this could be set
public record Joining(
    Duration holdFor,
    String kickMessage,
    List<String> allowed,
    String motd,
    boolean proxyProtocol) {
  public Joining {
    if (holdFor.isNegative()) {
      throw new IllegalArgumentException("holdFor: " + holdFor + " (expected: >= 0)");
    }
    Objects.requireNonNull(kickMessage, "kickMessage");
    Objects.requireNonNull(motd, "motd");
    allowed = List.copyOf(allowed);
  }
}
