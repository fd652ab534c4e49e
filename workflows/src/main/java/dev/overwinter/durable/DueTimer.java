package dev.overwinter.durable;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One durable timer of a workflow for a moment that moves.
///
/// `Workflow.await(Duration, …)` is not used for it, since its timer outlives the condition.
/// Confined to its workflow.
public final class DueTimer {
  private final String what;
  private @Nullable Instant due;
  private @Nullable CancellationScope scope;
  private boolean fired;

  /// None is pending yet.
  ///
  /// @param what happens then, for people who read the history
  public DueTimer(String what) {
    this.what = what;
  }

  /// Makes sure that it fires at or before a moment; an empty moment changes nothing. A timer that
  /// is early is left to fire and is then set again, because cancelling and setting costs a history
  /// more than one firing that finds nothing to do; only one that would be late is replaced.
  public void ensure(Optional<Instant> moment) {
    var current = due;
    moment.filter(wanted -> current == null || current.isAfter(wanted)).ifPresent(this::replace);
  }

  /// Makes sure that it fires at a moment and at no other; at an empty one it never does.
  public void set(Optional<Instant> moment) {
    if (!moment.equals(Optional.ofNullable(due))) {
      cancel();
      moment.ifPresent(this::begin);
    }
  }

  private void replace(Instant wanted) {
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

  /// Whether it has fired since the last call of [#taken()].
  public boolean fired() {
    return fired;
  }

  /// The firing has been looked at.
  public void taken() {
    fired = false;
  }

  /// None is pending afterwards.
  public void cancel() {
    var running = scope;
    if (running != null && due != null) {
      running.cancel();
    }
    due = null;
    scope = null;
  }
}
