package dev.overwinter.schedules;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// What a run that is about to begin has to do.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunOrder.Go.class, name = "go"),
  @JsonSubTypes.Type(value = RunOrder.Missed.class, name = "missed"),
  @JsonSubTypes.Type(value = RunOrder.Stale.class, name = "stale"),
  @JsonSubTypes.Type(value = RunOrder.Again.class, name = "again"),
})
public sealed interface RunOrder {

  /// Its steps, as the row has them now.
  ///
  /// @param by who made the schedule, for the server's timeline
  record Go(String by, boolean onlyIfEmpty, List<Step> steps) implements RunOrder {
    public Go {
      steps = List.copyOf(steps);
    }
  }

  /// It comes too late to be of use; its row says so.
  record Missed() implements RunOrder {}

  /// There is no such schedule any more, or it is paused: Temporal has yet to hear so.
  record Stale() implements RunOrder {}

  /// Clocks were put back, and at this time of day it has run already.
  record Again() implements RunOrder {}
}
