package dev.overwinter.rooms;

import org.jspecify.annotations.Nullable;

/// A command and who gives it. The api vouches for who that is.
///
/// @param request the same command twice has the same one: the second gets the first one's answer
/// @param by the member who orders; for who is none yet, the id that they will have; null for an
///   operator, who may do everything
/// @param holder who proves to be that member
/// @param seen the room's seq that the api has read in PostgreSQL: a room that knows less looks
///   there before it decides; 0 when nobody has looked
public record RoomOrder(
    String request,
    RoomId room,
    @Nullable MemberId by,
    @Nullable String holder,
    RoomCommand command,
    long seen) {
  /// The longest request id.
  public static final int LONGEST_REQUEST = 128;

  /// Of somebody who has not looked.
  public RoomOrder(
      String request,
      RoomId room,
      @Nullable MemberId by,
      @Nullable String holder,
      RoomCommand command) {
    this(request, room, by, holder, command, 0);
  }
}
