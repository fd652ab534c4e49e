package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;

/// The answer to who wants a session.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StartOutcome.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = StartOutcome.Existing.class, name = "existing"),
  @JsonSubTypes.Type(value = StartOutcome.Refused.class, name = "refused"),
})
public sealed interface StartOutcome {

  /// It is theirs and the game answers.
  ///
  /// @param tag what players type
  /// @param ipv4 where
  /// @param since when its lease began
  record Ready(ShareTag tag, String ipv4, Instant since) implements StartOutcome {}

  /// The same request has got this session already: ask that one.
  record Existing(ShareTag tag) implements StartOutcome {}

  /// They do not get this one.
  ///
  /// @param refusal the kind of reason; after [Refusal#TAKEN] and [Refusal#TAG_TAKEN] another one
  ///   may be had at once
  /// @param reason one line for people
  /// @param retryAfter when asking again makes sense; zero when it does not
  record Refused(Refusal refusal, String reason, Duration retryAfter) implements StartOutcome {}
}
