package dev.overwinter.rooms.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Rooms;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RoomWorkflowTest {
  private static final RoomCommand.Start START = new RoomCommand.Start(null, null);

  private final RoomWorld world = new RoomWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Tag("ROOM-24")
  void aRoundEndsExactlyAfterAnHourTheNextOneAgainAndTheRoomStays() {
    world.open(RoomSettings.usual(), "Bob");
    for (var round = 1; round <= 3; round++) {
      world.start();
      var running = world.rooms.round();
      world.sleep(Duration.between(world.now(), running.endsAt().minusSeconds(1)));
      assertThat(world.rooms.state().round()).isEqualTo(running);

      world.sleep(Duration.ofSeconds(2));
      world.awaitNoRound();
      assertThat(world.rooms.state().past().getFirst().endedAt()).isEqualTo(running.endsAt());
      assertThat(lateness(running.endsAt())).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }
    assertThat(world.rooms.events(RoomEvent.Type.ROUND_ENDED))
        .hasSize(3)
        .allSatisfy(event -> assertThat(event.data()).containsEntry("why", "expired"));
    assertThat(world.must("Bob", new RoomCommand.Say("still-here")).changed()).isTrue();
  }

  private Duration lateness(Instant due) {
    return Duration.between(due, world.rooms.events().getLast().at());
  }

  @Test
  void aRoomIsOpenedByItsFirstOrder() {
    var usual = RoomSettings.usual();
    world.must("Ann", new RoomCommand.Open("Ann's room", "top10", usual, "Ann"));

    assertThat(world.rooms.state().host()).isEqualTo(Rooms.id("Ann"));
    assertThat(world.must("Bob", new RoomCommand.Join("Bob")).seq()).isEqualTo(4);
  }

  @Test
  @Tag("ROOM-24")
  void aRoundThatIsReplacedDoesNotEndItsFollower() {
    world.open(RoomSettings.usual(), "Bob");
    world.start();
    world.sleep(Duration.ofMinutes(59));
    world.start();
    world.sleep(Duration.ofMinutes(59));

    assertThat(world.rooms.state().round()).isNotNull();
    world.sleep(Duration.ofMinutes(2));
    world.awaitNoRound();
    assertThat(world.rooms.events(RoomEvent.Type.ROUND_ENDED))
        .extracting(event -> event.data().get("why"))
        .containsExactly("replaced", "expired");
  }

  @Test
  @Tag("ROOM-25")
  void theSameRequestIsAnsweredAsTheFirstTimeAndDoneOnce() {
    world.open(RoomSettings.usual(), "Bob");
    var start = Rooms.order("again", "Ann", START);

    var answer = world.order(start);

    assertThat(world.order(start)).isEqualTo(answer);
    assertThat(world.rooms.events(RoomEvent.Type.ROUND_STARTED)).hasSize(1);
  }

  @Test
  @Tag("ROOM-22")
  void ofTwoWhoFindTheHostGoneAtOnceOneIsHost() {
    world.open(RoomSettings.usual(), "Bob", "Cleo");
    var taken = new RoomCommand.TakeHost(Rooms.id("Ann"));
    var bobs = CompletableFuture.supplyAsync(() -> world.order(Rooms.order("b", "Bob", taken)));
    var cleos = CompletableFuture.supplyAsync(() -> world.order(Rooms.order("c", "Cleo", taken)));
    var bobIs = bobs.join() instanceof RoomAnswer.Done;

    assertThat((bobIs ? cleos : bobs).join())
        .isInstanceOfSatisfying(
            RoomAnswer.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(RoomRefusal.HOST_CHANGED));
    assertThat(world.rooms.state().host()).isEqualTo(Rooms.id(bobIs ? "Bob" : "Cleo"));
    assertThat(world.order(Rooms.order(bobIs ? "b" : "c", bobIs ? "Bob" : "Cleo", taken)))
        .as("the same request again")
        .isEqualTo((bobIs ? bobs : cleos).join());
    assertThat(world.must(bobIs ? "Bob" : "Cleo", START).changed()).isTrue();
    assertThat(refused("Ann", START)).isEqualTo(RoomRefusal.NOT_HOST);
  }

  @Test
  @Tag("ROOM-03")
  void aRefusedOrderIsNotInTheHistory() {
    world.open(RoomSettings.usual(), "Bob");
    var before = world.history().getHistory().getEventsCount();
    var accepted = world.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED);

    assertThat(refused("Bob", START)).isEqualTo(RoomRefusal.NOT_HOST);
    assertThat(refused("Eve", new RoomCommand.Leave())).isEqualTo(RoomRefusal.NOT_A_MEMBER);

    assertThat(world.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED))
        .isEqualTo(accepted);
    // The test server keeps the empty task in which it was asked; a real one does not even that.
    assertThat(world.history().getHistory().getEventsList().stream().skip(before))
        .extracting(HistoryEvent::getEventType)
        .containsOnly(
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    assertThat(world.rooms.loads()).isOne();
  }

  private RoomRefusal refused(String name, RoomCommand command) {
    return ((RoomAnswer.Refused) world.order(name, command)).refusal();
  }

  @Test
  void oneAcceptedOrderIsOneLocalStep() {
    world.open(RoomSettings.usual(), "Bob");
    var markers = world.count(EventType.EVENT_TYPE_MARKER_RECORDED);

    world.must("Bob", new RoomCommand.Say("m1"));

    assertThat(world.count(EventType.EVENT_TYPE_MARKER_RECORDED)).isEqualTo(markers + 1);
    assertThat(world.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isZero();
    assertThat(world.rooms.drawn()).isEmpty();
  }

  @Test
  @Tag("ROOM-29")
  void aRoomThatRestsHasOneTimer() {
    world.open(RoomSettings.usual(), "Bob", "Cleo");
    for (var message = 0; message < 20; message++) {
      world.must("Bob", new RoomCommand.Say("m" + message));
    }

    assertThat(world.count(EventType.EVENT_TYPE_TIMER_STARTED)).isOne();
    assertThat(world.count(EventType.EVENT_TYPE_TIMER_CANCELED)).isZero();
  }

  @Test
  void aRoomThatNobodyUsesIsRetiredAndItsWorkflowEnds() {
    world.open(RoomSettings.usual(), "Bob");
    world.sleep(Duration.ofDays(20));
    world.must("Bob", new RoomCommand.Say("m1"));
    var active = world.rooms.state().activeAt();

    world.awaitEnd();

    assertThat(world.rooms.state().over()).isEqualTo("retired");
    assertThat(lateness(active.plus(Duration.ofDays(30))))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(refused("Bob", START)).isEqualTo(RoomRefusal.OVER);
    world.awaitEnd();
  }

  @Test
  void aRoomThatIsNotThereIsNoneAndLeavesNoWorkflow() {
    assertThat(refused("Bob", new RoomCommand.Join("Bob"))).isEqualTo(RoomRefusal.NO_ROOM);

    world.awaitEnd();
    assertThat(world.rooms.steps()).isZero();
  }

  @Test
  @Tag("ROOM-25")
  void whatIsOrderedWhilePostgresIsAwayIsAnsweredWhenItIsBackAndOnce() {
    world.open(RoomSettings.usual(), "Bob");
    world.rooms.away(5);

    assertThat(world.must("Ann", START).changed()).isTrue();

    assertThat(world.rooms.events(RoomEvent.Type.ROUND_STARTED)).hasSize(1);
    assertThat(world.rooms.events())
        .extracting(RoomEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 5).boxed().toList());
  }

  @Test
  @Tag("ROOM-25")
  void aCommitWhoseAnswerIsLostIsMadeOnceByAnOrderAndByTheClock() {
    world.open(RoomSettings.usual(), "Bob");
    var start = Rooms.order("start", "Ann", START);
    world.rooms.unanswered(1);

    var answer = world.order(start);

    var dealt = world.rooms.round();
    assertThat(world.order(start)).isEqualTo(answer);
    assertThat(world.rooms.events(RoomEvent.Type.ROUND_STARTED)).hasSize(1);
    // What the workflow has is written with its next step: the deal that was committed.
    world.must("Bob", new RoomCommand.Say("m1"));
    assertThat(world.rooms.round()).isEqualTo(dealt);
    world.rooms.unanswered(1);
    world.sleep(Duration.between(world.now(), dealt.endsAt().plusSeconds(1)));
    world.awaitNoRound();
    assertThat(world.must("Bob", new RoomCommand.Say("m2")).changed()).isTrue();
    assertThat(world.rooms.events(RoomEvent.Type.ROUND_ENDED)).hasSize(1);
    assertThat(world.rooms.events())
        .extracting(RoomEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 8).boxed().toList());
  }

  @Test
  @Tag("ROOM-24")
  void aRoundThatWasDueWhilePostgresWasAwayEndsAtItsMoment() {
    world.open(RoomSettings.usual(), "Bob");
    world.start();
    var due = world.now().plus(Duration.ofHours(1));
    world.rooms.away(7);

    world.sleep(Duration.ofHours(2));

    world.awaitNoRound();
    assertThat(world.rooms.state().past().getFirst().endedAt()).isBeforeOrEqualTo(due);
    assertThat(world.rooms.events(RoomEvent.Type.ROUND_ENDED)).hasSize(1);
  }

  @Test
  @Tag("ROOM-25")
  void aRoomWhoseWorkflowIsGoneGoesOnFromPostgres() {
    world.open(RoomSettings.usual(), "Bob");
    var start = Rooms.order("again", "Ann", START);
    var answer = world.order(start);
    var round = world.rooms.state().round();
    world.lose();

    assertThat(world.must("Bob", new RoomCommand.Say("m1")).seq()).isEqualTo(6);
    assertThat(world.rooms.state().round()).isEqualTo(round);
    assertThat(world.order(start)).isEqualTo(answer);
    world.sleep(Duration.ofHours(1));
    world.awaitNoRound();
  }

  @Test
  @Tag("ROOM-25")
  void aStepThatADeadWorkerHasWrittenIsTakenAsItIs() {
    world.open(RoomSettings.usual(), "Bob");
    var say = Rooms.order("say", "Bob", new RoomCommand.Say("m1"));
    world.rooms.ghost(world.step("lost", "Bob", new RoomCommand.Say("m0")));

    assertThat(world.order(say)).isEqualTo(new RoomAnswer.Done(6, true, "m1"));

    assertThat(world.rooms.events(RoomEvent.Type.SAID))
        .extracting(event -> event.data().get("message"))
        .containsExactly("m0", "m1");
    assertThat(world.order(Rooms.order("lost", "Bob", new RoomCommand.Say("m0"))))
        .isEqualTo(new RoomAnswer.Done(5, true, "m0"));
  }

  @Test
  void whatOnlyPostgresKnowsIsRefusedAndChangesNothing() {
    world.open(RoomSettings.usual(), "Bob");

    assertThat(refused("Bob", new RoomCommand.Say("none"))).isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);
    assertThat(world.must("Bob", new RoomCommand.Say("m1")).seq()).isEqualTo(5);
  }

  @Test
  void aCancellationEndsNoRoom() {
    world.open(RoomSettings.usual(), "Bob");
    world.untyped().cancel();

    assertThat(world.must("Ann", START).changed()).isTrue();
    world.sleep(Duration.ofHours(2));
    world.awaitNoRound();
    assertThat(world.must("Bob", new RoomCommand.Say("m1")).changed()).isTrue();
    assertThat(world.rooms.loads()).isOne();
  }

  @Test
  @Tag("ROOM-01")
  void operatorsSeeWhetherARoomIsUsedAndNothingElse() {
    world.open(RoomSettings.usual(), "Bob");
    world.start();
    world.must("Ann", new RoomCommand.Close());
    world.awaitEnd();

    var shown =
        world.history().getHistory().getEventsList().stream()
            .filter(event ->
                event.getEventType() == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
            .map(event ->
                event
                    .getUpsertWorkflowSearchAttributesEventAttributes()
                    .getSearchAttributes()
                    .getIndexedFieldsMap())
            .toList();
    assertThat(shown)
        .allSatisfy(
            fields -> assertThat(fields).containsOnlyKeys("OverwinterState", "OverwinterGame"));
    assertThat(shown)
        .extracting(fields ->
            Objects.requireNonNull(fields.get("OverwinterState")).getData().toStringUtf8())
        .isEqualTo(List.of("\"OPEN\"", "\"PLAYING\"", "\"OVER\""));
  }
}
