package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.WakeRequest;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("L-02")
final class ReconcileNodeWorkflowTest {
  private final World world = new World();

  @AfterEach
  void end() {
    world.close();
  }

  @BeforeEach
  void wakeOne() {
    var server = world.create("s1");
    server.awaitCreated();
    server.wake(new WakeRequest("player", new ProxyClaim("local", 1), true));
    world.sleep(Duration.ofSeconds(2));
  }

  @Test
  void aRebootOfTheMachineLeavesNothingAwakeThatDoesNotRun() {
    world.containers.seen.add(seen("s1", "run1", false));
    assertThat(reconcile(true)).isEqualTo(1);
    world.sleep(Duration.ofSeconds(2));
    assertThat(world.records.label("s1")).isEqualTo("ASLEEP");
  }

  @Test
  void aContainerThatIsGoneIsNoticed() {
    assertThat(reconcile(true)).isEqualTo(1);
    world.sleep(Duration.ofSeconds(2));
    assertThat(world.records.label("s1")).isEqualTo("ASLEEP");
  }

  @Test
  void whatAgreesIsLeftAlone() {
    world.containers.seen.add(seen("s1", "run1", true));
    assertThat(reconcile(true)).isZero();
    assertThat(world.records.label("s1")).isEqualTo("AWAKE");
  }

  @Test
  @Tag("L-03")
  void anEngineThatCannotBeReachedIsUnknownAndCrashesNobody() {
    assertThat(reconcile(false)).isZero();
    assertThat(world.records.label("s1")).isEqualTo("AWAKE");
    assertThat(world.records.nodes).extracting(NodeSeen::dockerReachable).containsExactly(false);
  }

  @Test
  @Tag("L-03")
  void anEngineThatRefusesToListIsUnknownAndTheNextLookIsAsGoodAsEver() {
    world.containers.failingSteps.add("list");
    assertThat(reconcile(true)).isZero();
    assertThat(world.records.label("s1")).isEqualTo("AWAKE");
    assertThat(world.records.nodes)
        .last()
        .isEqualTo(new NodeSeen("local", false, Instant.EPOCH, "Docker refused: plugin"));

    world.containers.failingSteps.clear();
    assertThat(reconcile(true)).isEqualTo(1);
  }

  @Test
  void aStrangerWithOurLabelButNoWorkflowIsReportedAndNotTouched() {
    world.containers.seen.add(seen("s1", "run1", true));
    world.containers.seen.add(seen("s9", "run1", true));
    assertThat(reconcile(true)).isEqualTo(1);
    assertThat(world.containers.asked).doesNotContain("remove");
  }

  /// One that came back to a node which it was moved away from has two containers there.
  @Test
  void theLatestDoesNotHideAnOlderOneThatRuns() {
    var older = new ContainerObservation("run1", true, "running").at("local", 1);
    var latest = new ContainerObservation("", false, "created").at("local", 2);
    for (var order : List.of(List.of(older, latest), List.of(latest, older))) {
      world.containers.seen.clear();
      order.forEach(one -> world.containers.seen.add(new ContainerSeen("s1", one)));
      assertThat(reconcile(true)).as("%s", order).isEqualTo(2);
    }
  }

  private int reconcile(boolean reachable) {
    return world
        .temporal
        .getWorkflowClient()
        .newWorkflowStub(
            ReconcileNodeWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.SERVERS)
                .setWorkflowId(WorkflowIds.reconcileNode("local"))
                .build())
        .run(new NodeSeen("local", reachable, Instant.EPOCH, "test"));
  }

  private static ContainerSeen seen(String id, String run, boolean running) {
    return new ContainerSeen(id, new ContainerObservation(run, running, "exit code 137"));
  }
}
