package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.game.Games;
import dev.overwinter.rooms.game.Top10Table;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Top10RulesTest {
  /// Ann guesses, Bob and Cleo play, Dan looks on.
  private final Rooms room =
      Rooms.ofAnn()
          .join("Bob", "Cleo", "Dan")
          .wish("Ann", Role.MASTER)
          .wish("Dan", Role.WATCHER)
          .start();

  @Test
  @Tag("ROOM-01")
  @Tag("ROOM-03")
  void aFaceDownCardIsSeenByNobodyUntilItsOwnerPeeks() {
    for (var name : List.of("Ann", "Bob", "Cleo", "Dan")) {
      assertThat(room.sees(name, "Bob")).as(name).isNull();
    }
    room.play("Bob", "peek", "Bob", true);

    assertThat(room.sees("Bob", "Bob")).isEqualTo(room.card("Bob").value());
    for (var name : List.of("Ann", "Cleo", "Dan")) {
      assertThat(room.sees(name, "Bob")).as(name).isNull();
    }
    assertThat(room.events().getLast().data()).doesNotContainKey("value");
    room.play("Bob", "peek", "Bob", false);
    assertThat(room.sees("Bob", "Bob")).isNull();
    assertThat(room.card("Bob").peeked()).containsEntry(Rooms.id("Bob"), false);
    assertThat(room.view("Eve").round()).isNull();
    assertThat(room.view(null))
        .extracting(RoomView::people, RoomView::playing)
        .containsExactly(4, true);
  }

  @Test
  @Tag("ROOM-01")
  void aCardThatIsTurnedOverIsSeenByEverybodyUntilItIsHiddenAgain() {
    room.play("Bob", "flip", "Bob", false);
    for (var name : List.of("Ann", "Bob", "Cleo", "Dan")) {
      assertThat(room.sees(name, "Bob")).as(name).isEqualTo(room.card("Bob").value());
    }
    // The event says nothing of it: who comes later reads it, too, when the card is hidden again.
    assertThat(room.events().getLast().data())
        .containsOnlyKeys("what", "card", "face_down")
        .containsEntry("face_down", "false");
    room.play("Bob", "flip", "Bob", "True");
    for (var name : List.of("Ann", "Bob", "Cleo", "Dan")) {
      assertThat(room.sees(name, "Bob")).as(name).isNull();
    }
    assertThat(room.events().getLast().data())
        .containsOnlyKeys("what", "card", "face_down")
        .containsEntry("face_down", "true");
  }

  @Test
  @Tag("ROOM-03")
  void mastersAndOtherPlayersNeverPeekAndWatchersOnlyWhereTheRoomLetsThem() {
    var bobs = room.card("Bob").id();
    // Who has agreed to a round in which nobody looks is not looked at in it.
    room.must(
        "Ann", new RoomCommand.Configure(null, null, ChangedSettings.all(watchersPeek(true))));
    assertThat(room.refused("Ann", room.move("peek", bobs, "true")))
        .isEqualTo(RoomRefusal.WRONG_ROLE);
    assertThat(room.refused("Cleo", room.move("peek", bobs, "true")))
        .isEqualTo(RoomRefusal.NOT_YOURS);
    assertThat(room.refused("Dan", room.move("peek", bobs, "true")))
        .isEqualTo(RoomRefusal.WRONG_ROLE);

    room.start();
    room.must(
        "Ann", new RoomCommand.Configure(null, null, ChangedSettings.all(watchersPeek(false))));
    room.play("Dan", "peek", "Bob", true);
    assertThat(room.sees("Dan", "Bob")).isEqualTo(room.card("Bob").value());
    assertThat(room.sees("Ann", "Bob")).isNull();
    assertThat(room.start().sees("Dan", "Bob")).isNull();
    assertThat(room.refused("Dan", room.move("peek", room.card("Bob").id(), "true")))
        .isEqualTo(RoomRefusal.WRONG_ROLE);
  }

  private static RoomSettings watchersPeek(boolean may) {
    var usual = RoomSettings.usual();
    return new RoomSettings(
        usual.starts(),
        usual.roles(),
        usual.joinAs(),
        may,
        usual.fewest(),
        usual.roundLasts(),
        usual.turnLasts(),
        usual.retireAfter(),
        usual.locked());
  }

  @ParameterizedTest
  @CsvSource({
    "Ann, flip, Bob, false, WRONG_ROLE",
    "Cleo, flip, Bob, false, NOT_YOURS",
    "Dan, flip, Bob, false, WRONG_ROLE",
    "Bob, score, Cleo, 3, WRONG_ROLE",
    "Dan, score, Cleo, 3, WRONG_ROLE",
    "Ann, score, Bob, 0, BAD_VALUE",
    "Ann, score, Bob, 11, BAD_VALUE",
    "Ann, score, Bob, '٣', BAD_VALUE",
    "Ann, score, Bob, 1e0, BAD_VALUE",
    "Bob, flip, Bob, maybe, BAD_VALUE",
    "Bob, peek, Bob, '', BAD_VALUE",
    "Bob, eat, Bob, true, ILLEGAL_MOVE"
  })
  @Tag("ROOM-13")
  @Tag("ROOM-22")
  void whatTheRulesDoNotHaveIsRefusedWithItsReason(
      String by, String kind, String card, String value, RoomRefusal refusal) {
    assertThat(room.refused(by, room.move(kind, room.card(card).id(), value))).isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0000000", "::", "cards:x"})
  @Tag("ROOM-06")
  @Tag("ROOM-13")
  void aCardThatIsNotThereIsNoGhost(String card) {
    assertThat(room.refused("Ann", room.move("score", card, "3")))
        .isEqualTo(RoomRefusal.NO_SUCH_CARD);
  }

  @Test
  @Tag("ROOM-11")
  void severalMovesAreAllMadeOrNone() {
    var bob = room.card("Bob").id();
    var good = new GameMove("flip", bob, "false");
    var bad = new GameMove("flip", room.card("Cleo").id(), "false");

    assertThat(room.refused("Bob", new RoomCommand.Play(List.of(good, bad))))
        .isEqualTo(RoomRefusal.NOT_YOURS);
    assertThat(room.card("Bob").faceDown()).isTrue();
    var peek = new GameMove("peek", bob, "true");
    assertThat(room.must("Bob", new RoomCommand.Play(List.of(peek, good, peek))).changed())
        .isTrue();
    assertThat(room.told()).endsWith("peek", "flip");
    assertThat(room.refused("Bob", new RoomCommand.Play(List.of())))
        .isEqualTo(RoomRefusal.BAD_VALUE);
  }

  @Test
  @Tag("ROOM-12")
  void whoComesAfterTheDealLooksOn() {
    room.join("Eve");

    assertThat(room.refused("Eve", room.move("peek", room.card("Bob").id(), "true")))
        .isEqualTo(RoomRefusal.WRONG_ROLE);
    assertThat(room.sees("Eve", "Bob")).isNull();
    assertThat(room.start().card("Eve").player()).isEqualTo(Rooms.id("Eve"));
  }

  @Test
  @Tag("ROOM-30")
  void aHitIsThreePointsAndOneBesideItOne() {
    var value = room.card("Bob").value();
    var beside = value == 10 ? 9 : value + 1;
    room.play("Ann", "score", "Bob", beside);
    room.play("Ann", "score", "Cleo", room.card("Cleo").value());
    room.play("Bob", "flip", "Bob", false);
    room.play("Cleo", "flip", "Cleo", false);
    room.must("Ann", new RoomCommand.Finish());

    assertThat(room.state().past().getFirst().points())
        .containsEntry(Rooms.id("Bob"), 1)
        .containsEntry(Rooms.id("Cleo"), 3)
        .containsEntry(Rooms.id("Ann"), 4)
        .hasSize(3);
    assertThat(room.state().past().getFirst().lines())
        .contains("Bob had %d, guessed %d: 1 point".formatted(value, beside));
  }

  @Test
  @Tag("ROOM-30")
  void aGuessAfterTheCardWasTurnedOverMakesNoPoints() {
    room.play("Bob", "flip", "Bob", false);
    room.play("Ann", "score", "Bob", room.card("Bob").value());
    room.play("Bob", "flip", "Bob", true);
    room.play("Bob", "flip", "Bob", false);
    room.must("Ann", new RoomCommand.Finish());

    assertThat(room.state().past().getFirst().points()).containsEntry(Rooms.id("Bob"), 0);
    assertThat(room.state().past().getFirst().lines()).hasSize(1);
  }

  @Test
  void aScoreIsTakenBackAndTheSameAgainChangesNothing() {
    room.play("Ann", "score", "Bob", 4);
    assertThat(room.play("Ann", "score", "Bob", 4).changed()).isFalse();
    room.play("Ann", "score", "Bob", "");
    assertThat(room.card("Bob").scored()).isNull();
    assertThat(room.play("Bob", "peek", "Bob", false).changed()).isFalse();
  }

  @Test
  void botsTurnTheirCardsOverWhenEverybodyElseHas() {
    var bot =
        new MemberId(Objects.requireNonNull(room.must("Ann", new RoomCommand.AddBot()).made()));
    room.start();
    room.play("Bob", "flip", "Bob", false);
    assertThat(room.card(bot).faceDown()).isTrue();

    room.play("Cleo", "flip", "Cleo", false);

    assertThat(room.card(bot).faceDown()).isFalse();
    assertThat(room.events().getLast().by()).isEqualTo(bot);
  }

  @Test
  void botsDoNotWaitForWhoHasLeft() {
    room.must("Ann", new RoomCommand.AddBot());
    room.start();
    room.play("Bob", "flip", "Bob", false);

    room.must("Cleo", new RoomCommand.Leave());

    assertThat(room.told()).endsWith("LEFT", "flip");
  }

  @Test
  void everyLegalMoveIsTakenAndNoOther() {
    for (var name : List.of("Ann", "Bob", "Cleo", "Dan")) {
      var viewer = Viewer.of(room.state(), Rooms.id(name));
      var legal = Games.of(room.round().table()).legalMoves(viewer);
      legal.forEach(move -> room.must(name, new RoomCommand.Play(List.of(move))));
      assertThat(legal.isEmpty()).as(name).isEqualTo(name.equals("Dan"));
    }
  }

  @Test
  @Tag("ROOM-02")
  void nothingThatIsLoggedTellsAValue() {
    var bob = (Top10Table) room.round().table();
    assertThat(bob.cards().getFirst()).asString().doesNotContain("value");
    assertThat(room.move("score", "abcd", "7")).asString().doesNotContain("7");
    assertThat(room.state().toString()).doesNotContain("value=");
  }

  @Test
  void aTopicIsOfTheGamesOrOnesOwn() {
    assertThat(Games.named("top10").orElseThrow().topics()).contains(room.round().topic());
    assertThat(Games.named("top10").orElseThrow().topics()).hasSizeGreaterThanOrEqualTo(10);
    room.must("Ann", new RoomCommand.Start(" Our own ", null));
    assertThat(room.round().topic()).isEqualTo("Our own");
    assertThat(room.refused("Ann", new RoomCommand.Start("x".repeat(201), null)))
        .isEqualTo(RoomRefusal.BAD_VALUE);
  }
}
