package dev.overwinter.universe.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.order.OrderAnswer;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PlanetWorkflowTest {
  private static final String PLANET = WorkflowIds.planet(11);

  private final UniverseWorld world = new UniverseWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void oneItemCostsOneTimerAndTwoExecutions() {
    var accepted = (OrderAnswer.Accepted) world.build("k1", "metal_mine");

    world.awaitEnd(PLANET);

    assertThat(world.universe.asked()).containsExactly("order", "settle");
    assertThat(world.universe.done()).containsEntry("metal_mine", accepted.finishesAt());
    assertThat(world.events(PLANET, EventType.EVENT_TYPE_TIMER_STARTED)).isOne();
    assertThat(world.events(PLANET, EventType.EVENT_TYPE_MARKER_RECORDED)).isEqualTo(2);
    assertThat(world.events(PLANET, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isZero();
  }

  @Test
  void itemsEndInSequenceEachAtItsOwnMoment() {
    var first = (OrderAnswer.Accepted) world.build("k1", "first");
    var second = (OrderAnswer.Accepted) world.build("k2", "second");
    var third = (OrderAnswer.Accepted) world.build("k3", "third");

    world.awaitEnd(PLANET);

    assertThat(world.universe.done())
        .containsEntry("first", first.finishesAt())
        .containsEntry("second", second.finishesAt())
        .containsEntry("third", third.finishesAt());
    assertThat(world.events(PLANET, EventType.EVENT_TYPE_TIMER_STARTED)).isEqualTo(3);
  }

  @Test
  @Tag("UNI-26")
  void aRefusalIsTheAnswerAndLeavesNothingBehind() {
    assertThat(world.build("k1", "nothing")).isInstanceOf(OrderAnswer.Refused.class);

    world.awaitEnd(PLANET);
    assertThat(world.events(PLANET, EventType.EVENT_TYPE_TIMER_STARTED)).isZero();
  }

  @Test
  @Tag("UNI-26")
  void theSameKeyIsAnsweredAsTheFirstTime() {
    assertThat(world.build("k1", "mine")).isEqualTo(world.build("k1", "mine"));

    world.awaitEnd(PLANET);
    assertThat(world.universe.done()).hasSize(1);
  }

  @Test
  @Tag("UNI-04")
  void whatIsDueWhileTheDatabaseIsAwayIsDoneAsSoonAsItIsBack() {
    world.build("k1", "mine");
    world.universe.away(3);

    world.awaitEnd(PLANET);

    assertThat(world.universe.asked())
        .isEqualTo(List.of("order", "settle", "settle", "settle", "settle"));
    assertThat(world.universe.done()).hasSize(1);
  }

  @Test
  void anOrderWaitsForADatabaseThatComesBack() {
    world.universe.away(2);

    assertThat(world.build("k1", "mine")).isInstanceOf(OrderAnswer.Accepted.class);
  }

  @Test
  @Tag("UNI-04")
  void anOrderThatWasGivenUpMayHaveBeenCarriedOutAllTheSame() {
    world.build("k1", "mine");
    var sooner = world.now().plusSeconds(40);
    world.universe.away(1_000);
    world.universe.change("lost", sooner);
    assertThatThrownBy(() -> world.build("k2", "mine")).isInstanceOf(WorkflowUpdateException.class);
    world.universe.away(0);

    world.sleep(Duration.between(world.now(), sooner.plusSeconds(5)));

    assertThat(world.universe.done()).containsEntry("lost", sooner);
  }

  @Test
  void looksAgainWhenSomethingElseChangesWhatIsDue() {
    world.build("k1", "mine");
    var sooner = world.now().plusSeconds(20);
    world.universe.change("transport", sooner);
    world.untyped(PLANET).signal("changed");

    world.awaitEnd(PLANET);

    assertThat(world.universe.done()).containsEntry("transport", sooner);
    assertThat(world.universe.done()).hasSize(2);
  }

  @Test
  void continuesAsNewWithoutForgettingWhatIsDue() {
    var run = new PlanetRun(12, null, 10);
    for (var order = 1; order <= 8; order++) {
      world.build(run, "k" + order, "mine" + order);
    }

    world.sleep(Duration.ofMinutes(9));

    assertThat(world.universe.done()).hasSize(8);
    var last = world.history(WorkflowIds.planet(12)).getHistory().getEvents(0);
    assertThat(last.getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId())
        .isNotEmpty();
  }

  @Test
  void researchRunsAsPlanetsDo() {
    var accepted = (OrderAnswer.Accepted) world.research("r1");

    world.awaitEnd(WorkflowIds.research(1));

    assertThat(world.universe.asked()).containsExactly("orderResearch", "settleResearch");
    assertThat(world.universe.done()).containsEntry("research", accepted.finishesAt());
  }
}
