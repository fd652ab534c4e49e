package dev.overwinter.sessions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/// What the records say to a session that wants to begin, or to somebody who wants it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AdmitAnswer.Admitted.class, name = "admitted"),
  @JsonSubTypes.Type(value = AdmitAnswer.Existing.class, name = "existing"),
  @JsonSubTypes.Type(value = AdmitAnswer.Refused.class, name = "refused"),
})
public sealed interface AdmitAnswer {

  /// Tag, key and place in the quota are its own; also when it is asked again.
  record Admitted() implements AdmitAnswer {}

  /// The same request has a session already.
  ///
  /// @param tag which
  record Existing(ShareTag tag) implements AdmitAnswer {}

  /// No.
  ///
  /// @param refusal the kind of reason; [Refusal#TAG_TAKEN] for a tag in use or in quarantine
  /// @param reason one line for people
  /// @param retryAfter when asking again makes sense; zero when it does not
  record Refused(Refusal refusal, String reason, Duration retryAfter) implements AdmitAnswer {}
}
