package dev.overwinter.schedules;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What is to become of a schedule.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ScheduleChange.Create.class, name = "create"),
  @JsonSubTypes.Type(value = ScheduleChange.Replace.class, name = "replace"),
  @JsonSubTypes.Type(value = ScheduleChange.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = ScheduleChange.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = ScheduleChange.Remove.class, name = "remove"),
})
public sealed interface ScheduleChange {

  /// There is a new one.
  record Create(Plan plan) implements ScheduleChange {}

  /// It becomes another one; whether it is paused stays as it is.
  record Replace(Plan plan) implements ScheduleChange {}

  /// It runs no more until it is resumed.
  ///
  /// @param why one line for people; empty when whoever did it knows
  record Pause(String why) implements ScheduleChange {}

  /// It runs again.
  record Resume() implements ScheduleChange {}

  /// It is gone, and so is what is known of its runs.
  record Remove() implements ScheduleChange {}
}
