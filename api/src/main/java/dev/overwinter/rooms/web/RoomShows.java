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

  RoomJson.Room room(RoomId room, @Nullable MemberId member) {
    var door = reads.door(room).orElseThrow(RoomRefusals::noRoom);
    return RoomJson.Room.of(door, member == null ? null : view(room, member));
  }

  /// All that a room is, hidden things included: for who makes a view of it. What is due has
  /// happened, also while no worker writes it.
  Optional<RoomState> state(RoomId room) {
    return reads.state(room).map(state -> RoomRules.asOf(state, clock.instant()));
  }

  /// What a member sees.
  ///
  /// @throws dev.overwinter.api.Problem 404 when there is no such room, 403 for who is no member
  RoomView view(RoomId room, MemberId member) {
    return view(state(room).orElseThrow(RoomRefusals::noRoom), member);
  }

  static RoomView view(RoomState state, MemberId member) {
    var viewer = Viewer.of(state, member);
    if (viewer.member() == null) {
      throw RoomRefusals.notAMember();
    }
    return RoomViews.of(state, viewer);
  }
}
