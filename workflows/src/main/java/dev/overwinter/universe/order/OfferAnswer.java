package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answer of an offer.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OfferAnswer.Done.class, name = "done"),
  @JsonSubTypes.Type(value = OfferAnswer.Refused.class, name = "refused"),
})
public sealed interface OfferAnswer {

  /// It was opened, accepted or cancelled, as asked.
  ///
  /// @param id universe_offers.id
  /// @param status open, accepted or cancelled
  /// @param expiresAt null when it never does, or is not open
  record Done(long id, String status, Instant at, @Nullable Instant expiresAt)
      implements OfferAnswer {}

  /// It was not.
  ///
  /// @param reason one line for people
  record Refused(Refusal refusal, String reason) implements OfferAnswer {}
}
