package dev.overwinter.rooms.workflow;

import dev.overwinter.durable.DueTimer;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomOrder;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Waits for orders and for the one moment at which something happens by itself; each has its turn
/// at the [RoomDesk].
public final class RoomWorkflowImpl implements RoomWorkflow {
  /// Temporal takes 2,000 orders a run: after so many a new one begins between two rounds, …
  private static final int MANY_ORDERS = 1_500;

  /// … and after so many also within one.
  private static final int TOO_MANY_ORDERS = 1_800;

  /// As [#TOO_MANY_ORDERS], in events; Temporal suggests a new run at half as many.
  private static final int TOO_MANY_EVENTS = 8_192;

  /// The same in bytes.
  private static final long TOO_MANY_BYTES = 8L << 20;

  private final int continueAfterEvents;
  private final RoomDesk desk;
  private final Turns turns = new Turns();
  private final DueTimer timer = new DueTimer("look");
  private int orders;
  private boolean asked;

  /// Runs before any handler.
  @WorkflowInit
  public RoomWorkflowImpl(RoomRun run) {
    continueAfterEvents = run.continueAfterEvents();
    desk = new RoomDesk(run);
  }

  @Override
  public void run(RoomRun run) {
    detached(this::live);
  }

  private boolean live() {
    look(desk::load);
    while (true) {
      var due = desk.dueAt();
      timer.ensure(due);
      Workflow.await(() -> asked || timer.fired() || !desk.dueAt().equals(due) || mayLeave());
      if (asked) {
        asked = false;
        look(desk::reload);
      } else if (timer.fired()) {
        timer.taken();
        look(desk::tick);
      } else if (mayLeave()) {
        timer.cancel();
        if (!desk.over()) {
          Workflow.newContinueAsNewStub(RoomWorkflow.class).run(desk.carry());
        }
        return true;
      }
    }
  }

  private void look(Runnable work) {
    turns.take(() -> {
      work.run();
      return true;
    });
  }

  @Override
  public RoomAnswer order(RoomOrder order) {
    orders++;
    return detached(() ->
        turns.take(() -> {
          desk.load();
          return desk.carryOut(order);
        }));
  }

  @Override
  public void look() {
    asked = true;
  }

  @Override
  public void admit(RoomOrder order) {
    var refused = desk.refusal(order);
    if (refused.isPresent()) {
      throw new RefusedOrder(refused.get());
    }
  }

  /// Nobody waits for an answer, and the room is over or its history long enough.
  private boolean mayLeave() {
    return (desk.over() || mayContinueAsNew()) && Workflow.isEveryHandlerFinished();
  }

  private boolean mayContinueAsNew() {
    var info = Workflow.getInfo();
    var length = info.getHistoryLength();
    var limited = continueAfterEvents > 0;
    var wanted =
        info.isContinueAsNewSuggested()
            || orders >= MANY_ORDERS
            || (limited && length >= continueAfterEvents);
    var pressing =
        orders >= TOO_MANY_ORDERS
            || length >= (limited ? 2L * continueAfterEvents : TOO_MANY_EVENTS)
            || info.getHistorySize() >= TOO_MANY_BYTES;
    return wanted && (pressing || !desk.playing());
  }

  /// A cancellation from the Temporal UI must not end a room, nor an order that is being carried
  /// out: the way to end a room is to close it.
  private static <T> T detached(Supplier<T> work) {
    List<T> done = new ArrayList<>(1);
    Workflow.newDetachedCancellationScope(() -> done.add(work.get())).run();
    return done.getFirst();
  }
}
