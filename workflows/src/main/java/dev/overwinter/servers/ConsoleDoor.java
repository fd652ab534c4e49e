package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Whether a game can be spoken to now.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ConsoleDoor.Open.class, name = "open"),
  @JsonSubTypes.Type(value = ConsoleDoor.Closed.class, name = "closed"),
})
public sealed interface ConsoleDoor {

  /// It is awake.
  ///
  /// @param order its container
  /// @param node where that runs
  record Open(ContainerOrder order, String node) implements ConsoleDoor {}

  /// It cannot be.
  ///
  /// @param why the kind of reason
  /// @param reason one line for people
  record Closed(Untold why, String reason) implements ConsoleDoor {}
}
