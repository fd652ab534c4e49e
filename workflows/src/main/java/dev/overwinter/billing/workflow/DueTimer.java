package dev.overwinter.billing.workflow;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one timer of an account: none is pending while nothing is due. Confined to its workflow.
final class DueTimer {
  private @Nullable Instant due;
  private @Nullable CancellationScope scope;
  private boolean fired;

  /// Makes sure that it fires at a moment and at no other.
  void set(Optional<Instant> moment) {
    if (moment.equals(Optional.ofNullable(due))) {
      return;
    }
    cancel();
    moment.ifPresent(this::begin);
  }

  private void begin(Instant wanted) {
    due = wanted;
    var wait = Duration.between(Instant.ofEpochMilli(Workflow.currentTimeMillis()), wanted);
    var options = TimerOptions.newBuilder().setSummary("look at " + wanted).build();
    var next =
        Workflow.newCancellationScope(() ->
            Workflow.newTimer(wait.isPositive() ? wait : Duration.ofMillis(1), options)
                .handle((_, failure) -> ended(wanted, failure)));
    scope = next;
    next.run();
  }

  private @Nullable Void ended(Instant of, @Nullable RuntimeException failure) {
    if (!(failure instanceof CanceledFailure) && of.equals(due)) {
      fired = true;
      due = null;
    }
    return null;
  }

  boolean fired() {
    return fired;
  }

  /// The firing has been looked at.
  void taken() {
    fired = false;
  }

  /// None is pending afterwards.
  void cancel() {
    var running = scope;
    if (running != null && due != null) {
      running.cancel();
    }
    due = null;
    scope = null;
  }
}
