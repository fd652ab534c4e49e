package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.RoomAnswer;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an order is refused before it is in a history, and how its sender reads that.
///
/// It is no failure of Temporal's own, because of those that a validator throws the SDK (1.38)
/// passes on neither type nor details; of the cause of another it does.
public final class RefusedOrder extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedOrder(RoomAnswer.Refused refused) {
    super(
        refused.reason(),
        ApplicationFailure.newNonRetryableFailure(refused.reason(), RoomWorkflow.REFUSED, refused));
  }

  /// The refusal that a failed update tells of; empty when it failed otherwise.
  public static Optional<RoomAnswer.Refused> in(@Nullable Throwable failed) {
    for (var cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure failure
          && failure.getType().equals(RoomWorkflow.REFUSED)) {
        return Optional.of(failure.getDetails().get(RoomAnswer.Refused.class));
      }
    }
    return Optional.empty();
  }
}
