package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Backup;
import dev.overwinter.durable.DueTimer;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.KeptRules;
import dev.overwinter.servers.KeptWorld;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.RecoverRequest;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.WorldSource;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Waits for the end of the grace period or an order, and carries it out.
public final class KeepWorldWorkflowImpl implements KeepWorldWorkflow {
  private static final Logger log = Workflow.getLogger(KeepWorldWorkflowImpl.class);

  /// One try a day once the pauses have grown: two months.
  private static final int REMOVING_TRIED = 70;

  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private final KeptWorld world;
  private final KeptWorldActivities records =
      Workflow.newActivityStub(KeptWorldActivities.class, Retries.records());
  private final DueTimer timer = new DueTimer("remove the kept world");
  private Instant until;
  private String note = "";
  private int attempts;
  private boolean drop;
  private boolean removing;
  private @Nullable RecoverRequest wanted;

  /// The last server whose workflow was begun.
  private String begun = "";

  private boolean made;
  private @Nullable String failed;

  /// Runs before any handler.
  @WorkflowInit
  public KeepWorldWorkflowImpl(KeptWorld world) {
    this.world = world;
    until = world.until();
  }

  @Override
  public void run(KeptWorld begun) {
    // Detached: a cancellation from the Temporal UI must not leave archives behind.
    Workflow.newDetachedCancellationScope(this::keep).run();
  }

  private void keep() {
    record(KeptWorldView.State.KEPT, "").forEach(KeepWorldWorkflowImpl::makeRoom);
    do {
      timer.set(Optional.of(until));
      Workflow.await(() -> wanted != null || drop || timer.fired());
    } while (wanted != null && !recover());
    timer.cancel();
    if (!made) {
      removeAll();
    }
    records.forget(world.serverId());
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private List<String> record(KeptWorldView.State state, String as) {
    return records.record(new KeptWorldView(world, state, as, attempts, note, until));
  }

  private static void makeRoom(String oldest) {
    try {
      Workflow.newExternalWorkflowStub(KeepWorldWorkflow.class, WorkflowIds.keptWorld(oldest))
          .makeRoom();
    } catch (SignalExternalWorkflowException gone) {
      log.info("the kept world of {} has gone by itself", oldest);
    }
  }

  /// @return whether a server was made
  private boolean recover() {
    var request = Objects.requireNonNull(wanted, "wanted");
    timer.cancel();
    timer.taken();
    var _ = record(KeptWorldView.State.RECOVERING, request.spec().id());
    failed = null;
    makeServer(request);
    if (made) {
      return true;
    }
    attempts++;
    note = Objects.requireNonNullElse(failed, "");
    until = KeptRules.keptOn(until, Server.now());
    var _ = record(KeptWorldView.State.KEPT, "");
    // Only now: whoever repeats the order meanwhile means this server.
    wanted = null;
    return false;
  }

  private void makeServer(RecoverRequest request) {
    var spec = request.spec();
    var server = Workflow.newChildWorkflowStub(ServerWorkflow.class, options(spec));
    // Objected to before, when there is no such backup.
    var source = new WorldSource(world, world.backup(request.backup()).orElseThrow());
    try {
      var ended = Async.procedure(server::run, ServerRun.filled(spec, source));
      Workflow.getWorkflowExecution(server).get();
      begun = spec.id();
      Workflow.await(() -> made || failed != null || ended.isCompleted());
      if (!made && failed == null) {
        failed = "its workflow has ended";
      }
    } catch (ChildWorkflowFailure notStarted) {
      failed = "its workflow could not be started";
    }
  }

  private static ChildWorkflowOptions options(ServerSpec spec) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.server(spec.id()))
        .setTaskQueue(TaskQueues.SERVERS)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        // It lives on when nothing is kept any more.
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        .setStaticSummary(spec.name())
        .setTypedSearchAttributes(attributes(spec))
        .build();
  }

  private static io.temporal.common.SearchAttributes attributes(ServerSpec spec) {
    return io.temporal.common.SearchAttributes.newBuilder()
        .set(SearchAttributes.GAME, spec.template().id())
        .set(SearchAttributes.NODE, spec.node())
        .set(SearchAttributes.OWNER, spec.owner())
        .set(SearchAttributes.STATE, "CREATING")
        .build();
  }

  /// What cannot be removed is tried again for a long time, and is no longer anybody's to recover.
  private void removeAll() {
    removing = true;
    var _ = record(KeptWorldView.State.REMOVING, "");
    var pause = Duration.ofMinutes(1);
    var left = new ArrayList<>(world.backups());
    for (var attempt = 1; attempt <= REMOVING_TRIED; attempt++) {
      left.removeIf(this::removed);
      if (left.isEmpty()) {
        return;
      }
      Workflow.sleep(pause);
      var longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
    left.forEach(backup ->
        log.error("backup {} of server {} stays in the store", backup.id(), backup.serverId()));
  }

  private boolean removed(Backup backup) {
    try {
      Workflow.newActivityStub(
              WorldActivities.class,
              Retries.elsewhere(world.node(), world.spec().template(), Duration.ofMinutes(1)))
          .forget(backup.serverId(), backup.id());
      return true;
    } catch (ActivityFailure silent) {
      log.warn("backup {} cannot be removed: {}", backup.id(), ServerEffects.reasonOf(silent));
      return false;
    }
  }

  @Override
  public OrderOutcome recover(RecoverRequest request) {
    var under = wanted;
    var as = under == null ? "" : under.spec().id();
    var objection = KeptRules.objection(world, request, as, drop || removing);
    if (objection.isPresent()) {
      return objection.get();
    }
    if (under == null) {
      wanted = request;
    }
    // Whoever has the answer asks the new server next.
    Workflow.await(() -> wanted == null || begun.equals(request.spec().id()));
    return new OrderOutcome.Accepted(KeptWorldView.State.RECOVERING.name());
  }

  @Override
  public OrderOutcome dropNow(String by) {
    var under = wanted;
    if (under != null) {
      return KeptRules.recovering(under.spec().id());
    }
    drop = true;
    return new OrderOutcome.Accepted(KeptWorldView.State.REMOVING.name());
  }

  @Override
  public void recovered(String serverId) {
    if (isUnderWay(serverId)) {
      made = true;
    }
  }

  @Override
  public void notRecovered(String serverId, String reason) {
    if (isUnderWay(serverId) && !made) {
      failed = reason;
    }
  }

  private boolean isUnderWay(String serverId) {
    var under = wanted;
    return under != null && under.spec().id().equals(serverId);
  }

  @Override
  public void makeRoom() {
    drop = drop || wanted == null;
  }
}
