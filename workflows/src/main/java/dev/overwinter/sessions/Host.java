package dev.overwinter.sessions;

import java.util.Objects;

/// The machine that a session runs on.
///
/// @param attempt which attempt brought it: see [Unit]
/// @param droplet its id; 0 for an operator's own machine
/// @param ipv4 its public address
/// @param region slug; empty for an operator's own machine
public record Host(int attempt, long droplet, String ipv4, String region) {
  public Host {
    Objects.requireNonNull(ipv4, "ipv4");
    Objects.requireNonNull(region, "region");
  }
}
