package dev.overwinter.schedules.workflow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a run begins with. Its steps are in the row: Temporal would have older ones after a change
/// of which it has yet to hear.
///
/// @param server whose
/// @param schedule which of its schedules
/// @param by who asked for it now; null when the clock did
public record ScheduleRun(String server, String schedule, @Nullable String by) {
  public ScheduleRun {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(schedule, "schedule");
  }
}
