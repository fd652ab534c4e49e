package dev.overwinter.universe.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.RecallRequest;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class FleetWorkflowTest {
  private static final String FLEET = WorkflowIds.fleet("f");

  private final UniverseWorld world = new UniverseWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Tag("UNI-04")
  void arrivesAndIsHomeAtItsOwnMomentsWhateverIsAwayMeanwhile() {
    var flying = (FleetAnswer.Flying) world.dispatch(3);
    world.sleep(Duration.ofSeconds(30));
    world.universe.away(1);

    world.awaitEnd(FLEET);

    assertThat(world.universe.done()).containsKeys("arrived", "home");
    assertThat(world.universe.done()).containsEntry("home", flying.returnsAt());
    assertThat(world.events(FLEET, EventType.EVENT_TYPE_TIMER_STARTED)).isEqualTo(2);
  }

  @Test
  @Tag("UNI-11")
  void oneThatIsRefusedEndsAndLeavesNothing() {
    assertThat(world.dispatch(0)).isInstanceOf(FleetAnswer.Refused.class);

    world.awaitEnd(FLEET);
    assertThat(world.universe.asked()).containsExactly("launch");
  }

  @Test
  void theSameFleetSentTwiceFliesOnce() {
    assertThat(world.dispatch(3)).isEqualTo(world.dispatch(3));

    world.awaitEnd(FLEET);
    assertThat(world.universe.done()).hasSize(2);
  }

  @Test
  @Tag("UNI-12")
  void oneThatIsCalledBackIsHomeAfterAsLongAsItHasFlown() {
    world.dispatch(3);
    world.sleep(Duration.ofSeconds(20));
    var recalled = (FleetAnswer.Flying) world.fleet().recall(new RecallRequest(1, "f"));

    world.awaitEnd(FLEET);

    assertThat(world.universe.done()).containsOnlyKeys("home");
    assertThat(world.universe.done()).containsEntry("home", recalled.returnsAt());
    assertThat(world.events(FLEET, EventType.EVENT_TYPE_TIMER_CANCELED)).isOne();
  }
}
