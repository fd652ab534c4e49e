package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JoinRulesTest {
  private final Rooms room = Rooms.ofAnn();

  @Test
  void whoOpensARoomIsItsHostAndWhoComesPlaysFromTheNextRoundOn() {
    room.join("Bob");

    assertThat(room.state().host()).isEqualTo(Rooms.id("Ann"));
    assertThat(room.member("Bob").role()).isEqualTo(Role.WATCHER);
    assertThat(room.member("Bob").next()).isEqualTo(Role.PLAYER);
    assertThat(room.told()).containsExactly("OPENED", "JOINED", "HOST", "JOINED");
    assertThat(room.events().getLast().seq()).isEqualTo(room.state().seq()).isEqualTo(4);
  }

  @Test
  void openingAndJoiningAgainChangeNothing() {
    room.join("Bob");
    var open = new RoomCommand.Open("other", "top10", RoomSettings.usual(), "Bob");

    assertThat(room.must("Bob", open).changed()).isFalse();
    assertThat(room.must("Bob", new RoomCommand.Join("Robert")))
        .isEqualTo(new RoomAnswer.Done(4, false, Rooms.id("Bob").text()));
    assertThat(room.state().name()).isEqualTo("Ann's room");
  }

  @Test
  @Tag("ROOM-09")
  void noTwoMembersHaveTheSameName() {
    for (var name : List.of("Ann", " ann ", "ANN")) {
      assertThat(room.refused("Bob", new RoomCommand.Join(name))).isEqualTo(RoomRefusal.NAME_TAKEN);
    }
    for (var name : List.of("Ann\u200b", "A\u2060nn", "\u3164Ann", "Ann\u00a0", "Ann\ufe0f")) {
      assertThat(room.refused("Bob", new RoomCommand.Join(name)))
          .as("looks the same as Ann")
          .isEqualTo(RoomRefusal.NAME_TAKEN);
    }
    room.join("Zoë");
    assertThat(room.refused("Bob", new RoomCommand.Join("Zoe\u0308")))
        .isEqualTo(RoomRefusal.NAME_TAKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "\u200b",
        "\u3164",
        "\u2800\u115f",
        "a\nb",
        "a\u202eb",
        "a\u0000",
        "\ud800",
        "a\u2028b"
      })
  @Tag("ROOM-13")
  void aNameThatWouldGarbleScreensIsRefused(String name) {
    assertThat(room.refused("Bob", new RoomCommand.Join(name))).isEqualTo(RoomRefusal.BAD_VALUE);
  }

  @Test
  @Tag("ROOM-14")
  void aNameHasFortyCodePointsOfAnyScript() {
    assertThat(Words.clean("😀".repeat(40), 40)).contains("😀".repeat(40));
    assertThat(Words.clean("😀".repeat(41), 40)).isEmpty();
    assertThat(Words.clean("a::b\"<script>", 40)).contains("a::b\"<script>");
    assertThat(Words.clean(" 👩‍👧 ", 40)).contains("👩‍👧");
  }

  @Test
  void aSeatThatWasLaidForANameIsTakenByWhoComesWithIt() {
    room.must(null, new RoomCommand.Start(null, List.of("Bob", "Cleo")));

    var taken = room.must("Bob", new RoomCommand.Join("bob"));

    var seat = MemberId.ofSeat("Bob");
    assertThat(taken.made()).isEqualTo(seat.text());
    assertThat(room.state().members().get(seat))
        .extracting(Member::holder, Member::role)
        .containsExactly(Rooms.holder("Bob"), Role.PLAYER);
    assertThat(room.must("Bob", new RoomCommand.Join("x")).made()).isEqualTo(seat.text());
    assertThat(room.refused("Dan", new RoomCommand.Join("Bob"))).isEqualTo(RoomRefusal.NAME_TAKEN);
  }

  @Test
  @Tag("ROOM-21")
  void nobodyActsForAMemberWhoIsSomebodyElse() {
    room.join("Bob");
    for (var command :
        List.of(
            new RoomCommand.Leave(),
            new RoomCommand.Join("Bob"),
            new RoomCommand.Say("m"),
            new RoomCommand.Close())) {
      var forged = new RoomOrder("f", Rooms.ID, Rooms.id("Ann"), Rooms.holder("Eve"), command);
      assertThat(room.order(forged))
          .as("%s", command)
          .isInstanceOfSatisfying(
              RoomAnswer.Refused.class,
              refused ->
                  assertThat(refused.refusal())
                      .isIn(RoomRefusal.NOT_YOURS, RoomRefusal.NAME_TAKEN));
    }
    assertThat(room.member("Ann").holder()).isEqualTo(Rooms.holder("Ann"));
  }

  @Test
  void aLockedRoomLetsNobodyElseIn() {
    room.join("Bob");
    room.must("Ann", new RoomCommand.Configure(null, null, ChangedSettings.all(locked())));

    assertThat(room.refused("Dan", new RoomCommand.Join("Dan"))).isEqualTo(RoomRefusal.NOT_LET_IN);
    assertThat(room.must("Bob", new RoomCommand.Join("Bob")).changed()).isFalse();
    assertThat(room.events().getLast().data()).containsExactly(Map.entry("locked", "true"));
  }

  private static RoomSettings locked() {
    var usual = RoomSettings.usual();
    return new RoomSettings(
        usual.starts(),
        usual.roles(),
        usual.joinAs(),
        usual.watchersPeek(),
        usual.fewest(),
        usual.roundLasts(),
        usual.turnLasts(),
        usual.retireAfter(),
        true);
  }

  @Test
  @Tag("ROOM-28")
  void aRoomHasSixtyFourMembersAndEightBots() {
    for (var bot = 1; bot <= 8; bot++) {
      room.must("Ann", new RoomCommand.AddBot());
    }
    assertThat(room.refused("Ann", new RoomCommand.AddBot())).isEqualTo(RoomRefusal.FULL);
    for (var guest = 10; guest <= 64; guest++) {
      room.join("g" + guest);
    }
    assertThat(room.state().members()).hasSize(RoomRules.MOST_MEMBERS);
    assertThat(room.refused("late", new RoomCommand.Join("late"))).isEqualTo(RoomRefusal.FULL);
  }

  @Test
  void noRoomIsNothingAndABadOneIsRefused() {
    var none = new Rooms(1);
    assertThat(none.refused("Ann", new RoomCommand.Join("Ann"))).isEqualTo(RoomRefusal.NO_ROOM);
    var usual = RoomSettings.usual();
    assertThat(none.refused("Ann", new RoomCommand.Open("r", "chess", usual, "Ann")))
        .isEqualTo(RoomRefusal.NO_SUCH_GAME);
    assertThat(none.refused("Ann", new RoomCommand.Open(" ", "top10", usual, "Ann")))
        .isEqualTo(RoomRefusal.BAD_VALUE);
    var order = Rooms.order("x".repeat(129), "Ann", new RoomCommand.Close());
    assertThat(none.order(order))
        .extracting(answer -> ((RoomAnswer.Refused) answer).refusal())
        .isEqualTo(RoomRefusal.BAD_VALUE);
  }

  @Test
  void seatsOfANameAreTheSameHoweverItIsWritten() {
    assertThat(MemberId.ofSeat("Zoë")).isEqualTo(MemberId.ofSeat("Zoe\u0308"));
    assertThat(MemberId.parse(MemberId.ofSeat("Ann").text()))
        .isEqualTo(Optional.of(MemberId.ofSeat("Ann")));
  }
}
