package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a player's researchers are told to do.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ResearchOrder.Begin.class, name = "begin"),
  @JsonSubTypes.Type(value = ResearchOrder.Cancel.class, name = "cancel"),
})
public sealed interface ResearchOrder {

  /// One level more, for example of `plasma`.
  record Begin(String research) implements ResearchOrder {}

  /// An item of the queue, by its id.
  record Cancel(String item) implements ResearchOrder {}
}
