package dev.overwinter.schedules;

import java.util.List;
import java.util.Objects;

/// What a server is to do and when; see [ScheduleRules] for what it may be.
///
/// @param name for people
/// @param cron when, see [Cron]
/// @param zone an IANA name, in whose time `cron` is read
/// @param onlyIfEmpty whether a run does nothing while somebody plays; otherwise it cuts players
///   off
/// @param steps in order
public record Plan(String name, String cron, String zone, boolean onlyIfEmpty, List<Step> steps) {
  public Plan {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(cron, "cron");
    Objects.requireNonNull(zone, "zone");
    steps = List.copyOf(steps);
  }
}
