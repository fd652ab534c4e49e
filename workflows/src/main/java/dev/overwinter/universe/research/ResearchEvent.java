package dev.overwinter.universe.research;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.overwinter.universe.Refusal;
import java.time.Instant;

/// What happened to a player's research, at its own moment.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ResearchEvent.Researched.class, name = "researched"),
  @JsonSubTypes.Type(value = ResearchEvent.Dropped.class, name = "dropped"),
})
public sealed interface ResearchEvent {

  /// When.
  Instant at();

  /// A level is known.
  record Researched(Instant at, long number, String tech, int level) implements ResearchEvent {}

  /// An item became head and could not be started; nothing was paid for it.
  record Dropped(Instant at, long number, String tech, int level, Refusal why, String text)
      implements ResearchEvent {}
}
