package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.game.Games;
import dev.overwinter.rooms.game.Hand;
import dev.overwinter.rooms.game.JankenTable;
import dev.overwinter.rooms.game.JankenView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JankenRulesTest {
  private final Rooms room = Rooms.ofAnn();

  private void play(String... others) {
    room.must("Ann", new RoomCommand.Configure(null, "janken", null));
    room.join(others).start();
  }

  private RoomAnswer.Done hand(String name, String hand) {
    return room.must(name, room.move("throw", "", hand));
  }

  private List<JankenTable.Duel> duels() {
    return ((JankenTable) room.round().table()).duels();
  }

  private JankenView.Duel first(String viewer) {
    var round = room.view(viewer).round();
    if (round == null) {
      throw new AssertionError("there is no round");
    }
    return ((JankenView) round.table()).duels().getFirst();
  }

  private @Nullable Hand of(String name, String viewer) {
    var duel = first(viewer);
    return duel.one().equals(Rooms.id(name)) ? duel.ones() : duel.twos();
  }

  @Test
  @Tag("ROOM-01")
  void aThrowIsHiddenUntilBothHaveThrown() {
    play("Bob");
    room.join("Eve");
    hand("Ann", "rock");

    assertThat(of("Ann", "Ann")).isEqualTo(Hand.ROCK);
    assertThat(of("Ann", "Bob")).isNull();
    assertThat(of("Ann", "Eve")).isNull();
    assertThat(first("Bob").oneThrew() ^ first("Bob").twoThrew()).isTrue();
    assertThat(room.events().getLast().data().values()).doesNotContain("rock");
    assertThat(room.state().toString()).doesNotContain("ROCK");
    hand("Bob", "paper");

    assertThat(room.state().round()).isNull();
    assertThat(room.told()).endsWith("threw", "won", "ROUND_ENDED");
    assertThat(room.events().getLast().data()).containsEntry("why", "played");
    assertThat(room.state().past().getFirst().lines())
        .containsExactly("Wave 1: Bob beat Ann, paper against rock");
    assertThat(room.state().totals())
        .containsEntry(Rooms.id("Bob"), 1)
        .containsEntry(Rooms.id("Ann"), 0);
  }

  @ParameterizedTest
  @CsvSource({
    "rock, scissors, Ann", "paper, rock, Ann", "scissors, paper, Ann",
    "scissors, rock, Bob", "rock, paper, Bob", "paper, scissors, Bob"
  })
  void oneHandBeatsAnother(String anns, String bobs, String winner) {
    play("Bob");
    hand("Ann", anns);
    hand("Bob", bobs);

    assertThat(room.state().totals()).containsEntry(Rooms.id(winner), 1);
  }

  @Test
  void aTieIsThrownAgainAndAfterFiveChanceDecides() {
    play("Bob");
    for (var tie = 1; tie <= 4; tie++) {
      hand("Ann", "rock");
      hand("Bob", "rock");
      assertThat(first("Bob").ties()).isEqualTo(tie);
      assertThat(first("Bob").tied()).isEqualTo(Hand.ROCK);
      assertThat(of("Ann", "Ann")).isNull();
    }
    hand("Ann", "paper");
    hand("Bob", "paper");

    assertThat(room.state().round()).isNull();
    assertThat(room.events().get(room.events().size() - 2).data()).containsEntry("why", "chance");
  }

  @Test
  @Tag("ROOM-24")
  void whoDoesNotThrowInTimeHasLost() {
    play("Bob");
    hand("Bob", "rock");
    assertThat(RoomRules.dueAt(room.state())).contains(room.now().plusSeconds(30));

    room.later(Duration.ofSeconds(30));

    assertThat(room.state().round()).isNull();
    assertThat(room.state().totals()).containsEntry(Rooms.id("Bob"), 1);
    assertThat(room.state().past().getFirst().lines())
        .containsExactly("Wave 1: Bob beat Ann without a throw");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 7, 8, 9, 15, 16})
  void whereNobodyThrowsTheClockBringsEveryTournamentToItsEnd(int players) {
    play(names(players - 1));
    var waves = 0;
    while (room.state().round() != null && waves < 10) {
      waves++;
      room.later(Duration.ofSeconds(30));
    }

    assertThat(waves).isEqualTo((int) Math.ceil(Math.log(players) / Math.log(2)));
    var past = room.state().past().getFirst();
    assertThat(past.lines()).hasSize(players - 1);
    assertThat(past.points().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(players - 1);
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(number -> "p" + number).toArray(String[]::new);
  }

  @Test
  @Tag("ROOM-07")
  void seventeenAreTooMany() {
    room.must("Ann", new RoomCommand.Configure(null, "janken", null));
    room.join(names(16));
    assertThat(room.refused("Ann", new RoomCommand.Start(null, null)))
        .isEqualTo(RoomRefusal.TOO_MANY_PLAYERS);
  }

  @Test
  void botsThrowByThemselvesAlsoAgainstEachOther() {
    room.wish("Ann", Role.WATCHER);
    room.must("Ann", new RoomCommand.Configure(null, "janken", null));
    for (var bot = 0; bot < 7; bot++) {
      room.must("Ann", new RoomCommand.AddBot());
    }
    room.start();

    assertThat(room.state().round()).isNull();
    assertThat(room.state().past().getFirst().lines()).hasSize(6);
    assertThat(room.told()).contains("wave").endsWith("won", "ROUND_ENDED");
  }

  @Test
  @Tag("ROOM-26")
  void whoLeavesHasLostAndTheOthersGoOn() {
    play("Bob", "Cleo", "Dan");
    var duel = duels().getFirst();
    var leaver = nameOf(duel.one());
    room.must(leaver, new RoomCommand.Leave());

    assertThat(duels().getFirst().winner()).isEqualTo(duel.two());
    for (var wave = 1; wave <= 2; wave++) {
      assertThat(room.state().round()).isNotNull();
      room.later(Duration.ofSeconds(30));
    }
    assertThat(room.state().round()).isNull();
    assertThat(room.state().past().getFirst().points()).doesNotContainKey(duel.one());
  }

  private static String nameOf(MemberId id) {
    return List.of("Ann", "Bob", "Cleo", "Dan").stream()
        .filter(name -> Rooms.id(name).equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("ROOM-13")
  void whatIsNoThrowIsRefused() {
    play("Bob", "Cleo", "Dan");
    room.join("Eve");
    assertThat(room.refused("Ann", room.move("throw", "", "well")))
        .isEqualTo(RoomRefusal.BAD_VALUE);
    assertThat(room.refused("Ann", room.move("flip", "", "rock")))
        .isEqualTo(RoomRefusal.ILLEGAL_MOVE);
    assertThat(room.refused("Ann", room.move("throw", "99", "rock")))
        .isEqualTo(RoomRefusal.NO_SUCH_CARD);
    assertThat(room.refused("Eve", room.move("throw", "", "rock")))
        .isEqualTo(RoomRefusal.WRONG_ROLE);
    var theirs =
        duels().stream()
            .filter(duel ->
                !List.of(duel.one(), Objects.requireNonNull(duel.two())).contains(Rooms.id("Ann")))
            .findFirst()
            .orElseThrow();
    assertThat(room.refused("Ann", room.move("throw", theirs.id(), "rock")))
        .isEqualTo(RoomRefusal.NOT_YOURS);
    hand("Ann", "rock");
    assertThat(room.refused("Ann", room.move("throw", "", "paper")))
        .isEqualTo(RoomRefusal.ILLEGAL_MOVE);
  }

  @Test
  void everyLegalMoveIsTaken() {
    play("Bob");
    var viewer = Viewer.of(room.state(), Rooms.id("Bob"));
    var legal = Games.of(room.round().table()).legalMoves(viewer);

    assertThat(legal).extracting(GameMove::value).containsExactly("rock", "paper", "scissors");
    room.must("Bob", new RoomCommand.Play(List.of(legal.getFirst())));
    assertThat(Games.of(room.round().table()).legalMoves(viewer)).isEmpty();
  }

  @Test
  void aRoundHasTheGamesNameForATopicAndTheNextGameIsOfTheNextRound() {
    play("Bob");
    assertThat(room.round().topic()).isEqualTo("janken");
    room.must("Ann", new RoomCommand.Configure(null, "top10", null));
    hand("Ann", "rock");
    room.start();
    assertThat(room.state().past().getFirst().game()).isEqualTo("janken");
    assertThat(room.card("Bob").faceDown()).isTrue();
  }
}
