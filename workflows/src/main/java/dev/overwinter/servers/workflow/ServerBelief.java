package dev.overwinter.servers.workflow;

import java.util.Objects;

/// What a server believes about its container.
///
/// @param serverId which server
/// @param state label of its state
/// @param run which start of the container it knows; empty when none
public record ServerBelief(String serverId, String state, String run) {
  public ServerBelief {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(run, "run");
  }
}
