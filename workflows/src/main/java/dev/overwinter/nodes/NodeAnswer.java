package dev.overwinter.nodes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The answer to a [NodeOrder].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeAnswer.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = NodeAnswer.Refused.class, name = "refused"),
})
public sealed interface NodeAnswer {

  /// Done, or under way.
  ///
  /// @param state label of the state that it led to
  record Accepted(String state) implements NodeAnswer {}

  /// Nothing changed.
  ///
  /// @param reason one line for people
  record Refused(String reason) implements NodeAnswer {}
}
