package dev.overwinter.sessions.workflow;

import dev.overwinter.durable.DueTimer;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.PoolFact;
import dev.overwinter.sessions.PoolRules;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.PoolSpec;
import dev.overwinter.sessions.PoolState;
import dev.overwinter.sessions.PoolView;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Waits for facts and its one timer; asks [PoolRules]; begins sessions and lets them go.
public final class PoolWorkflowImpl implements PoolWorkflow {
  private static final Logger log = Workflow.getLogger(PoolWorkflowImpl.class);
  private static final int UNIQUE = 12;

  private final PoolSpec spec;
  private final int continueAfterEvents;
  private final DueTimer timer = new DueTimer("look");
  private final SessionRecordActivities records =
      Workflow.newActivityStub(SessionRecordActivities.class, SessionRetries.records());
  private final DropletActivities droplets =
      Workflow.newActivityStub(DropletActivities.class, SessionRetries.lookForAWhile());
  private PoolSettings settings;
  private PoolState state;
  private long version;
  private long recorded;

  @WorkflowInit
  public PoolWorkflowImpl(PoolRun run) {
    spec = run.spec();
    settings = run.settings();
    state = run.state();
    version = run.version();
    recorded = version - 1;
    continueAfterEvents = run.continueAfterEvents();
  }

  @Override
  public void run(PoolRun run) {
    // Detached: a pool that is cancelled would leave warm sessions that nobody lets go.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    Workflow.upsertTypedSearchAttributes(SearchAttributes.NODE.valueSet(spec.choice().region()));
    heal();
    while (true) {
      var seen = version;
      act();
      show();
      timer.ensure(Optional.of(PoolRules.dueAt(settings, state, now())));
      Workflow.await(() -> version != seen || timer.fired() || mayContinueAsNew());
      if (timer.fired()) {
        timer.taken();
        heal();
      } else if (mayContinueAsNew()) {
        timer.cancel();
        Workflow.newContinueAsNewStub(PoolWorkflow.class)
            .run(new PoolRun(spec, settings, version, state, continueAfterEvents));
      }
    }
  }

  private boolean mayContinueAsNew() {
    var info = Workflow.getInfo();
    return Workflow.isEveryHandlerFinished()
        && recorded >= version
        && (info.isContinueAsNewSuggested()
            || (continueAfterEvents > 0 && info.getHistoryLength() >= continueAfterEvents));
  }

  /// What was missed comes from the records; once a while, so that nothing is missed for long.
  private void heal() {
    change(PoolRules.healed(state, records.members(spec.id()), now()));
  }

  private void act() {
    var room = PoolRules.missing(settings, state, now()) > 0 ? room() : null;
    var move = PoolRules.decide(settings, state, room, now());
    change(move.next());
    move.retire().forEach(PoolWorkflowImpl::retire);
    if (move.begin() > 0) {
      begin(move.begin());
    } else if (room != null) {
      change(PoolRules.paused(state, "no room at the provider", now()));
    }
  }

  /// Null when none is to be begun now.
  private @Nullable FleetRoom room() {
    if (records.mayGrow(spec.id(), spec.priceClass()) instanceof AdmitAnswer.Refused no) {
      change(PoolRules.paused(state, no.reason(), now()));
      return null;
    }
    try {
      return droplets.room();
    } catch (ActivityFailure failure) {
      var why = "the provider does not answer: " + SessionEffects.reasonOf(failure);
      change(PoolRules.paused(state, why, now()));
      return null;
    }
  }

  private void begin(int howMany) {
    for (var tag : records.proposeTags(howMany)) {
      begin(tag);
    }
  }

  private void begin(ShareTag tag) {
    var unique = Workflow.randomUUID().toString().replace("-", "").substring(0, UNIQUE);
    var id = SessionId.of(tag, unique);
    var options =
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.session(tag.text()))
            // It lives on by itself: a pool continues as new, and may be ended.
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
            .build();
    var session = Workflow.newChildWorkflowStub(SessionWorkflow.class, options);
    var made =
        new SessionSpec(
            id,
            spec.id(),
            null,
            spec.house(),
            spec.priceClass(),
            List.of(spec.choice()),
            "",
            spec.limits());
    try {
      var _ = Async.procedure(session::run, SessionRun.first(made));
      var _ = Workflow.getWorkflowExecution(session).get();
      change(PoolRules.begun(state, id, now()));
    } catch (ChildWorkflowFailure taken) {
      log.info("tag {} is taken; another one is tried", tag.text());
      version++;
    }
  }

  private static void retire(SessionId session) {
    try {
      Workflow.newExternalWorkflowStub(
              SessionWorkflow.class, WorkflowIds.session(session.tag().text()))
          .recycled("its pool has enough, or fresher ones");
    } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
      log.info("session {} was gone before it could be let go", session.text());
    }
  }

  private void change(PoolState next) {
    if (!next.equals(state)) {
      state = next;
      version++;
    }
  }

  private void show() {
    var view = view();
    Workflow.setCurrentDetails(
        "### %d of %d warm, %d coming\n%s"
            .formatted(
                state.warm(), view.target(), state.members().size() - state.warm(), state.why()));
    if (recorded < version) {
      records.recordPool(view);
      recorded = view.version();
    }
  }

  @Override
  public PoolView configure(PoolSettings next) {
    settings = next;
    version++;
    return view();
  }

  @Override
  public void sessionChanged(PoolFact fact) {
    change(PoolRules.changed(state, fact));
  }

  @Override
  public PoolView status() {
    return view();
  }

  private PoolView view() {
    return new PoolView(spec, settings, version, state, PoolRules.target(settings, state, now()));
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
