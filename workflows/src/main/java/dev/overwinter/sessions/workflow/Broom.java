package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.Loose;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;

/// Destroys what a session has asked for and does not want, beside the main method, until `GET`
/// says 404. It is never given up. Confined to its workflow.
final class Broom {
  private static final Logger log = Workflow.getLogger(Broom.class);
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(1);

  private final Session session;
  private final DropletActivities looking =
      Workflow.newActivityStub(DropletActivities.class, SessionRetries.look());
  private final DropletActivities destroying =
      Workflow.newActivityStub(DropletActivities.class, SessionRetries.destroy());
  private final List<Loose> waiting;
  private final List<Loose> sweeping = new ArrayList<>();

  /// @param left what an earlier run has not seen gone
  Broom(Session session, List<Loose> left) {
    this.session = session;
    waiting = new ArrayList<>(left);
  }

  /// In the main method's scope, so that no handler's end and no cancellation ends a sweep.
  void start() {
    // Ends with the run.
    var _ = Async.procedure(this::work);
  }

  void add(Loose loose) {
    if (!waiting.contains(loose) && !sweeping.contains(loose)) {
      waiting.add(loose);
    }
  }

  /// Whether all of it is gone.
  boolean idle() {
    return waiting.isEmpty() && sweeping.isEmpty();
  }

  /// What is not gone yet.
  List<Loose> tasks() {
    var all = new ArrayList<>(sweeping);
    all.addAll(waiting);
    return all;
  }

  private void work() {
    while (true) {
      Workflow.await(() -> !waiting.isEmpty());
      var next = waiting.removeFirst();
      sweeping.add(next);
      // Each for itself: one that is locked for an hour keeps no other.
      var _ = Async.procedure(this::sweep, next);
    }
  }

  private void sweep(Loose loose) {
    var gone = new TreeSet<Long>();
    while (!swept(loose, gone)) {
      var wait = Duration.between(Session.now(), loose.until());
      Workflow.sleep(wait.isPositive() ? wait : BEFORE_TRYING_AGAIN);
    }
    sweeping.remove(loose);
    session.swept();
  }

  /// One pass.
  ///
  /// @param gone ids that are; a list may show them for a while
  /// @return whether nothing is left, and nothing can come any more
  private boolean swept(Loose loose, Set<Long> gone) {
    try {
      if (loose.droplet() != 0) {
        destroy(loose, loose.droplet(), gone);
      }
      // Read before the list is: what could still come must have been in it.
      var late = !Session.now().isBefore(loose.until());
      looking.find(loose.unit()).stream()
          .map(DropletFacts::id)
          .filter(id -> id != loose.keep())
          .forEach(id -> destroy(loose, id, gone));
      return late;
    } catch (ActivityFailure failure) {
      log.warn("{} is not gone yet and is tried again", loose.unit(), failure);
      return false;
    }
  }

  private void destroy(Loose loose, long droplet, Set<Long> gone) {
    if (gone.contains(droplet)) {
      return;
    }
    try {
      var lastThere = destroying.ensureDestroyed(loose.unit().text(), droplet);
      session.destroyed(droplet, lastThere);
    } catch (ActivityFailure failure) {
      if (!(failure.getCause() instanceof ApplicationFailure cause
          && cause.getType().equals(DropletActivities.NOT_OURS))) {
        throw failure;
      }
      log.warn("droplet {} does not bear {} and is left alone", droplet, loose.unit());
    }
    gone.add(droplet);
  }
}
