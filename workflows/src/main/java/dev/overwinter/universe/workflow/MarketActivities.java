package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;

/// The market in PostgreSQL. Every method is one transaction and safe to repeat; while the database
/// is away each throws a retryable failure.
@ActivityInterface(namePrefix = "Market_")
public interface MarketActivities {

  /// Takes what is offered out of its planet and opens the offer, both or neither. An offer that is
  /// there already is answered again.
  @ActivityMethod
  Dealt open(OfferOrder order, Instant at);

  /// Pays both sides, once, or refuses.
  @ActivityMethod
  Dealt accept(OfferRequest request, Instant at);

  /// Gives back what was offered, once, or refuses.
  @ActivityMethod
  Dealt cancel(OfferRequest request, Instant at);

  /// Gives back what nobody took until it expired. One that is not open stays as it is.
  @ActivityMethod
  Dealt expire(String offer, Instant at);
}
