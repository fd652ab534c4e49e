package dev.overwinter.rooms;

import java.util.List;

/// What [RoomRules] make of an order.
public sealed interface Decision {

  /// It is not done.
  record Refused(RoomAnswer.Refused answer) implements Decision {}

  /// It is so already.
  record Nothing(RoomAnswer.Done answer) implements Decision {}

  /// It is done as soon as this is kept.
  ///
  /// @param next what the room is then
  /// @param events what everybody may know of it, in order; the last one's seq is `next.seq()`
  record Ready(RoomState next, List<RoomEvent> events, RoomAnswer.Done answer) implements Decision {
    public Ready {
      events = List.copyOf(events);
    }
  }

  /// Ask again with chance.
  ///
  /// @param bytes how many
  record NeedsChance(int bytes) implements Decision {}

  /// A refusal.
  ///
  /// @param reason one line for people; never with a value of the game in it
  static Decision refused(RoomRefusal refusal, String reason) {
    return new Refused(new RoomAnswer.Refused(refusal, reason));
  }
}
