package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answer to a [FleetOrder] or a [RecallRequest].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FleetAnswer.Flying.class, name = "flying"),
  @JsonSubTypes.Type(value = FleetAnswer.Refused.class, name = "refused"),
})
public sealed interface FleetAnswer {

  /// It is on its way: there, or home when it was called back. A recall that comes again is
  /// answered as the first one.
  ///
  /// @param fleet its id
  /// @param fuel whole units of deuterium that it was given
  /// @param departedAt when it left
  /// @param arrivesAt when it is, or would have been, there
  /// @param returnsAt when it is home; null for one that does not come back
  /// @param recalled whether it was called back
  record Flying(
      String fleet,
      long fuel,
      Instant departedAt,
      Instant arrivesAt,
      @Nullable Instant returnsAt,
      boolean recalled)
      implements FleetAnswer {}

  /// It does not leave, or does not turn round.
  ///
  /// @param reason one line for people
  record Refused(Refusal refusal, String reason) implements FleetAnswer {}
}
