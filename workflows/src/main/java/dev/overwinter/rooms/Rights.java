package dev.overwinter.rooms;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may do what in a room. An operator (nobody by name) may do everything.
final class Rights {
  private Rights() {}

  /// Whoever asks is the member who they say they are.
  static Optional<Decision> knows(RoomState room, RoomOrder order) {
    var by = order.by();
    if (by == null) {
      return Optional.empty();
    }
    var member = room.members().get(by);
    if (member == null) {
      return refused(RoomRefusal.NOT_A_MEMBER, "only members of the room may");
    }
    return member.holder() != null && member.holder().equals(order.holder())
        ? Optional.empty()
        : refused(RoomRefusal.NOT_YOURS, "somebody else is this member");
  }

  static Optional<Decision> host(RoomState room, @Nullable MemberId by) {
    return isHost(room, by)
        ? Optional.empty()
        : refused(RoomRefusal.NOT_HOST, "only the host of the room may");
  }

  private static boolean isHost(RoomState room, @Nullable MemberId by) {
    return by == null || by.equals(room.host());
  }

  /// Who begins and ends rounds.
  static Optional<Decision> rounds(RoomState room, RoomOrder order) {
    var by = order.by();
    if (room.settings().starts() != Rule.HOST && room.rounds() == 0 && room.host() == null) {
      // The first round of a room that nobody has: somebody has to begin it.
      return by != null && room.members().containsKey(by) ? knows(room, order) : Optional.empty();
    }
    var stranger = knows(room, order);
    if (stranger.isPresent() || isHost(room, by)) {
      return stranger;
    }
    if (room.settings().starts() == Rule.HOST) {
      return refused(RoomRefusal.NOT_HOST, "only the host of the room begins and ends rounds");
    }
    var member = by == null ? null : room.members().get(by);
    // Else nobody could, when all who played have gone from a room that is nobody's.
    var idle = room.settings().common() && room.round() == null;
    return member != null && member.role() == Role.WATCHER && !idle
        ? refused(RoomRefusal.WRONG_ROLE, "watchers cannot begin or end a round")
        : Optional.empty();
  }

  /// Who says what somebody is from the next round on.
  static Optional<Decision> wish(RoomState room, @Nullable MemberId by, RoomCommand.Wish wish) {
    if (isHost(room, by)) {
      return Optional.empty();
    }
    var self = wish.who().equals(by);
    var may =
        switch (room.settings().roles()) {
          case HOST -> self && wish.next() != Role.MASTER;
          case SELF -> self;
          case ANYONE -> true;
        };
    return may
        ? Optional.empty()
        : refused(RoomRefusal.NOT_HOST, "only the host of the room gives this role");
  }

  /// Who fills seats with bots.
  static Optional<Decision> bots(RoomState room, @Nullable MemberId by) {
    return room.settings().roles() == Rule.ANYONE ? Optional.empty() : host(room, by);
  }

  private static Optional<Decision> refused(RoomRefusal refusal, String reason) {
    return Optional.of(Decision.refused(refusal, reason));
  }
}
