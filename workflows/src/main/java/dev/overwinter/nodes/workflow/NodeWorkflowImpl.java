package dev.overwinter.nodes.workflow;

import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.durable.WorkflowTypes;
import dev.overwinter.nodes.NodeAnswer;
import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.NodeOrder;
import dev.overwinter.nodes.NodeRules;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.NodeState;
import dev.overwinter.nodes.NodeView;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/// Keeps the presence activity going, a timer while the node is silent, and the row.
public final class NodeWorkflowImpl implements NodeWorkflow {
  private static final Logger log = Workflow.getLogger(NodeWorkflowImpl.class);

  /// Outlasts a full garbage collection and a restart of the worker's machine's network.
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private final NodeRecordActivities records =
      Workflow.newActivityStub(NodeRecordActivities.class, patient());
  private final String node;
  private final NodePresenceActivities presence;
  private final CancellationScope holding;

  private long version;
  private NodeState state;
  private NodeSettings settings;
  private NodeFacts facts;
  private String lastChange;
  private final Instant joinedAt;
  private final Duration grace;
  private long recorded;
  private Duration pause = PAUSE;
  private NodeStanding told;

  /// Runs before any handler, so that the signal that starts it finds a state.
  @WorkflowInit
  public NodeWorkflowImpl(NodeRun run) {
    node = run.node();
    grace = run.grace();
    var carried = run.carried();
    version = carried == null ? 1 : carried.version();
    state = carried == null ? new NodeState.Unknown(now(), false) : carried.state();
    settings = carried == null ? run.settings() : carried.settings();
    facts = carried == null ? NodeFacts.NONE : carried.facts();
    lastChange = carried == null ? "joined" : carried.lastChange();
    joinedAt = carried == null ? now() : carried.joinedAt();
    recorded = carried == null ? 0 : version;
    told = state.standing();
    presence = Workflow.newActivityStub(NodePresenceActivities.class, presence(node));
    holding = Workflow.newCancellationScope(this::hold);
  }

  @Override
  public void run(NodeRun run) {
    // Detached: a cancellation from the Temporal UI must not leave a node that nobody watches.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    // Both end with the run.
    var _ = Async.procedure(holding::run);
    var _ = Async.procedure(this::giveUpWhenSilent);
    while (!(state instanceof NodeState.Retired) || recorded != version) {
      if (recorded != version) {
        keep();
      } else if (told != state.standing()) {
        tellServers();
      } else if (Workflow.getInfo().isContinueAsNewSuggested()) {
        holding.cancel();
        Workflow.await(Workflow::isEveryHandlerFinished);
        Workflow.newContinueAsNewStub(NodeWorkflow.class)
            .run(new NodeRun(node, settings, status(), grace));
      } else {
        Workflow.await(() ->
            recorded != version
                || told != state.standing()
                || Workflow.getInfo().isContinueAsNewSuggested());
      }
    }
    holding.cancel();
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void hold() {
    while (true) {
      try {
        // Who ends in peace is heard: nothing changes but what the machine has.
        heard(presence.hold(node));
      } catch (CanceledFailure leaving) {
        return;
      } catch (ActivityFailure silence) {
        if (silence.getCause() instanceof CanceledFailure) {
          return;
        }
        change(NodeRules.silent(state, lastWord(silence, now()), now()), "silence");
        // A worker that cannot do it must not fill the history with its failures.
        Workflow.sleep(pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  /// Who was silent for so long that it was noticed was heard as long before.
  static Instant lastWord(ActivityFailure silence, Instant now) {
    return silence.getCause() instanceof TimeoutFailure timeout
            && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT
        ? now.minus(SILENCE)
        : now;
  }

  private void giveUpWhenSilent() {
    while (true) {
      Workflow.await(() -> NodeRules.lostAt(state, grace).isPresent());
      var silent = state;
      var left = Duration.between(now(), NodeRules.lostAt(silent, grace).orElse(now()));
      var timer =
          Workflow.newCancellationScope(() -> {
            if (left.isPositive()) {
              Workflow.sleep(left);
            }
            if (state.equals(silent)) {
              change(NodeRules.lost(state, now()), "silence");
            }
          });
      var waiting = Async.procedure(timer::run);
      Workflow.await(() -> waiting.isCompleted() || !state.equals(silent));
      timer.cancel();
    }
  }

  private void keep() {
    var view = status();
    try {
      records.record(view);
      recorded = view.version();
    } catch (ActivityFailure refused) {
      log.warn("version {} of the node could not be recorded", view.version(), refused);
      Workflow.sleep(Duration.ofMinutes(1));
    }
  }

  /// By name: what servers do about it is their domain's.
  private void tellServers() {
    var standing = state.standing();
    var since = state.heard();
    var telling =
        Workflow.newUntypedChildWorkflowStub(
            WorkflowTypes.TELL_SERVERS,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.tellServers(node))
                .setTaskQueue(TaskQueues.SERVERS)
                .build());
    try {
      telling.execute(Void.class, node, standing, since);
      told = standing;
    } catch (ChildWorkflowFailure failed) {
      log.warn("the servers could not be told", failed);
      Workflow.sleep(Duration.ofMinutes(1));
    }
  }

  @Override
  public void heard(NodeFacts said) {
    pause = PAUSE;
    if (!said.equals(facts)) {
      facts = said;
      version++;
    }
    change(NodeRules.heard(state, now()), "its worker");
  }

  @Override
  public NodeAnswer order(NodeOrder order) {
    switch (order) {
      case NodeOrder.Maintain maintain ->
          change(NodeRules.maintain(state, maintain.on(), now()), order.by());
      case NodeOrder.Configure configure -> {
        settings = configure.settings();
        lastChange = order.by();
        version++;
      }
      case NodeOrder.Retire _ -> {
        var servers = records.servers(node);
        if (servers > 0) {
          return new NodeAnswer.Refused("it still has " + servers + " servers");
        }
        change(NodeRules.retire(state, now()), order.by());
      }
    }
    return new NodeAnswer.Accepted(state.label());
  }

  private void change(NodeState next, String by) {
    if (!next.equals(state)) {
      state = next;
      lastChange = by;
      version++;
      Workflow.upsertTypedSearchAttributes(SearchAttributes.STATE.valueSet(state.label()));
    }
  }

  @Override
  public NodeView status() {
    return new NodeView(node, version, state, settings, facts, lastChange, joinedAt);
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private static ActivityOptions patient() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.SERVERS)
        .setStartToCloseTimeout(Duration.ofSeconds(10))
        .build();
  }

  private static ActivityOptions presence(String node) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.node(node))
        .setHeartbeatTimeout(SILENCE)
        .setStartToCloseTimeout(HALF_A_DAY.plusMinutes(5))
        // One attempt: the first silence has to be seen here and not be tried over.
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .setCancellationType(ActivityCancellationType.ABANDON)
        .build();
  }
}
