package dev.overwinter.rooms.web;

import dev.overwinter.rooms.MemberId;
import org.jspecify.annotations.Nullable;

/// Who asks something of rooms, as a token or a login has proved.
///
/// @param member who they are in rooms, unless a seat there was laid for their name
/// @param holder what the rooms know them by: `g:` and a guest, `a:` and an account
/// @param name what they are called where they say nothing else; null for an operator's token
/// @param admin whether they are an operator of Overwinter
/// @param login what ends it; null for a guest, whose token does not end
record RoomCaller(
    MemberId member, String holder, @Nullable String name, boolean admin, @Nullable String login) {

  /// Whether this is a guest.
  boolean guest() {
    return holder.startsWith("g:");
  }

  /// The guest's id.
  String guestId() {
    return holder.substring(2);
  }
}
