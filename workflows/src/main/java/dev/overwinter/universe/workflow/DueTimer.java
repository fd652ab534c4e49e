package dev.overwinter.universe.workflow;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The one timer of a workflow: none is pending while nothing is due. Confined to its workflow.
final class DueTimer {
  private @Nullable Instant due;
  private @Nullable CancellationScope scope;
  private boolean fired;

  /// Makes sure that it fires at a moment, not before, and at no other; null for never.
  void set(@Nullable Instant moment) {
    if (moment == null ? due == null : moment.equals(due)) {
      return;
    }
    cancel();
    if (moment != null) {
      begin(moment);
    }
  }

  private void begin(Instant wanted) {
    due = wanted;
    var wait = Duration.between(Instant.ofEpochMilli(Workflow.currentTimeMillis()), wanted);
    // Temporal counts whole milliseconds: rounded down, it would fire before the moment.
    var millis = Math.max(1, wait.plusNanos(999_999).toMillis());
    var options = TimerOptions.newBuilder().setSummary("due " + wanted).build();
    var next =
        Workflow.newCancellationScope(() ->
            Workflow.newTimer(Duration.ofMillis(millis), options)
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
