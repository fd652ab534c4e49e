package dev.overwinter.servers.workflow;

import dev.overwinter.servers.Allocation;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/// The fence around a server that was restarted elsewhere: what it left behind is stopped whenever
/// a node says that it runs, and removed when somebody orders it. Beside the main method, so that
/// no player of the server itself waits for a node that may never answer again.
final class Strays {
  private static final Logger log = Workflow.getLogger(Strays.class);

  /// A node that reports again later is then asked again.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// A node that does not answer by then is lost or will be, and is heard of when it is back.
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofHours(1);

  private enum What {
    STOP,
    REMOVE,
    WRITE_OFF
  }

  private record Task(Allocation place, What what) {}

  private final Server server;
  private final ServerRecordActivities records =
      Workflow.newActivityStub(ServerRecordActivities.class, Retries.records());
  private final List<Task> tasks = new ArrayList<>();
  private boolean working;

  Strays(Server server) {
    this.server = server;
  }

  void start() {
    server.kept().vacated().forEach(this::discard);
    // Ends with the run.
    var _ = Async.procedure(this::work);
  }

  boolean idle() {
    return tasks.isEmpty() && !working;
  }

  /// A node runs what the server has left.
  void seenRunning(Allocation place) {
    ServerMetrics.strayed(server);
    keepStill(place);
  }

  /// A node may run what the server has left.
  void keepStill(Allocation place) {
    add(new Task(place, What.STOP));
  }

  /// Somebody wants it gone.
  void discard(Allocation place) {
    add(new Task(place, What.REMOVE));
  }

  /// Its machine is gone, and all that lay there.
  void writeOff(Allocation place) {
    add(new Task(place, What.WRITE_OFF));
  }

  private void add(Task task) {
    if (!tasks.contains(task)) {
      tasks.add(task);
    }
  }

  private void work() {
    while (true) {
      Workflow.await(() -> !tasks.isEmpty());
      working = true;
      var task = tasks.removeFirst();
      try {
        perform(task);
      } catch (ActivityFailure silent) {
        log.warn("what was left on node {} cannot be reached", task.place.node());
        againIfVacated(task);
      }
      working = false;
    }
  }

  /// Nobody orders the removal of what was left in peace, so it is tried until it works. A timer
  /// that the run does not wait for: the next run begins with what is vacated.
  private void againIfVacated(Task task) {
    if (task.what == What.REMOVE && server.kept().vacated().contains(task.place)) {
      var _ = Workflow.newTimer(BEFORE_TRYING_AGAIN).thenApply(_ -> again(task));
    }
  }

  private boolean again(Task task) {
    var wanted = server.kept().vacated().contains(task.place);
    if (wanted) {
      add(task);
    }
    return wanted;
  }

  private void perform(Task task) {
    if (task.place.equals(server.place())) {
      log.info("{} is its own place again", task.place);
      return;
    }
    switch (task.what) {
      case STOP -> {
        var _ = node(task.place, PATIENCE).ensureStopped(server.order(task.place), true);
      }
      case REMOVE -> remove(task.place, PATIENCE);
      case WRITE_OFF -> forget(task.place);
    }
  }

  /// @throws ActivityFailure when the node does not answer in time
  void remove(Allocation place, Duration patience) {
    node(place, patience).ensureRemoved(server.order(place));
    forget(place);
  }

  private void forget(Allocation place) {
    records.forgetStranded(server.spec().id(), place);
    server.discarded(place);
  }

  private ContainerActivities node(Allocation place, Duration patience) {
    return Workflow.newActivityStub(
        ContainerActivities.class,
        Retries.elsewhere(place.node(), server.spec().template(), patience));
  }
}
