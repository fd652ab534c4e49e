package dev.overwinter.nodes.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.nodes.NodeAnswer;
import dev.overwinter.nodes.NodeOrder;
import dev.overwinter.nodes.NodeRules;
import dev.overwinter.nodes.NodeSettings;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NodeWorkflowTest {
  private final NodeWorld world = new NodeWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aNodeIsOnlineAsSoonAsItsWorkerHolds() {
    world.join();
    await().until(() -> world.recorded().equals("ONLINE"));
    assertThat(world.rows.getLast().facts()).isEqualTo(NodeWorld.FACTS);
  }

  @Test
  void itsSilenceIsUnknownAndItsReturnIsNoticed() {
    world.join();
    await().until(() -> world.label().equals("ONLINE"));
    world.leave();
    await().until(() -> world.rows.stream().anyMatch(r -> r.state().label().equals("UNKNOWN")));
    await().until(() -> world.label().equals("ONLINE"));
  }

  @Test
  void aNodeThatStaysSilentIsLostAfterItsGraceAndItsServersKnowIt() {
    world.join();
    await().until(() -> world.label().equals("ONLINE"));
    world.die();
    await().until(() -> world.label().equals("UNKNOWN"));
    assertThat(NodeWorld.TOLD).isEmpty();
    world.temporal.sleep(NodeRules.GRACE.plusMinutes(1));
    assertThat(world.label()).isEqualTo("LOST");
    var heard = world.stub().status().state().heard();
    await().until(() -> NodeWorld.TOLD.equals(List.of("n1 LOST")));
    world.rise();
    world.temporal.sleep(Duration.ofMinutes(1));
    await().until(() -> NodeWorld.TOLD.equals(List.of("n1 LOST", "n1 SERVING")));
    assertThat(world.recorded()).isEqualTo("ONLINE");
    assertThat(NodeWorld.SINCE)
        .as("its last word, and its first")
        .containsExactly(heard, world.stub().status().state().since());
  }

  @Test
  void itsLastWordIsAsOldAsTheSilenceThatWasNoticed() {
    var now = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(NodeWorkflowImpl.lastWord(failed(TimeoutType.TIMEOUT_TYPE_HEARTBEAT), now))
        .isEqualTo(now.minusSeconds(45));
    assertThat(NodeWorkflowImpl.lastWord(failed(TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE), now))
        .isEqualTo(now);
  }

  private static ActivityFailure failed(TimeoutType how) {
    return new ActivityFailure(
        "",
        1,
        2,
        "hold",
        "1",
        RetryState.RETRY_STATE_TIMEOUT,
        "",
        new TimeoutFailure("", null, how));
  }

  @Test
  void maintenanceTellsItsServersOnceAndItsEndToo() {
    var node = world.join();
    await().until(() -> world.label().equals("ONLINE"));
    assertThat(node.order(new NodeOrder.Maintain(true, "admin")))
        .isEqualTo(new NodeAnswer.Accepted("DRAINING"));
    node.order(new NodeOrder.Maintain(true, "admin"));
    await().until(() -> NodeWorld.TOLD.equals(List.of("n1 MAINTENANCE")));
    node.order(new NodeOrder.Maintain(false, "admin"));
    await().until(() -> NodeWorld.TOLD.equals(List.of("n1 MAINTENANCE", "n1 SERVING")));
    assertThat(world.label()).isEqualTo("ONLINE");
  }

  @Test
  void settingsAreKept() {
    var node = world.join();
    var settings = new NodeSettings("eu", Set.of("nvme"), 150, 400);
    node.order(new NodeOrder.Configure(settings, "admin"));
    await().until(() -> world.rows.stream().anyMatch(row -> row.settings().equals(settings)));
  }

  @Test
  void aNodeWithServersCannotBeRetiredAndAnEmptyOneEnds() {
    var node = world.join();
    world.servers = 2;
    assertThat(node.order(new NodeOrder.Retire("admin")))
        .isEqualTo(new NodeAnswer.Refused("it still has 2 servers"));
    world.servers = 0;
    assertThat(node.order(new NodeOrder.Retire("admin")))
        .isEqualTo(new NodeAnswer.Accepted("RETIRED"));
    WorkflowStub.fromTyped(node).getResult(Void.class);
    assertThat(world.recorded()).isEqualTo("RETIRED");
  }
}
