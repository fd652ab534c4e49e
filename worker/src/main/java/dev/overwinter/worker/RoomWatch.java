package dev.overwinter.worker;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.postgres.OverdueRooms;
import dev.overwinter.rooms.workflow.RoomRun;
import dev.overwinter.rooms.workflow.RoomWorkflow;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every second for rooms in which something is overdue, and has them look into PostgreSQL: a
/// workflow that is gone is started, one that has missed its own step takes it. Whatever it misses
/// itself it sees the next time.
final class RoomWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RoomWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  // Timers that fire in time get so long to do it themselves.
  private static final Duration LATE = Duration.ofSeconds(1);
  // A room that was told is given time before it is told again.
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 200;

  private final OverdueRooms overdue;
  private final WorkflowClient rooms;
  private final Map<RoomId, Instant> told = new ConcurrentHashMap<>();
  private final Thread thread;

  /// Begins at once.
  ///
  /// @param rooms the client that seals
  RoomWatch(OverdueRooms overdue, WorkflowClient rooms) {
    this.overdue = overdue;
    this.rooms = rooms;
    thread = Thread.ofPlatform().name("rooms").daemon().start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        look(Instant.now());
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Instant now) {
    told.values().removeIf(at -> at.isBefore(now.minus(PATIENCE)));
    try {
      for (var room : overdue.before(now.minus(LATE), AT_ONCE, told.keySet())) {
        told.put(room, now);
        tell(room);
      }
    } catch (RuntimeException away) {
      // PostgreSQL or Temporal: nothing is lost, and somebody else says it.
      log.debug("cannot look for rooms that are overdue: {}", away.toString());
    }
  }

  private void tell(RoomId room) {
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.room(room.text()))
            .setTaskQueue(TaskQueues.ROOMS)
            .build();
    var workflow = rooms.newWorkflowStub(RoomWorkflow.class, options);
    BatchRequest request = rooms.newSignalWithStartRequest();
    request.add(workflow::run, RoomRun.first(room));
    request.add(workflow::look);
    var _ = rooms.signalWithStart(request);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
