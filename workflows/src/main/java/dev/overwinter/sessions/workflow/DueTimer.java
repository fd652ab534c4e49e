package dev.overwinter.sessions.workflow;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one timer of a session or a pool. One that is early is left to fire and is then set again,
/// because cancelling and setting costs a history more than one firing that finds nothing to do;
/// only one that would be late is replaced. Confined to its workflow.
final class DueTimer {
  private final String what;
  private @Nullable Instant due;
  private @Nullable CancellationScope scope;
  private boolean fired;

  /// @param what happens then, for people who read the history
  DueTimer(String what) {
    this.what = what;
  }

  /// Makes sure that it fires at or before a moment; an empty moment changes nothing.
  void ensure(Optional<Instant> moment) {
    if (moment.isEmpty()) {
      return;
    }
    var wanted = moment.get();
    var current = due;
    if (current != null && !current.isAfter(wanted)) {
      return;
    }
    cancel();
    begin(wanted);
  }

  private void begin(Instant wanted) {
    due = wanted;
    var wait = Duration.between(Instant.ofEpochMilli(Workflow.currentTimeMillis()), wanted);
    var options = TimerOptions.newBuilder().setSummary(what + " at " + wanted).build();
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
