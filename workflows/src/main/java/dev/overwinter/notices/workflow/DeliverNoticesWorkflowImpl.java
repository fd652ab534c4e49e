package dev.overwinter.notices.workflow;

import dev.overwinter.durable.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// One branch per hook, so that a receiver that is away holds up nobody else's.
public final class DeliverNoticesWorkflowImpl implements DeliverNoticesWorkflow {
  private static final RetryOptions UNTIL_IT_WORKS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofMillis(500))
          .setMaximumInterval(Duration.ofSeconds(10))
          .build();

  /// A look into PostgreSQL.
  private static final ActivityOptions LOOKING =
      ActivityOptions.newBuilder()
          .setTaskQueue(TaskQueues.NOTICES)
          .setStartToCloseTimeout(Duration.ofSeconds(10))
          .setRetryOptions(UNTIL_IT_WORKS)
          .build();

  /// It says that it lives between two requests, each of which ends within ten seconds.
  private static final ActivityOptions SENDING =
      ActivityOptions.newBuilder()
          .setTaskQueue(TaskQueues.NOTICES)
          .setStartToCloseTimeout(Duration.ofMinutes(1))
          .setHeartbeatTimeout(Duration.ofSeconds(20))
          .setRetryOptions(UNTIL_IT_WORKS)
          .build();

  private final NoticesRun begun;
  private final NoticeActivities looking =
      Workflow.newActivityStub(NoticeActivities.class, LOOKING);
  private final NoticeActivities sending =
      Workflow.newActivityStub(NoticeActivities.class, SENDING);
  private final Map<String, Branch> branches = new TreeMap<>();
  // Whoever starts it has written something.
  private boolean rung = true;
  private boolean leaving;

  /// What a hook's branch has been told.
  private static final class Branch {
    // Something was written after it looked last, maybe.
    private boolean again;
    private boolean hurried;
  }

  /// Runs before any handler.
  @WorkflowInit
  public DeliverNoticesWorkflowImpl(NoticesRun run) {
    begun = run;
  }

  @Override
  public void run(NoticesRun run) {
    // Detached: a cancellation from the Temporal UI must not drop what others wait for.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    while (true) {
      Workflow.await(() -> rung || branches.isEmpty() || mayContinueAsNew());
      if (mayContinueAsNew()) {
        leaving = true;
        Workflow.await(branches::isEmpty);
        Workflow.newContinueAsNewStub(DeliverNoticesWorkflow.class).run(begun);
        return;
      }
      if (!rung) {
        return;
      }
      rung = false;
      looking.waiting(begun.server()).forEach(this::look);
    }
  }

  private void look(String hook) {
    var known = branches.get(hook);
    if (known != null) {
      known.again = true;
      return;
    }
    var branch = new Branch();
    branches.put(hook, branch);
    // Ends with its hook's deliveries; nobody waits for it otherwise.
    var _ = Async.procedure(this::deliver, hook, branch);
  }

  private void deliver(String hook, Branch branch) {
    try {
      while (!leaving) {
        branch.again = false;
        var next = sending.deliver(hook).nextAt();
        if (next == null && !branch.again) {
          return;
        }
        if (next != null) {
          await(next, branch);
        }
      }
    } finally {
      branches.remove(hook);
    }
  }

  private void await(Instant moment, Branch branch) {
    var pause = Duration.between(now(), moment);
    if (pause.isPositive()) {
      Workflow.await(pause, () -> branch.hurried || leaving || mayContinueAsNew());
    }
    branch.hurried = false;
  }

  private boolean mayContinueAsNew() {
    var info = Workflow.getInfo();
    return info.isContinueAsNewSuggested()
        || (begun.continueAfterEvents() > 0
            && info.getHistoryLength() >= begun.continueAfterEvents());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  @Override
  public void rung() {
    rung = true;
  }

  @Override
  public void hurried(String hook) {
    rung = true;
    var branch = branches.get(hook);
    if (branch != null) {
      branch.hurried = true;
    }
  }
}
