package dev.overwinter.universe.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class OfferWorkflowTest {
  private static final String OFFER = WorkflowIds.offer("o");

  private final UniverseWorld world = new UniverseWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void waitsForAYearWithoutATimerAndIsTakenOnce() {
    world.offer(100);
    world.sleep(Duration.ofDays(365));

    assertThat(world.offer().accept(new OfferRequest("a1", 2, 21, "o")))
        .isInstanceOf(OfferAnswer.Done.class);

    world.awaitEnd(OFFER);
    assertThat(world.events(OFFER, EventType.EVENT_TYPE_TIMER_STARTED)).isZero();
    assertThatThrownBy(() -> world.offer().accept(new OfferRequest("a2", 3, 31, "o")))
        .isInstanceOf(WorkflowNotFoundException.class);
  }

  @Test
  void staysOpenAfterAnAcceptanceThatIsRefused() {
    world.offer(100);

    assertThat(world.offer().accept(new OfferRequest("a1", 1, 11, "o")))
        .isInstanceOf(OfferAnswer.Refused.class);
    assertThat(world.offer().cancel(new OfferRequest("c1", 1, 11, "o")))
        .isInstanceOf(OfferAnswer.Done.class);
    world.awaitEnd(OFFER);
  }

  @Test
  @Tag("UNI-04")
  void givesBackWhatNobodyTookAlsoAfterTheDatabaseWasAway() {
    world.universe.offersExpire(world.now().plus(Duration.ofDays(2)));
    world.offer(100);
    world.universe.away(2);

    world.awaitEnd(OFFER);

    assertThat(world.universe.offer()).isEqualTo("expired");
  }

  @Test
  void oneThatIsRefusedEndsAtOnce() {
    assertThat(world.offer(0)).isInstanceOf(OfferAnswer.Refused.class);

    world.awaitEnd(OFFER);
  }

  @Test
  void aCommandIsOneStep() {
    var command =
        world
            .client()
            .newWorkflowStub(
                PlayerCommandWorkflow.class, UniverseWorld.options(WorkflowIds.command("k")));

    assertThat(command.run("k", new PlayerCommand.Seen(1))).isEqualTo(new PlayerAnswer.Done(7));
    assertThat(world.universe.asked()).containsExactly("perform");
  }
}
