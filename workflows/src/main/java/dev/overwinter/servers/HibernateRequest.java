package dev.overwinter.servers;

import java.util.Objects;

/// Somebody wants a server to sleep.
///
/// @param by who asks, for the timeline
/// @param force whether players may be cut off
public record HibernateRequest(String by, boolean force) {
  public HibernateRequest {
    Objects.requireNonNull(by, "by");
  }
}
