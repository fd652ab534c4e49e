package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.game.Top10Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RoundRulesTest {
  private final Rooms room = Rooms.ofAnn().join("Bob", "Cleo", "Dan");

  private static final RoomCommand.Start START = new RoomCommand.Start(null, null);

  @Test
  @Tag("ROOM-09")
  void aRoundMakesWishesTrueAndDealsOneCardToEachPlayer() {
    room.wish("Ann", Role.MASTER).wish("Dan", Role.WATCHER).start();

    assertThat(((Top10Table) room.round().table()).cards())
        .extracting(Top10Table.Card::player)
        .containsExactlyInAnyOrder(Rooms.id("Bob"), Rooms.id("Cleo"));
    assertThat(room.member("Ann").role()).isEqualTo(Role.MASTER);
    assertThat(room.round().endsAt()).isEqualTo(room.now().plus(Duration.ofHours(1)));
    assertThat(room.events().getLast().data())
        .containsEntry("number", "1")
        .containsEntry("ends_at", room.round().endsAt().toString());
  }

  @Test
  @Tag("ROOM-07")
  void tooManyOrTooFewPlayersAreRefusedBeforeAnyEffect() {
    for (var guest = 5; guest <= 11; guest++) {
      room.join("g" + guest);
    }
    assertThat(room.refused("Ann", START)).isEqualTo(RoomRefusal.TOO_MANY_PLAYERS);
    assertThat(room.state().members().values()).extracting(Member::role).containsOnly(Role.WATCHER);
    for (var name : new ArrayList<>(room.state().members().keySet())) {
      room.must("Ann", new RoomCommand.Wish(name, Role.WATCHER));
    }
    assertThat(room.refused("Ann", START)).isEqualTo(RoomRefusal.TOO_FEW_PLAYERS);
    room.wish("Ann", Role.PLAYER);
    assertThat(room.refused("Ann", START)).isEqualTo(RoomRefusal.TOO_FEW_PLAYERS);
    assertThat(room.wish("Bob", Role.PLAYER).start().round().number()).isEqualTo(1);
  }

  @Test
  @Tag("ROOM-07")
  @Tag("ROOM-09")
  void namedPlayersAreTenAtMostOneAtLeastAndEachOnce() {
    var older = new Rooms(3);
    older.must(null, new RoomCommand.Open("r", "top10", RoomSettings.older(), null));
    var eleven = IntStream.range(0, 11).mapToObj(number -> "user" + number).toList();

    assertThat(older.refused(null, new RoomCommand.Start(null, eleven)))
        .isEqualTo(RoomRefusal.TOO_MANY_PLAYERS);
    assertThat(older.refused(null, new RoomCommand.Start(null, List.of())))
        .isEqualTo(RoomRefusal.TOO_FEW_PLAYERS);
    assertThat(older.refused(null, new RoomCommand.Start(null, List.of("ann", "Ann "))))
        .isEqualTo(RoomRefusal.BAD_VALUE);
    assertThat(older.state().members()).isEmpty();
    older.must(null, new RoomCommand.Start(null, eleven.subList(0, 10)));
    assertThat(((Top10Table) older.round().table()).cards())
        .extracting(Top10Table.Card::value)
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void seatsThatNobodyTookGoWithTheNextNames() {
    room.must(null, new RoomCommand.Start(null, List.of("Xi", "Bob")));
    room.must(null, new RoomCommand.Start(null, List.of("Yo", "Bob")));

    assertThat(room.state().members()).hasSize(5).containsKey(MemberId.ofSeat("Yo"));
    assertThat(room.member("Bob").role()).isEqualTo(Role.PLAYER);
    assertThat(room.member("Ann").role()).isEqualTo(Role.WATCHER);
    assertThat(room.state().past().getFirst().why()).isEqualTo("replaced");
  }

  @Test
  @Tag("ROOM-22")
  void theHostStartsUnlessTheRoomSaysAnyone() {
    assertThat(room.refused("Bob", START)).isEqualTo(RoomRefusal.NOT_HOST);
    var older = Rooms.ofAnn(RoomSettings.older()).join("Bob");
    older.must("Bob", new RoomCommand.Wish(Rooms.id("Bob"), Role.PLAYER));

    assertThat(older.refused("Bob", START)).isEqualTo(RoomRefusal.WRONG_ROLE);
    assertThat(older.refused("Eve", START)).isEqualTo(RoomRefusal.NOT_A_MEMBER);
    older.must("Ann", START);
    older.must("Bob", START);
    assertThat(older.round().number()).isEqualTo(2);
  }

  @Test
  @Tag("ROOM-08")
  void anEmptyRoomShowsItselfAndRefusesWhatNeedsARound() {
    assertThat(room.view("Bob").round()).isNull();
    assertThat(room.refused("Bob", room.move("flip", "abcd", "false")))
        .isEqualTo(RoomRefusal.NO_ROUND);
    assertThat(room.refused("Ann", new RoomCommand.Finish())).isEqualTo(RoomRefusal.NO_ROUND);
    var before = room.state().seq();
    room.start();
    assertThat(room.view("Bob").round()).isNotNull();
    assertThat(room.events().getLast().seq()).isEqualTo(before + 1);
  }

  @Test
  @Tag("ROOM-24")
  void aRoundEndsExactlyAfterAnHourAndTheRoomStays() {
    room.start().later(Duration.ofHours(1).minusMillis(1));
    assertThat(RoomRules.dueAt(room.state())).contains(room.round().endsAt());
    assertThat(room.state().round()).isNotNull();

    room.later(Duration.ofMillis(1));
    assertThat(room.state().round()).isNull();
    assertThat(room.told().getLast()).isEqualTo("ROUND_ENDED");
    assertThat(room.events().getLast().data()).containsEntry("why", "expired");
    assertThat(room.state().past().getFirst().endedAt())
        .isEqualTo(Rooms.NOON.plus(Duration.ofHours(1)));
    assertThat(room.start().round().endsAt()).isEqualTo(room.now().plus(Duration.ofHours(1)));
    assertThat(room.state().over()).isNull();
  }

  @Test
  @Tag("ROOM-24")
  void aRoundThatIsNoticedLateEndedAtItsMoment() {
    room.start().later(Duration.ofHours(3));

    assertThat(room.refused("Bob", room.move("flip", "abcd", "false")))
        .isEqualTo(RoomRefusal.NO_ROUND);
    assertThat(room.state().past().getFirst().endedAt())
        .isEqualTo(Rooms.NOON.plus(Duration.ofHours(1)));
  }

  @Test
  @Tag("ROOM-24")
  void aRoomWhoseRoundExpiresIsNotSilentSinceItsBeginning() {
    var brief = Duration.ofMinutes(10);
    var settings = new ChangedSettings(null, null, null, null, null, null, null, brief, null);
    room.must("Ann", new RoomCommand.Configure(null, null, settings));
    room.start().later(Duration.ofHours(1));

    assertThat(room.state().round()).isNull();
    assertThat(room.state().over()).isNull();
    assertThat(RoomRules.dueAt(room.state())).contains(room.now().plus(brief));
    assertThat(room.later(brief).state().over()).isEqualTo("retired");
  }

  @Test
  void aRoomThatNobodyUsesIsRetiredForGood() {
    room.start().later(Duration.ofDays(30).plusHours(1));

    assertThat(room.state().over()).isEqualTo("retired");
    assertThat(room.told()).endsWith("ROUND_ENDED", "OVER");
    assertThat(RoomRules.dueAt(room.state())).isEmpty();
    assertThat(room.refused("Ann", START)).isEqualTo(RoomRefusal.OVER);
    assertThat(room.refused("Eve", new RoomCommand.Join("Eve"))).isEqualTo(RoomRefusal.OVER);
  }

  @Test
  @Tag("ROOM-06")
  void aCardOfAnEarlierRoundIsNoCard() {
    room.wish("Ann", Role.MASTER).start();
    var old = room.card("Bob").id();
    room.start();

    for (var by : List.of("Ann", "Bob")) {
      for (var kind : List.of("flip", "peek", "score")) {
        assertThat(room.refused(by, room.move(kind, old, "1"))).isEqualTo(RoomRefusal.NO_SUCH_CARD);
      }
    }
  }

  @Test
  @Tag("ROOM-05")
  void talkNeverDisturbsARound() {
    room.start();
    var table = room.round().table();
    for (var message = 0; message < 100; message++) {
      room.must("Bob", new RoomCommand.Say("m" + message));
      room.must("Cleo", new RoomCommand.React("m" + message, "👍", true));
    }
    assertThat(room.round().table()).isEqualTo(table);
    assertThat(room.events())
        .extracting(RoomEvent::seq)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, room.events().size()).mapToObj(Long::valueOf).toList());
  }

  @Test
  @Tag("ROOM-30")
  void pointsAndRoundsAreRememberedAlsoOfWhoHasLeft() {
    room.wish("Ann", Role.MASTER).start();
    for (var name : List.of("Bob", "Cleo")) {
      room.play("Ann", "score", name, room.card(name).value());
      room.play(name, "flip", name, false);
    }
    room.start();
    room.must("Bob", new RoomCommand.Leave());
    room.must("Ann", new RoomCommand.Close());

    assertThat(room.state().totals())
        .containsEntry(Rooms.id("Bob"), 3)
        .containsEntry(Rooms.id("Cleo"), 3)
        .containsEntry(Rooms.id("Ann"), 6);
    assertThat(room.state().past()).extracting(PastRound::number).containsExactly(2, 1);
    assertThat(room.state().past().getLast().lines()).hasSize(2).first().asString().contains("Bob");
  }

  @Test
  void aRoomThatChangesItsGameOrSettingsTellsWhatIsAnother() {
    room.must(
        "Ann", new RoomCommand.Configure("Den", null, ChangedSettings.all(RoomSettings.older())));

    assertThat(room.events().getLast().data())
        .containsEntry("name", "Den")
        .containsEntry("starts", "ANYONE")
        .doesNotContainKeys("game", "round_lasts");
    assertThat(room.must("Ann", new RoomCommand.Configure("Den", "top10", null)).changed())
        .isFalse();
    assertThat(room.refused("Ann", new RoomCommand.Configure(null, "chess", null)))
        .isEqualTo(RoomRefusal.NO_SUCH_GAME);
  }

  @Test
  void whoChangesOneSettingLeavesWhatAnotherHasChangedAMomentBefore() {
    var locked = new ChangedSettings(null, null, null, null, null, null, null, null, true);
    var fewest = new ChangedSettings(null, null, null, null, 3, null, null, null, null);
    room.must("Ann", new RoomCommand.Configure(null, null, locked));
    room.must("Ann", new RoomCommand.Configure(null, null, fewest));

    assertThat(room.state().settings().locked()).isTrue();
    assertThat(room.state().settings().fewest()).isEqualTo(3);
    assertThat(room.events().getLast().data()).containsOnlyKeys("fewest");
  }

  @Test
  @Tag("ROOM-13")
  void aSettingOutOfItsBoundsIsRefused() {
    var none = new ChangedSettings(null, null, null, null, 0, null, null, null, null);
    var brief = new ChangedSettings(null, null, null, null, null, Duration.ZERO, null, null, null);

    for (var settings : List.of(none, brief)) {
      assertThat(room.refused("Ann", new RoomCommand.Configure(null, null, settings)))
          .isEqualTo(RoomRefusal.BAD_VALUE);
    }
  }
}
