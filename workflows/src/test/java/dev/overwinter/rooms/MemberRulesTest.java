package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class MemberRulesTest {
  private final Rooms room = Rooms.ofAnn().join("Bob", "Cleo", "Dan");

  @Test
  @Tag("ROOM-22")
  void onlyTheHostGrantsRolesAndNobodyMakesThemselvesMaster() {
    var master = new RoomCommand.Wish(Rooms.id("Bob"), Role.MASTER);

    assertThat(room.refused("Bob", master)).isEqualTo(RoomRefusal.NOT_HOST);
    assertThat(room.refused("Cleo", new RoomCommand.Wish(Rooms.id("Bob"), Role.WATCHER)))
        .isEqualTo(RoomRefusal.NOT_HOST);
    assertThat(room.must("Bob", new RoomCommand.Wish(Rooms.id("Bob"), Role.WATCHER)).changed())
        .isTrue();
    assertThat(room.must("Ann", master).changed()).isTrue();
    assertThat(room.must("Ann", master).changed()).isFalse();
    assertThat(room.member("Bob").role()).isEqualTo(Role.WATCHER);
  }

  @Test
  @Tag("ROOM-20")
  @Tag("ROOM-22")
  void whereEachChoosesForThemselvesNobodyChoosesForOthers() {
    var older = Rooms.ofAnn(RoomSettings.older()).join("Bob", "Cleo");

    assertThat(older.member("Bob").next()).isEqualTo(Role.WATCHER);
    older.must("Bob", new RoomCommand.Wish(Rooms.id("Bob"), Role.MASTER));
    assertThat(older.refused("Bob", new RoomCommand.Wish(Rooms.id("Cleo"), Role.PLAYER)))
        .isEqualTo(RoomRefusal.NOT_HOST);
    assertThat(older.events().getLast().data())
        .containsEntry("member", Rooms.id("Bob").text())
        .containsEntry("next", "MASTER");
  }

  @Test
  @Tag("ROOM-26")
  void whenTheHostLeavesWhoCameNextIsHost() {
    room.must("Ann", new RoomCommand.AddBot());
    room.must("Ann", new RoomCommand.Leave());

    assertThat(room.state().host()).isEqualTo(oldest());
    for (var name : List.of("Bob", "Cleo", "Dan")) {
      room.must(name, new RoomCommand.Leave());
    }
    assertThat(room.state().host()).isNull();
    assertThat(room.state().members()).hasSize(1);
    assertThat(room.join("Eve").state().host()).isEqualTo(Rooms.id("Eve"));
  }

  private MemberId oldest() {
    return room.state().members().values().stream()
        .filter(member -> member.holder() != null)
        .min(Draft.BY_AGE)
        .orElseThrow()
        .id();
  }

  @Test
  @Tag("ROOM-26")
  void whoIsPutOutOrLeavesInARoundBreaksNothing() {
    room.wish("Ann", Role.MASTER).start();
    var cleos = room.card("Cleo").id();
    room.play("Bob", "flip", "Bob", false);
    room.play("Cleo", "peek", "Cleo", true);
    room.must("Ann", new RoomCommand.Kick(Rooms.id("Cleo")));
    room.must("Bob", new RoomCommand.Leave());

    assertThat(room.sees("Dan", "Cleo")).isNull();
    assertThat(room.refused("Cleo", room.move("flip", cleos, "false")))
        .isEqualTo(RoomRefusal.NOT_A_MEMBER);
    assertThat(room.refused("Cleo", new RoomCommand.Join("Cleo")))
        .isEqualTo(RoomRefusal.NOT_LET_IN);
    room.must("Ann", new RoomCommand.Finish());
    assertThat(room.state().past().getFirst().lines()).isEmpty();
    assertThat(room.state().names()).containsValues("Bob", "Cleo");
  }

  @Test
  @Tag("ROOM-12")
  @Tag("ROOM-26")
  void whoComesBackInTheSameRoundLooksOn() {
    room.start();
    room.play("Bob", "peek", "Bob", true);
    room.must("Bob", new RoomCommand.Leave());
    room.join("Bob");

    assertThat(room.member("Bob").role()).isEqualTo(Role.WATCHER);
    assertThat(room.sees("Bob", "Bob")).isNull();
    assertThat(room.refused("Bob", room.move("flip", room.card("Bob").id(), "false")))
        .isEqualTo(RoomRefusal.WRONG_ROLE);
  }

  @Test
  void onlyTheHostPutsOutMutesAndHandsOver() {
    var bob = Rooms.id("Bob");
    for (var command :
        List.of(
            new RoomCommand.Kick(bob),
            new RoomCommand.Mute(bob, room.now().plusSeconds(60)),
            new RoomCommand.HandOver(bob),
            new RoomCommand.AddBot(),
            new RoomCommand.Configure("mine", null, null),
            new RoomCommand.Close())) {
      assertThat(room.refused("Cleo", command)).isEqualTo(RoomRefusal.NOT_HOST);
    }
    room.must("Ann", new RoomCommand.HandOver(bob));
    assertThat(room.state().host()).isEqualTo(bob);
    assertThat(room.refused("Bob", new RoomCommand.Kick(bob))).isEqualTo(RoomRefusal.BAD_VALUE);
    assertThat(room.refused("Bob", new RoomCommand.HandOver(Rooms.id("Eve"))))
        .isEqualTo(RoomRefusal.NO_SUCH_MEMBER);
  }

  @Test
  void whoIsMutedSaysNothingUntilThen() {
    room.must("Ann", new RoomCommand.Mute(Rooms.id("Bob"), room.now().plusSeconds(60)));

    assertThat(room.refused("Bob", new RoomCommand.Say("m1"))).isEqualTo(RoomRefusal.MUTED);
    assertThat(room.refused("Bob", new RoomCommand.React("m0", "👍", true)))
        .isEqualTo(RoomRefusal.MUTED);
    room.must("Bob", new RoomCommand.React("m0", "👍", false));
    room.later(Duration.ofSeconds(60));
    assertThat(room.must("Bob", new RoomCommand.Say("m1")).changed()).isTrue();
    assertThat(room.refused("Ann", new RoomCommand.Mute(Rooms.id("Bob"), room.now())))
        .isEqualTo(RoomRefusal.BAD_VALUE);
  }

  @Test
  @Tag("ROOM-22")
  void whoIsMutedIsSoAlsoWhenTheyHaveLeftAndComeBack() {
    var until = room.now().plusSeconds(60);
    room.must("Ann", new RoomCommand.Mute(Rooms.id("Bob"), until));
    room.must("Bob", new RoomCommand.Leave());
    room.must("Bob", new RoomCommand.Join("Robert"));

    assertThat(room.refused("Bob", new RoomCommand.Say("m1"))).isEqualTo(RoomRefusal.MUTED);
    assertThat(room.events().getLast().type()).isEqualTo(RoomEvent.Type.MUTED);
    assertThat(room.events().getLast().data())
        .containsEntry("member", Rooms.id("Bob").text())
        .containsEntry("until", until.toString());

    // Also on a seat that was laid for a name.
    room.must("Bob", new RoomCommand.Leave());
    room.must(null, new RoomCommand.Start(null, List.of("Cleo", "Seat")));
    room.must("Bob", new RoomCommand.Join("Seat"));
    var seat = MemberId.ofSeat("Seat");
    assertThat(room.state().members().get(seat)).extracting(Member::mutedUntil).isEqualTo(until);

    room.must("Ann", new RoomCommand.Mute(seat, null));
    room.must("Ann", new RoomCommand.Mute(Rooms.id("Cleo"), room.now().plusSeconds(60)));
    room.must("Cleo", new RoomCommand.Leave());
    room.later(Duration.ofSeconds(60)).join("Cleo");
    assertThat(room.member("Cleo").mutedUntil()).isNull();
    assertThat(room.state().muted()).isEmpty();
  }

  @Test
  @Tag("ROOM-14")
  void anEmojiIsUpToTenCodePointsOfAnyKind() {
    for (var emoji : List.of("👍", ":", "::", "a:b", "👩‍👩‍👧‍👦", "\"", "\\", "🏴󠁧󠁢󠁥󠁮󠁧󠁿")) {
      room.must("Bob", new RoomCommand.React("m0", emoji, true));
      assertThat(room.events().getLast().data()).containsEntry("emoji", emoji);
    }
    for (var emoji : List.of("", "x".repeat(11), "\u0000", "\ud800")) {
      assertThat(room.refused("Bob", new RoomCommand.React("m0", emoji, true)))
          .isEqualTo(RoomRefusal.BAD_VALUE);
    }
    assertThat(room.refused("Bob", new RoomCommand.React("m::0", "x", true)))
        .isEqualTo(RoomRefusal.NO_SUCH_MESSAGE);
  }

  @Test
  @Tag("ROOM-28")
  void whatARoomRemembersIsBoundedHoweverManyComeAndGo() {
    IntStream.range(0, 1_500)
        .mapToObj(guest -> "g" + guest)
        .forEach(guest -> {
          room.join(guest);
          room.must("Ann", new RoomCommand.Kick(Rooms.id(guest)));
        });

    assertThat(room.state().names().size()).isLessThanOrEqualTo(Remembered.MOST_GONE + 1);
    assertThat(room.state().barred())
        .as("who was put out first is forgotten first")
        .hasSize(Remembered.MOST_BARRED)
        .startsWith(Rooms.holder("g500"))
        .endsWith(Rooms.holder("g1499"));
  }

  @Test
  @Tag("ROOM-28")
  void asMuchAboutSilenceAsThereIsRoomFor() {
    IntStream.range(0, 1_100)
        .mapToObj(guest -> "g" + guest)
        .forEach(guest -> {
          room.join(guest);
          var until = room.now().plusSeconds(60 + Integer.parseInt(guest.substring(1)));
          room.must("Ann", new RoomCommand.Mute(Rooms.id(guest), until));
          room.must(guest, new RoomCommand.Leave());
        });

    assertThat(room.state().muted())
        .hasSize(Remembered.MOST_MUTED)
        .doesNotContainKey(Rooms.holder("g99"))
        .containsKey(Rooms.holder("g100"));
  }
}
