package dev.overwinter.notices.workflow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Delivers what waits for the hooks of one server, in order for each of them, and ends when
/// nothing does; workflow id from [dev.overwinter.durable.WorkflowIds#notices]. Started by whoever
/// has written something for it into PostgreSQL.
@WorkflowInterface
public interface DeliverNoticesWorkflow {

  @WorkflowMethod(name = "DeliverNotices")
  void run(NoticesRun run);

  /// Something was written.
  @SignalMethod(name = "rung")
  void rung();

  /// A hook does not want to wait until its next attempt is due: somebody sends again, or has
  /// changed it.
  @SignalMethod(name = "hurried")
  void hurried(String hook);
}
