package dev.overwinter.rooms.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomSettings;
import dev.overwinter.rooms.Rooms;
import dev.overwinter.rooms.game.Top10Table;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many orders at once, and more than one run holds.
final class RoomStormWorkflowTest {
  private static final int MANY = 100;
  private static final RoomCommand.Start START = new RoomCommand.Start(null, null);

  private static RoomWorld world(int continueAfterEvents) {
    return new RoomWorld(continueAfterEvents)
        .open(RoomSettings.usual(), "Bob", "Cleo", "Dan", "Eve");
  }

  /// Each in a thread of its own.
  private static List<RoomAnswer> atOnce(RoomWorld world, Stream<RoomOrder> orders) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          orders
              .map(order -> CompletableFuture.supplyAsync(() -> world.order(order), threads))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    }
  }

  @Test
  @Tag("ROOM-04")
  void aHundredStartsWithOneRequestAreOneRound() {
    try (var world = world(0)) {
      var answers =
          atOnce(world, IntStream.range(0, MANY).mapToObj(_ -> Rooms.order("same", "Ann", START)));

      assertThat(answers).hasSize(MANY);
      assertThat(answers.stream().distinct()).hasSize(1);
      assertThat(world.rooms.events(RoomEvent.Type.ROUND_STARTED)).hasSize(1);
    }
  }

  @Test
  @Tag("ROOM-04")
  @Tag("ROOM-09")
  void aHundredStartsAreAHundredRoundsInOneOrderAndEachDealIsWhole() {
    try (var world = world(0)) {
      var answers =
          atOnce(
              world,
              IntStream.range(0, MANY).mapToObj(i -> Rooms.order("start" + i, "Ann", START)));

      assertThat(answers).allMatch(answer -> answer instanceof RoomAnswer.Done);
      assertThat(world.rooms.events(RoomEvent.Type.ROUND_STARTED))
          .extracting(event -> event.data().get("number"))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, MANY).mapToObj(String::valueOf).toList());
      assertThat(world.rooms.tables()).hasSize(MANY).allSatisfy(RoomStormWorkflowTest::whole);
      noGap(world);
    }
  }

  private static void whole(Top10Table table) {
    assertThat(table.cards()).hasSize(5);
    assertThat(table.cards()).extracting(Top10Table.Card::player).doesNotHaveDuplicates();
    assertThat(table.cards())
        .extracting(Top10Table.Card::value)
        .doesNotHaveDuplicates()
        .allMatch(value -> value >= 1 && value <= 10);
  }

  private static void noGap(RoomWorld world) {
    var events = world.rooms.events();
    assertThat(events)
        .extracting(RoomEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
  }

  @Test
  @Tag("ROOM-05")
  void aRoundBeginsInAStormOfTalkAndRoles() {
    try (var world = world(0)) {
      var storm =
          IntStream.range(0, MANY)
              .mapToObj(i ->
                  i == MANY / 2
                      ? Rooms.order("start", "Ann", START)
                      : Rooms.order("talk" + i, i % 2 == 0 ? "Bob" : "Cleo", talk(i)));

      assertThat(atOnce(world, storm)).allMatch(answer -> answer instanceof RoomAnswer.Done);

      assertThat(world.rooms.events(RoomEvent.Type.ROUND_STARTED)).hasSize(1);
      assertThat(world.rooms.tables()).hasSize(1).allSatisfy(RoomStormWorkflowTest::whole);
      noGap(world);
    }
  }

  private static RoomCommand talk(int number) {
    return switch (number % 3) {
      case 0 -> new RoomCommand.Say("m" + number);
      case 1 -> new RoomCommand.React("m0", "👍", true);
      default -> new RoomCommand.Join("again");
    };
  }

  @Test
  @Tag("ROOM-25")
  void aNewRunForgetsNeitherTheRoomNorWhatWasAnswered() {
    try (var world = world(40)) {
      var first = Rooms.order("first", "Ann", START);
      var answer = world.order(first);
      for (var message = 0; message < 40; message++) {
        world.must("Bob", new RoomCommand.Say("m" + message));
      }
      assertThat(world.continued()).isTrue();
      assertThat(world.order(first)).isEqualTo(answer);
      assertThat(world.rooms.events(RoomEvent.Type.ROUND_STARTED)).hasSize(1);
      assertThat(world.rooms.loads()).isOne();
      var running = world.rooms.round();
      world.sleep(Duration.between(world.now(), running.endsAt().plusSeconds(1)));
      assertThat(world.rooms.state().past().getFirst().endedAt()).isEqualTo(running.endsAt());
      noGap(world);
    }
  }
}
