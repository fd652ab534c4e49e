package dev.overwinter.rooms;

import org.jspecify.annotations.Nullable;

/// Who looks at a room, as far as it matters for what they see.
///
/// @param member who they are there; null for a stranger, whatever else they may do
/// @param role null for a stranger
/// @param mayPeek whether who looks on may look below the cards of this round
public record Viewer(@Nullable MemberId member, @Nullable Role role, boolean mayPeek) {
  /// Somebody who is no member.
  public static final Viewer STRANGER = new Viewer(null, null, false);

  /// A member of a room, or a stranger when there is no such one.
  public static Viewer of(RoomState room, @Nullable MemberId member) {
    var known = member == null ? null : room.members().get(member);
    var round = room.round();
    return known == null
        ? STRANGER
        : new Viewer(known.id(), known.role(), round != null && round.watchersPeek());
  }
}
