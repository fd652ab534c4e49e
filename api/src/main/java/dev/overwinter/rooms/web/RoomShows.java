package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.RoomView;
import dev.overwinter.rooms.RoomViews;
import dev.overwinter.rooms.Viewer;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Rooms as somebody may see them.
@Component
class RoomShows {
  private final RoomReads reads;
  private final Clock clock;

  RoomShows(RoomReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /// A room for who asks.
  ///
  /// @param who null for a stranger
  /// @throws dev.overwinter.api.Problem 404 when there is none
  RoomJson.Room room(RoomId room, @Nullable RoomCaller who) {
    var member = who == null ? null : reads.member(room, who.holder()).orElse(null);
    return room(room, member);
  }

  /// A room as it is now, hidden things included: for forms that make views of their own of it.
  /// What is due has happened, also while no worker writes it.
  Optional<RoomState> now(RoomId room) {
    return reads.state(room).map(state -> RoomRules.asOf(state, clock.instant()));
  }

  RoomJson.Room room(RoomId room, @Nullable MemberId member) {
    var door = reads.door(room).orElseThrow(RoomRefusals::noRoom);
    return RoomJson.Room.of(door, member == null ? null : view(room, member));
  }

  /// What a member sees.
  ///
  /// @throws dev.overwinter.api.Problem 404 when there is no such room, 403 for who is no member
  RoomView view(RoomId room, MemberId member) {
    var state = now(room).orElseThrow(RoomRefusals::noRoom);
    if (!state.members().containsKey(member)) {
      throw RoomRefusals.notAMember();
    }
    return RoomViews.of(state, Viewer.of(state, member));
  }

  /// What somebody sees who stays in a room: for as long as they hold the seat that they came by.
  ///
  /// @throws dev.overwinter.api.Problem 403 when they are no member any more, or another is it
  static RoomView view(RoomState state, MemberId member, String holder) {
    require(state, member, holder);
    return RoomViews.of(state, Viewer.of(state, member));
  }

  /// @throws dev.overwinter.api.Problem 403 unless that member is held so
  static void require(RoomState state, MemberId member, String holder) {
    var seat = state.members().get(member);
    if (seat == null || !holder.equals(seat.holder())) {
      throw RoomRefusals.notAMember();
    }
  }
}
