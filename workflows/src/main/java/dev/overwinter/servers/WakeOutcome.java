package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;

/// The answer to a [WakeRequest].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WakeOutcome.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = WakeOutcome.Coming.class, name = "coming"),
  @JsonSubTypes.Type(value = WakeOutcome.Refused.class, name = "refused"),
})
public sealed interface WakeOutcome {

  /// The game answers; a proxy that claimed it may relay.
  ///
  /// @param at where
  /// @param since when it became ready
  record Ready(Endpoint at, Instant since) implements WakeOutcome {}

  /// It is on its way.
  ///
  /// @param since when the wake began
  /// @param estimate how long a start took last time; zero when unknown
  record Coming(Instant since, Duration estimate) implements WakeOutcome {}

  /// It will not wake now.
  ///
  /// @param refusal the kind of reason
  /// @param reason one line for people
  /// @param retryAfter when asking again makes sense; zero when it does not
  record Refused(Refusal refusal, String reason, Duration retryAfter) implements WakeOutcome {}
}
