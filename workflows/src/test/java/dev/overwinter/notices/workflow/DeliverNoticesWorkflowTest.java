package dev.overwinter.notices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DeliverNoticesWorkflowTest {
  private final NoticesWorld world = new NoticesWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private void completes() {
    await()
        .until(() -> world.status() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
  }

  @Test
  void deliversInOrderAndEndsWhenNothingWaits() {
    world.write("1", "a");
    world.write("2", "a");
    world.news("3", "a");
    completes();
    assertThat(world.got()).containsExactly("a 1", "a 2", "a 3");
    world.news("4", "a");
    await().until(() -> world.got().contains("a 4"));
    completes();
  }

  @Test
  void aReceiverThatFailsForAnHourGetsEverythingInOrderOnceItIsBack() {
    world.isAway("a");
    for (var news = 1; news <= 20; news++) {
      world.news("" + news, "a");
      world.temporal.sleep(Duration.ofMinutes(3));
    }
    assertThat(world.got()).isEmpty();
    assertThat(world.attempts()).as("it is not hammered").isLessThan(15);
    world.isBack("a");
    world.temporal.sleep(Duration.ofMinutes(15));
    completes();
    var all = new ArrayList<String>();
    for (var news = 1; news <= 20; news++) {
      all.add("a " + news);
    }
    assertThat(world.got()).isEqualTo(all);
  }

  @Test
  void aReceiverThatIsAwayHoldsUpNobodyElse() {
    world.isAway("a");
    world.news("1", "a", "b");
    await().until(() -> world.got().equals(List.of("b 1")));
    world.news("2", "a", "b");
    await().until(() -> world.got().equals(List.of("b 1", "b 2")));
    world.isBack("a");
    world.temporal.sleep(Duration.ofMinutes(1));
    completes();
    assertThat(world.got()).containsExactly("b 1", "b 2", "a 1", "a 2");
  }

  @Test
  void whoeverHurriesDoesNotWaitForTheNextAttempt() {
    world.isAway("a");
    world.news("1", "a");
    world.temporal.sleep(Duration.ofHours(2));
    world.isBack("a");
    var before = world.now();
    world.hurry("a");
    await().until(() -> world.got().equals(List.of("a 1")));
    assertThat(Duration.between(before, world.when.getLast())).isLessThan(Duration.ofMinutes(1));
    completes();
  }

  @Test
  void hurryingStartsALaneThatHasEnded() {
    world.write("1", "a");
    world.hurry("a");
    completes();
    assertThat(world.got()).containsExactly("a 1");
  }

  @Test
  void whatIsWrittenAfterTheLastLookIsNotForgotten() {
    world.afterTheLastLook(() -> world.news("2", "a"));
    world.news("1", "a");
    await().until(() -> world.got().equals(List.of("a 1", "a 2")));
    completes();
  }

  @Test
  void continuesAsNewAndLosesNothing() {
    var options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.NOTICES)
            .setWorkflowId(WorkflowIds.notices(NoticesWorld.SERVER))
            .build();
    world.isAway("a");
    world.write("1", "a");
    var lane =
        world.temporal.getWorkflowClient().newWorkflowStub(DeliverNoticesWorkflow.class, options);
    var first = WorkflowClient.start(lane::run, new NoticesRun(NoticesWorld.SERVER, 40));
    world.temporal.sleep(Duration.ofHours(6));
    assertThat(world.lane().describe().getExecution().getRunId()).isNotEqualTo(first.getRunId());
    world.isBack("a");
    world.news("2", "a");
    world.temporal.sleep(Duration.ofMinutes(15));
    await().until(() -> world.got().equals(List.of("a 1", "a 2")));
    completes();
  }
}
