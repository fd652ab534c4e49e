package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomOrder;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Owns a room; workflow id from [dev.overwinter.durable.WorkflowIds#room].
///
/// Send orders as update-with-start with the conflict policy *use existing* and the reuse policy
/// *allow duplicate*: a room whose workflow is gone goes on from what PostgreSQL has. An accepted
/// order is in PostgreSQL before it is answered; the same request is answered as the first time.
/// Everything in its history is sealed.
@WorkflowInterface
public interface RoomWorkflow {

  @WorkflowMethod(name = "Room")
  void run(RoomRun run);

  /// Does it, or refuses it.
  @UpdateMethod(name = "order")
  RoomAnswer order(RoomOrder order);

  /// Refuses what the rules refuse now, so that nothing of it enters the history; who sent it reads
  /// the refusal by [RefusedOrder#in].
  @UpdateValidatorMethod(updateName = "order")
  void admit(RoomOrder order);

  /// Looks into PostgreSQL, takes what is there when it is another thing, and does what is due. Of
  /// use to a room that has never heard of its own last step, since a worker and Temporal died
  /// between its commit and the end of its task. Safe to repeat.
  @SignalMethod(name = "look")
  void look();

  /// The type of the failure that a refused order is rejected with.
  String REFUSED = "Refused";
}
