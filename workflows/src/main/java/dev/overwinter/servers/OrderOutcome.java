package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The answer to any other order (hibernate, delete, configure).
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OrderOutcome.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = OrderOutcome.Refused.class, name = "refused"),
})
public sealed interface OrderOutcome {

  /// It will be done, whatever dies meanwhile.
  ///
  /// @param state the label of the state that followed
  record Accepted(String state) implements OrderOutcome {}

  /// Nothing has changed.
  ///
  /// @param refusal the kind of reason
  /// @param reason one line for people
  record Refused(Refusal refusal, String reason) implements OrderOutcome {}
}
