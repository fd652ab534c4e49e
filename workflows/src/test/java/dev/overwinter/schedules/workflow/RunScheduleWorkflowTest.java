package dev.overwinter.schedules.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.RunOrder;
import dev.overwinter.schedules.RunOutcome;
import dev.overwinter.schedules.ScheduleChange;
import dev.overwinter.schedules.ScheduleOrder;
import dev.overwinter.schedules.Step;
import dev.overwinter.schedules.StepAnswer;
import dev.overwinter.schedules.StepKind;
import dev.overwinter.schedules.StepOutcome;
import dev.overwinter.schedules.StepResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RunScheduleWorkflowTest {
  static final RunOrder STOP_THEN_START =
      new RunOrder.Go(
          "anna",
          true,
          List.of(
              new Step(StepKind.STOP, Duration.ZERO),
              new Step(StepKind.START, Duration.ofMinutes(10))));

  private final ScheduleWorld world = new ScheduleWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void doesEachStepWhenItIsDueAndKeepsWhatCameOfIt() {
    world.outside.order = STOP_THEN_START;

    assertThat(world.run()).isEqualTo(RunOutcome.DONE);

    var run = world.outside.last();
    assertThat(run.outcome()).isEqualTo(RunOutcome.DONE);
    assertThat(run.steps())
        .extracting(StepResult::kind)
        .containsExactly(StepKind.STOP, StepKind.START);
    assertThat(Duration.between(run.beganAt(), run.steps().getFirst().at()))
        .isLessThan(Duration.ofMinutes(1));
    assertThat(Duration.between(run.beganAt(), run.steps().getLast().at()))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    assertThat(world.outside.orders)
        .containsExactly(
            new StepOrder(ScheduleWorld.RUN + "/0", "7f3k", StepKind.STOP, "anna", true),
            new StepOrder(ScheduleWorld.RUN + "/1", "7f3k", StepKind.START, "anna", true));
  }

  @Test
  void aStepThatIsTriedAgainIsTheSameOrder() {
    world.outside.order = STOP_THEN_START;
    world.outside.down = 3;

    assertThat(world.run()).isEqualTo(RunOutcome.DONE);

    assertThat(world.outside.orders).extracting(StepOrder::id).doesNotContainNull();
    assertThat(world.outside.orders.stream().map(StepOrder::id).distinct())
        .containsExactly(ScheduleWorld.RUN + "/0", ScheduleWorld.RUN + "/1");
  }

  @Test
  void whatTheServerRefusesEndsTheRun() {
    world.outside.order = STOP_THEN_START;
    world.outside.answers.add(new StepAnswer(StepOutcome.REFUSED, "it is being removed"));

    assertThat(world.run()).isEqualTo(RunOutcome.REFUSED);

    assertThat(world.outside.last().reason()).isEqualTo("it is being removed");
    assertThat(world.outside.last().endedAt()).isNotNull();
    assertThat(world.outside.orders).hasSize(1);
  }

  @Test
  void somebodyWhoPlaysIsLeftAlone() {
    world.outside.order = STOP_THEN_START;
    world.outside.answers.add(new StepAnswer(StepOutcome.SKIPPED, "somebody plays"));

    assertThat(world.run()).isEqualTo(RunOutcome.SKIPPED);
    assertThat(world.outside.orders).hasSize(1);
  }

  @Test
  void aServerThatDoesNotAnswerEndsTheRunWithinMinutes() {
    world.outside.order = STOP_THEN_START;
    world.outside.deaf = true;

    assertThat(world.run()).isEqualTo(RunOutcome.FAILED);

    var run = world.outside.last();
    assertThat(run.steps()).extracting(StepResult::outcome).containsExactly(StepOutcome.FAILED);
    assertThat(Duration.between(run.beganAt(), run.endedAt()))
        .isLessThanOrEqualTo(ScheduleRetries.STEP_LIMIT.plusSeconds(30));
  }

  @Test
  void whatComesTooLateIsLeftOutAndSaysSo() {
    world.outside.order = new RunOrder.Missed();

    assertThat(world.run()).isEqualTo(RunOutcome.MISSED);

    assertThat(world.outside.last().reason()).isEqualTo("could not begin in time");
    assertThat(world.outside.orders).isEmpty();
  }

  @Test
  void oneThatIsGoneTellsTemporalSo() {
    world.outside.order = new RunOrder.Stale();

    assertThat(world.run()).isEqualTo(RunOutcome.SKIPPED);

    assertThat(world.outside.agreed).containsExactly("7f3k/nightly");
    assertThat(world.outside.orders).isEmpty();
  }

  @Test
  void whoeverCancelsItReadsSo() {
    world.outside.order = STOP_THEN_START;
    var run = world.begun();
    world.temporal.sleep(Duration.ofMinutes(5));
    run.cancel();

    assertThatThrownBy(() -> run.getResult(RunOutcome.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);

    assertThat(world.outside.last().outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(world.outside.last().steps()).hasSize(1);
    assertThat(world.outside.orders).hasSize(1);
  }

  @Test
  void aChangeIsInTheRowFirstAndThenInTemporal() {
    var order = new ScheduleOrder("r1", "7f3k", "nightly", "anna", new ScheduleChange.Resume());
    world.outside.down = 2;

    var outcome =
        world
            .client()
            .newWorkflowStub(
                ChangeScheduleWorkflow.class,
                world.options(WorkflowIds.changeSchedule("7f3k", "nightly", "r1")))
            .run(order);

    assertThat(outcome).isEqualTo(ChangeOutcome.DONE);
    assertThat(world.outside.changes).containsExactly(order);
    assertThat(world.outside.agreed).containsExactly("7f3k/nightly");
  }

  @Test
  void everyHourAllAreComparedAfterTheDeadAreForgotten() {
    var differing =
        world
            .client()
            .newWorkflowStub(
                TidySchedulesWorkflow.class, world.options(WorkflowIds.tidySchedules()))
            .run();

    assertThat(differing).isEqualTo(3);
    assertThat(world.outside.agreed).containsExactly("tidied", "all");
  }
}
