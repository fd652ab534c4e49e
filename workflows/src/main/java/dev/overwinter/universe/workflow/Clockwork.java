package dev.overwinter.universe.workflow;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// What all workflows of a universe do: wait until something is due, have it settled, and wait
/// again; orders may come at any time, and each tells what is due after it. Confined to its
/// workflow.
final class Clockwork {
  private static final Logger log = Workflow.getLogger(Clockwork.class);

  /// What does not go away although it was settled is not asked for again before.
  private static final Duration STUCK = Duration.ofMinutes(1);

  /// For what ends after a handful of events anyway: then [#run] returns only when it is over.
  static final int NEVER = -1;

  private final String kind;
  private final int continueAfterEvents;
  private final DueTimer timer = new DueTimer();
  private Due due;
  // Whether anybody has said yet what is due.
  private boolean known;
  private boolean look;
  private int orders;

  /// @param kind for metrics: `planet`, `research`, `fleet` or `offer`
  /// @param dueAt what an earlier run knew; null when nobody did
  /// @param continueAfterEvents 0 when Temporal suggests it; [#NEVER]
  Clockwork(String kind, @Nullable Instant dueAt, int continueAfterEvents) {
    this.kind = kind;
    this.continueAfterEvents = continueAfterEvents;
    due = new Due(0, dueAt);
    known = dueAt != null;
  }

  /// Carries an order out; while one is under way nothing ends.
  <T> T order(Supplier<T> work, Function<T, Due> next) {
    orders++;
    try {
      var done = work.get();
      take(next.apply(done));
      return done;
    } catch (RuntimeException failed) {
      // Given up here, it may have been carried out there all the same.
      look = true;
      throw failed;
    } finally {
      orders--;
    }
  }

  /// Somebody says that something has changed.
  void look() {
    look = true;
  }

  @Nullable Instant dueAt() {
    return due.at();
  }

  private void take(Due news) {
    due = due.or(news);
    known = true;
  }

  /// Returns when nothing will happen any more (`true`), or when it is time to continue as new
  /// (`false`); no timer is pending and no order under way then.
  ///
  /// @param settle does what was due until a moment
  /// @param over whether nothing can follow while nothing is due
  boolean run(Function<Instant, Due> settle, BooleanSupplier over) {
    // Whoever began this with an order learns from its answer what is due.
    Workflow.await(() -> orders == 0 || look);
    look |= !known;
    while (true) {
      if (look) {
        look = false;
        settle(settle);
      }
      timer.set(due.at());
      var seen = due;
      Workflow.await(() ->
          look
              || timer.fired()
              || !due.equals(seen)
              || ((isOver(over) || mayContinueAsNew()) && idle()));
      if (timer.fired()) {
        timer.taken();
        look = true;
      } else if (!look && due.equals(seen)) {
        timer.cancel();
        return isOver(over);
      }
    }
  }

  private void settle(Function<Instant, Due> settle) {
    var was = due.at();
    take(settle.apply(now()));
    if (was != null && !was.isAfter(now())) {
      UniverseMetrics.settled(kind, was, now());
      if (was.equals(due.at())) {
        log.error("what was due at {} is still due after it was settled", was);
        Workflow.sleep(STUCK);
      }
    }
  }

  private boolean isOver(BooleanSupplier over) {
    return due.at() == null && over.getAsBoolean();
  }

  private boolean idle() {
    return orders == 0 && Workflow.isEveryHandlerFinished();
  }

  private boolean mayContinueAsNew() {
    var info = Workflow.getInfo();
    if (continueAfterEvents == NEVER) {
      return false;
    }
    return info.isContinueAsNewSuggested()
        || (continueAfterEvents > 0 && info.getHistoryLength() >= continueAfterEvents);
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
