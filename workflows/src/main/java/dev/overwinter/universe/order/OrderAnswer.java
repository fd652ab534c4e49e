package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answer to a [PlanetRequest] or a [ResearchRequest].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OrderAnswer.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = OrderAnswer.Refused.class, name = "refused"),
})
public sealed interface OrderAnswer {

  /// It is done or queued, and paid or given back.
  ///
  /// @param item its id in the queue; empty when it is in none
  /// @param thing the name of what it is about
  /// @param amount the level that it leads to, or how many units
  /// @param paid what was taken for it; nothing when it is paid later
  /// @param refunded what was given back
  /// @param at when that was so
  /// @param finishesAt when it will be done, as far as it is known now; null when nothing follows,
  ///   or before it is the head of its queue
  record Accepted(
      String item,
      String thing,
      long amount,
      Goods paid,
      Goods refunded,
      Instant at,
      @Nullable Instant finishesAt)
      implements OrderAnswer {}

  /// It is not done.
  ///
  /// @param reason one line for people, with what is missing
  record Refused(Refusal refusal, String reason) implements OrderAnswer {}
}
