package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who follows a host who has gone without a word. That they have gone is found by who orders it.
final class HostRulesTest {
  private static final RoomCommand.TakeHost FROM_ANN = new RoomCommand.TakeHost(Rooms.id("Ann"));

  private final Rooms room = Rooms.ofAnn().join("Bob", "Cleo");

  @Test
  @Tag("ROOM-22")
  void aMemberFollowsAHostWhoHasGoneAndTheOldOneIsAMemberAsOthersAre() {
    assertThat(room.refused("Bob", new RoomCommand.Start(null, null)))
        .isEqualTo(RoomRefusal.NOT_HOST);

    assertThat(room.must("Bob", FROM_ANN).changed()).isTrue();

    assertThat(room.state().host()).isEqualTo(Rooms.id("Bob"));
    var told = room.events().getLast();
    assertThat(told.type()).isEqualTo(RoomEvent.Type.HOST);
    assertThat(told.by()).isEqualTo(Rooms.id("Bob"));
    assertThat(told.data()).containsOnlyKeys("member").containsValue(Rooms.id("Bob").text());
    assertThat(room.must("Bob", new RoomCommand.Start(null, null)).changed()).isTrue();
    assertThat(room.refused("Ann", new RoomCommand.Finish())).isEqualTo(RoomRefusal.NOT_HOST);
    assertThat(room.member("Ann").role()).isEqualTo(Role.PLAYER);
    assertThat(room.must("Bob", new RoomCommand.HandOver(Rooms.id("Ann"))).changed()).isTrue();
  }

  @Test
  @Tag("ROOM-22")
  void whoComesTooLatePutsNoNewHostDown() {
    room.must("Bob", FROM_ANN);

    assertThat(room.refused("Cleo", FROM_ANN)).isEqualTo(RoomRefusal.HOST_CHANGED);
    assertThat(room.must("Bob", FROM_ANN).changed()).as("they are it already").isFalse();
    assertThat(room.refused("Cleo", new RoomCommand.TakeHost(Rooms.id("Dan"))))
        .isEqualTo(RoomRefusal.HOST_CHANGED);
    room.must("Bob", new RoomCommand.Leave());
    assertThat(room.state().host()).isEqualTo(Rooms.id("Ann"));
    assertThat(room.must("Cleo", FROM_ANN).changed()).isTrue();
  }

  @Test
  @Tag("ROOM-22")
  void noStrangerNoBotNobodyElsesSeatAndNobodyWhoIsMutedBecomesHost() {
    var bot = new MemberId(String.valueOf(room.must("Ann", new RoomCommand.AddBot()).made()));
    room.must("Ann", new RoomCommand.Mute(Rooms.id("Bob"), room.now().plusSeconds(60)));

    assertThat(room.refused("Eve", FROM_ANN)).isEqualTo(RoomRefusal.NOT_A_MEMBER);
    assertThat(room.refused(null, FROM_ANN)).isEqualTo(RoomRefusal.NOT_A_MEMBER);
    assertThat(room.refused("Bob", FROM_ANN)).isEqualTo(RoomRefusal.MUTED);
    for (var other : new MemberId[] {bot, Rooms.id("Cleo")}) {
      var order = new RoomOrder("as " + other.text(), Rooms.ID, other, "g:Eve", FROM_ANN);
      assertThat(room.order(order))
          .isInstanceOfSatisfying(
              RoomAnswer.Refused.class,
              refused -> assertThat(refused.refusal()).isEqualTo(RoomRefusal.NOT_YOURS));
    }
    room.must("Ann", new RoomCommand.Kick(Rooms.id("Bob")));
    assertThat(room.refused("Bob", FROM_ANN)).isEqualTo(RoomRefusal.NOT_A_MEMBER);
    assertThat(room.state().host()).isEqualTo(Rooms.id("Ann"));
  }
}
