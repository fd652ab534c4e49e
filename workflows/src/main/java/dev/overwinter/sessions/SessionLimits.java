package dev.overwinter.sessions;

import java.time.Duration;

/// How long a session may take and last.
///
/// @param provisionWithin from the beginning of an attempt to the first heartbeat
/// @param attempts at a droplet, all regions and sizes together
/// @param silentFor without a heartbeat until it counts as dead
/// @param emptyFor without a player until it ends
/// @param lifetime from READY until it ends
/// @param drain for who still plays then
public record SessionLimits(
    Duration provisionWithin,
    int attempts,
    Duration silentFor,
    Duration emptyFor,
    Duration lifetime,
    Duration drain) {
  /// What holds where nobody says otherwise. 3 min of silence outlast a restart of the api.
  public static final SessionLimits USUAL =
      new SessionLimits(
          Duration.ofMinutes(8),
          3,
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          Duration.ofMinutes(2));

  public SessionLimits {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts + " (expected: > 0)");
    }
  }
}
