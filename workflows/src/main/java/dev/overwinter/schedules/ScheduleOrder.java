package dev.overwinter.schedules;

import java.util.Objects;

/// A change that somebody wants.
///
/// @param request unique; a repetition is the same order
/// @param server whose schedule
/// @param schedule which of its schedules
/// @param by who asks
/// @param change what
public record ScheduleOrder(
    String request, String server, String schedule, String by, ScheduleChange change) {
  public ScheduleOrder {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(change, "change");
  }
}
