package dev.overwinter.nodes.workflow;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.Capacity;
import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.NodeView;
import dev.overwinter.servers.workflow.TellServersWorkflow;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Temporal server with one node's workflow; the node's worker can be made to leave and to
/// return.
final class NodeWorld implements AutoCloseable {
  static final NodeFacts FACTS = new NodeFacts(new Capacity(8L << 30, 4_000, 1_000), "28.2", "");

  final List<NodeView> rows = Collections.synchronizedList(new ArrayList<>());
  final TestWorkflowEnvironment temporal;
  volatile int servers;
  volatile CountDownLatch leaving = new CountDownLatch(1);
  private volatile boolean dead;
  static final List<String> TOLD = Collections.synchronizedList(new ArrayList<>());
  static final List<Instant> SINCE = Collections.synchronizedList(new ArrayList<>());

  NodeWorld() {
    var options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
    SearchAttributes.ALL.forEach(
        key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    TOLD.clear();
    SINCE.clear();
    var control = temporal.newWorker(TaskQueues.SERVERS);
    control.registerWorkflowImplementationTypes(NodeWorkflowImpl.class, Teller.class);
    control.registerActivitiesImplementations(new Records());
    temporal.newWorker(TaskQueues.node("n1")).registerActivitiesImplementations(new Presence());
    temporal.start();
  }

  /// What servers would be told.
  public static final class Teller implements TellServersWorkflow {
    @Override
    public void run(String node, NodeStanding standing, @Nullable Instant since) {
      TOLD.add(node + " " + standing);
      SINCE.add(Objects.requireNonNull(since));
    }
  }

  private final class Records implements NodeRecordActivities {
    @Override
    public void record(NodeView view) {
      rows.add(view);
    }

    @Override
    public int servers(String node) {
      return servers;
    }
  }

  /// As the worker does it, but it leaves when it is told to.
  private final class Presence implements NodePresenceActivities {
    @Override
    public NodeFacts hold(String node) {
      try {
        if (dead) {
          throw ApplicationFailure.newFailure("dead", "Leaving");
        }
        stub().heard(FACTS);
        var until = leaving;
        while (!until.await(50, TimeUnit.MILLISECONDS)) {
          Activity.getExecutionContext().heartbeat(null);
        }
      } catch (InterruptedException | ActivityCompletionException e) {
        throw ApplicationFailure.newFailure("the worker leaves", "Leaving");
      }
      throw ApplicationFailure.newFailure("the worker leaves", "Leaving");
    }
  }

  /// Its worker is stopped in order; the next one is there at once.
  void leave() {
    var leaves = leaving;
    leaving = new CountDownLatch(1);
    leaves.countDown();
  }

  /// Its worker can do nothing before [#rise()]. It fails instead of being silent, since a test
  /// server skips no time while an activity waits.
  void die() {
    dead = true;
    leave();
  }

  void rise() {
    dead = false;
  }

  NodeWorkflow join() {
    var options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.SERVERS)
            .setWorkflowId(WorkflowIds.node("n1"))
            .build();
    var node = temporal.getWorkflowClient().newWorkflowStub(NodeWorkflow.class, options);
    WorkflowClient.start(node::run, NodeRun.first("n1", NodeSettings.USUAL));
    return stub();
  }

  NodeWorkflow stub() {
    return temporal.getWorkflowClient().newWorkflowStub(NodeWorkflow.class, WorkflowIds.node("n1"));
  }

  String label() {
    return stub().status().state().label();
  }

  String recorded() {
    return rows.isEmpty() ? "" : rows.getLast().state().label();
  }

  @Override
  public void close() {
    leaving.countDown();
    temporal.close();
  }
}
