package dev.overwinter.rooms.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.Decision;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Rooms;
import dev.overwinter.rooms.game.Entropy;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A worker and Temporal have died between a step's commit and the end of its task, and nobody has
/// asked again.
final class RoomLookWorkflowTest {
  private final RoomWorld world = new RoomWorld();

  @AfterEach
  void close() {
    world.close();
  }

  /// A round that is in PostgreSQL and nowhere else.
  private void begunUnheard() {
    world.open(RoomSettings.usual(), "Bob");
    var _ = world.must("Bob", new RoomCommand.Say("m1")); // so that it has looked already
    var order = Rooms.order("unheard", "Ann", new RoomCommand.Start(null, null));
    var now = world.now();
    var needs = (Decision.NeedsChance) RoomRules.decide(world.rooms.state(), order, now, null);
    var entropy = Entropy.of(world.rooms.draw(needs.bytes()));
    var ready = (Decision.Ready) RoomRules.decide(world.rooms.state(), order, now, entropy);
    world.rooms.unheard(new Step(ready.next(), ready.events(), order, ready.answer()));
  }

  private void look() {
    world.client().newWorkflowStub(RoomWorkflow.class, RoomWorld.ROOM).look();
  }

  @Test
  @Tag("ROOM-24")
  @Tag("ROOM-25")
  void aRoundThatItsRoomHasNeverHeardOfEndsInTimeOnceItHasLooked() {
    begunUnheard();
    var ends = Objects.requireNonNull(world.rooms.state().round()).endsAt();

    look();
    world.sleep(Duration.between(world.now(), ends).plusSeconds(1));

    assertThat(world.rooms.state().round()).isNull();
    assertThat(world.rooms.state().past().getFirst().endedAt()).isEqualTo(ends);
    assertThat(world.rooms.events(RoomEvent.Type.ROUND_ENDED)).hasSize(1);
  }

  @Test
  @Tag("ROOM-24")
  void oneThatIsOverdueAlreadyEndsAtOnce() {
    begunUnheard();
    world.sleep(Duration.ofHours(3));
    assertThat(world.rooms.state().round()).as("it knows of none").isNotNull();

    look();
    world.sleep(Duration.ofSeconds(1));

    assertThat(world.rooms.state().round()).isNull();
  }

  @Test
  @Tag("ROOM-25")
  void whoHasSeenMoreThanTheRoomKnowsIsNotRefusedByWhatItKnew() {
    begunUnheard();
    var seen = world.rooms.state().seq();
    var peek = RoomWorld.move("peek", world.card("Bob"), "true");
    var order = new RoomOrder("p", Rooms.ID, Rooms.id("Bob"), Rooms.holder("Bob"), peek, seen);

    var answer = world.order(order);

    assertThat(answer).isEqualTo(new RoomAnswer.Done(seen + 1, true, null));
    assertThat(world.rooms.loads())
        .as("once at its beginning, once since it was behind")
        .isEqualTo(2);
    // Who has seen no more than the room is not looked up again.
    var _ = world.order(new RoomOrder("q", Rooms.ID, order.by(), order.holder(), peek, seen + 1));
    assertThat(world.rooms.loads()).isEqualTo(2);
  }

  @Test
  @Tag("ROOM-25")
  void aRoomOfWhichPostgresHasLostTheTailGoesOnFromWhatIsThere() {
    world.open(RoomSettings.usual(), "Bob");
    var before = world.rooms.state();
    world.must("Cleo", new RoomCommand.Join("Cleo"));
    world.must("Bob", new RoomCommand.Say("m1"));
    world.rooms.has(before, List.of()); // a backup of before

    var said = world.must("Bob", new RoomCommand.Say("m2"));

    assertThat(said.seq()).isEqualTo(before.seq() + 1);
    assertThat(world.rooms.state().members()).doesNotContainKey(Rooms.id("Cleo"));
    assertThat(world.must("Cleo", new RoomCommand.Join("Cleo")).changed()).isTrue();
  }

  @Test
  @Tag("ROOM-25")
  void aRoomThatPostgresDoesNotHaveAnyMoreIsNone() {
    world.open(RoomSettings.usual(), "Bob");
    world.rooms.forget();

    assertThat(world.order("Bob", new RoomCommand.Say("m1")))
        .isInstanceOfSatisfying(
            RoomAnswer.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(RoomRefusal.NO_ROOM));
    world.awaitEnd();
  }

  @Test
  @Tag("ROOM-25")
  void aRequestOfLongAgoIsAnsweredAsItWasAndDoneOnce() {
    world.open(RoomSettings.usual(), "Bob");
    var longAgo = new RoomAnswer.Done(2, true, "b-00000002");
    world.rooms.answered("old", longAgo);
    var before = world.rooms.state();

    var order = Rooms.order("old", "Ann", new RoomCommand.AddBot());

    assertThat(world.order(order)).isEqualTo(longAgo);
    assertThat(world.rooms.state()).isEqualTo(before);
    var steps = world.rooms.steps();
    assertThat(world.order(order)).as("is remembered again").isEqualTo(longAgo);
    assertThat(world.rooms.steps()).isEqualTo(steps);
  }

  @Test
  void whoLooksAndFindsNothingNewChangesNothing() {
    world.open(RoomSettings.usual(), "Bob");
    world.start();
    var before = world.rooms.state();

    look();
    world.sleep(Duration.ofSeconds(1));

    assertThat(world.rooms.state()).isEqualTo(before);
    assertThat(world.must("Bob", new RoomCommand.Say("m1")).seq()).isEqualTo(before.seq() + 1);
  }
}
