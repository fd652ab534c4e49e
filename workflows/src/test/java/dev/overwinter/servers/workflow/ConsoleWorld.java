package dev.overwinter.servers.workflow;

import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.ConsoleDoor;
import dev.overwinter.servers.ConsoleLine;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.TellRequest;
import dev.overwinter.servers.Told;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// A time-skipping Temporal server with one game that can be spoken to, and a fake that remembers
/// what was said and shown.
final class ConsoleWorld implements AutoCloseable, ConsoleActivities, ConsoleRecordActivities {
  final List<String> said = new CopyOnWriteArrayList<>();
  final List<ConsoleLine> shown = new CopyOnWriteArrayList<>();
  final TestWorkflowEnvironment temporal;
  volatile ConsoleDoor door =
      new ConsoleDoor.Open(
          new ContainerOrder("s1", Servers.lobby("s1").template(), "10.213.0.0/29", false),
          "local");
  volatile Supplier<Told> answer = Told.Written::new;

  /// @param away what no worker polls
  ConsoleWorld(Set<String> away) {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    temporal
        .newWorker(TaskQueues.SERVERS)
        .registerWorkflowImplementationTypes(TellGameWorkflowImpl.class);
    temporal
        .getWorkerFactory()
        .getWorker(TaskQueues.SERVERS)
        .registerActivitiesImplementations(this);
    if (!away.contains("local")) {
      temporal.newWorker(TaskQueues.node("local")).registerActivitiesImplementations(this);
    }
    temporal.start();
  }

  TellGameWorkflow game(String request, Duration later) {
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(
            TellGameWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.SERVERS)
                .setWorkflowId(WorkflowIds.tellGame("s1", request))
                .setStartDelay(later)
                .build());
  }

  Told tell(String line) {
    return game("r1", Duration.ZERO).run(new TellRequest("s1", line, "alice", "r1"));
  }

  WorkflowExecutionHistory history() {
    return temporal.getWorkflowClient().fetchHistory(WorkflowIds.tellGame("s1", "r1"));
  }

  @Override
  public Told send(ContainerOrder order, String line, String request) {
    said.add(line);
    return answer.get();
  }

  @Override
  public ConsoleDoor door(String serverId) {
    return door;
  }

  @Override
  public void show(List<ConsoleLine> lines) {
    shown.addAll(lines);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
