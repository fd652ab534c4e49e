package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What somebody who typed a tag is told. Read from the row, never from the workflow: see
/// [SessionView#join()].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JoinAnswer.Here.class, name = "here"),
  @JsonSubTypes.Type(value = JoinAnswer.NotFound.class, name = "notFound"),
})
public sealed interface JoinAnswer {

  /// The game answers there.
  record Here(String ipv4) implements JoinAnswer {}

  /// Nothing to join under that tag: one shape, whatever the reason.
  record NotFound() implements JoinAnswer {}
}
