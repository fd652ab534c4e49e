package dev.overwinter.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.rooms.game.Top10Table;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rooms of the oldest form, which belong to whoever knows their id.
final class CommonRoomRulesTest {
  private static final RoomCommand.Open OPEN =
      new RoomCommand.Open("abcd", "top10", RoomSettings.readme(), null);
  private static final RoomCommand.Start START =
      new RoomCommand.Start(null, List.of("Bob", "Cleo"));

  private final Rooms room = new Rooms(5);

  @BeforeEach
  void open() {
    room.must(null, OPEN);
  }

  @Test
  @Tag("ROOM-22")
  void whoComesFirstIsNoHostAndCanTakeItFromNobody() {
    room.join("Eve", "Bob");

    assertThat(room.state().host()).isNull();
    for (var command :
        List.of(
            new RoomCommand.Close(),
            new RoomCommand.Configure(null, null, ChangedSettings.all(RoomSettings.usual())),
            new RoomCommand.Kick(Rooms.id("Bob")),
            new RoomCommand.Mute(Rooms.id("Bob"), room.now().plusSeconds(60)),
            new RoomCommand.HandOver(Rooms.id("Eve")),
            new RoomCommand.TakeHost(Rooms.id("Bob")))) {
      assertThat(room.refused("Eve", command)).as("%s", command).isEqualTo(RoomRefusal.NOT_HOST);
    }
    assertThat(room.refused(null, new RoomCommand.HandOver(Rooms.id("Eve"))))
        .isEqualTo(RoomRefusal.NOT_HOST);
    room.must("Eve", new RoomCommand.Leave());
    assertThat(room.state().host()).isNull();
  }

  @Test
  void itIsNobodysWhateverItsSettingsAreChangedTo() {
    room.must(
        null, new RoomCommand.Configure(null, null, ChangedSettings.all(RoomSettings.older())));

    assertThat(room.join("Eve").state().host()).isNull();
    var own = Rooms.ofAnn(RoomSettings.usual());
    own.must(
        "Ann", new RoomCommand.Configure(null, null, ChangedSettings.all(RoomSettings.readme())));
    assertThat(own.state().settings().common()).isFalse();
  }

  @Test
  void whoLooksOnMayBeginWhenNobodyPlaysAnyMore() {
    room.must(null, START);
    room.join("Eve", "Dan");
    assertThat(room.refused("Eve", new RoomCommand.Start(null, null)))
        .isEqualTo(RoomRefusal.WRONG_ROLE);
    room.later(Duration.ofHours(1));

    room.must("Eve", new RoomCommand.Wish(Rooms.id("Eve"), Role.PLAYER));
    assertThat(room.must("Dan", new RoomCommand.Start(null, null)).changed()).isTrue();
  }

  @Test
  @Tag("ROOM-24")
  void oneThatWasRetiredBeginsAnewWithTheNextDeal() {
    room.must(null, START);
    room.must("Eve", new RoomCommand.Join("Eve"));
    room.must(null, new RoomCommand.Kick(Rooms.id("Eve")));
    var before = room.later(Duration.ofDays(31)).state();
    assertThat(before.over()).isEqualTo("retired");
    assertThat(room.refused("Bob", new RoomCommand.Join("Bob"))).isEqualTo(RoomRefusal.OVER);

    var dealt = room.must(null, START);

    var after = room.state();
    assertThat(after.over()).isNull();
    assertThat(after.seq()).isEqualTo(dealt.seq());
    assertThat(after.rounds()).isOne();
    assertThat(after.past()).isEmpty();
    assertThat(after.members().keySet())
        .containsExactlyInAnyOrder(MemberId.ofSeat("Bob"), MemberId.ofSeat("Cleo"));
    assertThat(((Top10Table) room.round().table()).cards()).hasSize(2);
    assertThat(room.told().subList((int) before.seq(), (int) after.seq()))
        .containsExactly("OPENED", "JOINED", "JOINED", "ROUND_STARTED");
    assertThat(room.events())
        .extracting(RoomEvent::seq)
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize((int) after.seq());
    assertThat(room.refused("Eve", new RoomCommand.Join("Eve"))).isEqualTo(RoomRefusal.NOT_LET_IN);
  }

  @Test
  void soItDoesWhenItIsOpenedAgainButNotInto() {
    room.later(Duration.ofDays(31));
    var own = new RoomCommand.Open("mine", "top10", RoomSettings.usual(), "Eve");
    assertThat(room.refused("Eve", own)).isEqualTo(RoomRefusal.OVER);

    assertThat(room.must(null, OPEN).changed()).isTrue();
    assertThat(room.must(null, OPEN).changed()).isFalse();
    assertThat(Objects.requireNonNull(room.state()).members()).isEmpty();
  }

  @Test
  void oneThatAnOperatorHasClosedStaysClosed() {
    room.must(null, new RoomCommand.Close());

    assertThat(room.refused(null, OPEN)).isEqualTo(RoomRefusal.OVER);
    assertThat(room.refused(null, START)).isEqualTo(RoomRefusal.OVER);
  }

  @Test
  void aRefusedDealBeginsNothing() {
    room.later(Duration.ofDays(31));

    assertThat(room.refused(null, new RoomCommand.Start(null, List.of("Bob", "bob"))))
        .isEqualTo(RoomRefusal.BAD_VALUE);
    assertThat(room.state().over()).isEqualTo("retired");
  }
}
