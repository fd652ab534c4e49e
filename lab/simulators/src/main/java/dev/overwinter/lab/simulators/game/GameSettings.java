package dev.overwinter.lab.simulators.game;

import java.time.Duration;
import java.util.Set;

/// What games are like.
///
/// @param boot from the public address to the first heartbeat: active is not booted
/// @param port that players join
/// @param hosts that heartbeats may go to beside this machine's loopback, since the user data could
///   name any
public record GameSettings(Duration boot, int port, Set<String> hosts) {

  public GameSettings {
    hosts = Set.copyOf(hosts);
  }

  boolean mayReach(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}")
        || hosts.contains(host);
  }
}
