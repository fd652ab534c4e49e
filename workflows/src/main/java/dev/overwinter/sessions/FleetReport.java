package dev.overwinter.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What one reconciliation saw and did; the newest one is what the page of orphans shows.
///
/// @param at when
/// @param droplets how many of ours the provider has
/// @param sessions how many the records have that are not over
/// @param orphans units of droplets that were destroyed, as text
/// @param lost sessions that were told that their droplet is gone
public record FleetReport(
    Instant at, int droplets, int sessions, List<String> orphans, List<SessionId> lost) {
  public FleetReport {
    Objects.requireNonNull(at, "at");
    orphans = List.copyOf(orphans);
    lost = List.copyOf(lost);
  }
}
