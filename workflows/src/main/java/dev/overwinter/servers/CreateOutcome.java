package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// How the making of a server ended.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CreateOutcome.Created.class, name = "created"),
  @JsonSubTypes.Type(value = CreateOutcome.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = CreateOutcome.Failed.class, name = "failed"),
})
public sealed interface CreateOutcome {

  /// It exists and sleeps.
  ///
  /// @param publicPort where players connect
  record Created(int publicPort) implements CreateOutcome {}

  /// There is no port or subnet for it; nothing was left behind.
  ///
  /// @param reason one line for people
  record Refused(String reason) implements CreateOutcome {}

  /// A step failed; what had been made was removed again. The server is kept as FAILED so that its
  /// owner can read why, and wake (try again) or delete it.
  ///
  /// @param reason one line for people
  record Failed(String reason) implements CreateOutcome {}
}
