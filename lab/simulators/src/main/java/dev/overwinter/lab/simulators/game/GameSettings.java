package dev.overwinter.lab.simulators.game;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What games are like.
///
/// @param boot from the public address to the first heartbeat: active is not booted
/// @param port that players join
/// @param hosts that heartbeats may go to beside this machine's loopback, since the user data could
///   name any
/// @param certificate PEM of the platform's api, which here is called by an address that no
///   certificate names; empty when games trust it as others do
public record GameSettings(Duration boot, int port, Set<String> hosts, Optional<Path> certificate) {

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
