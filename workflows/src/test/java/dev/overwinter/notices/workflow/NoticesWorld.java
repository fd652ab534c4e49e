package dev.overwinter.notices.workflow;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.notices.DeliveryRules;
import dev.overwinter.notices.Verdict;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A Temporal server that skips time, a lane of one server, and receivers that can be away.
final class NoticesWorld implements AutoCloseable {
  static final String SERVER = "7f3k";

  /// What every hook has got, as `hook news`, in order.
  final List<String> got = new ArrayList<>();

  /// When.
  final List<Instant> when = new ArrayList<>();

  final TestWorkflowEnvironment temporal;
  private final Map<String, Queue> queues = new TreeMap<>();
  private final Set<String> away = new HashSet<>();
  private int attempts;
  private @Nullable Runnable meanwhile;

  private static final class Queue {
    private final List<String> waiting = new ArrayList<>();
    private int failed;
    private Instant dueAt = Instant.EPOCH;
  }

  NoticesWorld() {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    var worker = temporal.newWorker(TaskQueues.NOTICES);
    worker.registerWorkflowImplementationTypes(DeliverNoticesWorkflowImpl.class);
    worker.registerActivitiesImplementations(new Rows());
    temporal.start();
  }

  /// As rows and receivers behave together.
  private final class Rows implements NoticeActivities {
    @Override
    public List<String> waiting(String server) {
      synchronized (NoticesWorld.this) {
        return queues.entrySet().stream()
            .filter(queue -> !queue.getValue().waiting.isEmpty())
            .map(Map.Entry::getKey)
            .toList();
      }
    }

    @Override
    public HookProgress deliver(String hook) {
      synchronized (NoticesWorld.this) {
        var queue = queue(hook);
        var now = now();
        if (!queue.waiting.isEmpty() && queue.dueAt.isAfter(now)) {
          return new HookProgress(queue.dueAt);
        }
        while (!queue.waiting.isEmpty()) {
          attempts++;
          if (DeliveryRules.verdict(away.contains(hook) ? 503 : 204) != Verdict.DELIVERED) {
            queue.failed++;
            queue.dueAt = DeliveryRules.next(queue.failed, Duration.ZERO, now);
            return new HookProgress(queue.dueAt);
          }
          queue.failed = 0;
          got.add(hook + " " + queue.waiting.removeFirst());
          when.add(now);
        }
        var late = meanwhile;
        meanwhile = null;
        if (late != null) {
          late.run();
        }
        return HookProgress.DONE;
      }
    }
  }

  private Queue queue(String hook) {
    return queues.computeIfAbsent(hook, _ -> new Queue());
  }

  Instant now() {
    return Instant.ofEpochMilli(temporal.currentTimeMillis());
  }

  /// Something is written for hooks, and the bell is rung.
  void news(String what, String... hooks) {
    write(what, hooks);
    NoticesBell.ring(temporal.getWorkflowClient(), SERVER);
  }

  /// Nobody rings.
  synchronized void write(String what, String... hooks) {
    for (var hook : hooks) {
      queue(hook).waiting.add(what);
    }
  }

  /// When the activity has seen that nothing waits any more, and its answer is still on the way.
  synchronized void afterTheLastLook(Runnable what) {
    meanwhile = what;
  }

  synchronized void isAway(String hook) {
    away.add(hook);
  }

  synchronized void isBack(String hook) {
    away.remove(hook);
  }

  /// As the api does it: what waits is due now, and the lane is told.
  void hurry(String hook) {
    synchronized (this) {
      queue(hook).dueAt = Instant.EPOCH;
    }
    NoticesBell.hurry(temporal.getWorkflowClient(), SERVER, hook);
  }

  synchronized List<String> got() {
    return List.copyOf(got);
  }

  synchronized int attempts() {
    return attempts;
  }

  WorkflowExecutionStatus status() {
    return lane().describe().getStatus();
  }

  WorkflowStub lane() {
    return temporal.getWorkflowClient().newUntypedWorkflowStub(WorkflowIds.notices(SERVER));
  }

  @Override
  public void close() {
    temporal.close();
  }
}
