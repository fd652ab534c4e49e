package dev.overwinter.rooms;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Why a room does not do something.
public enum RoomRefusal {
  /// There is no such room.
  NO_ROOM,
  /// The room is retired or closed.
  OVER,
  /// Only members may.
  NOT_A_MEMBER,
  /// There is no such member.
  NO_SUCH_MEMBER,
  /// Only the host may.
  NOT_HOST,
  /// The host is there, or was a moment ago.
  HOST_IS_HERE,
  /// Another is the host than was thought.
  HOST_CHANGED,
  /// Not in this role.
  WRONG_ROLE,
  /// Who asks is not who has that member, or not whose card it is.
  NOT_YOURS,
  /// Somebody of that name is there already.
  NAME_TAKEN,
  /// The room is locked, or they were put out.
  NOT_LET_IN,
  /// As many members, bots or seats as there may be.
  FULL,
  /// Not enough players.
  TOO_FEW_PLAYERS,
  /// More than the game has cards for.
  TOO_MANY_PLAYERS,
  /// No round is under way.
  NO_ROUND,
  /// No such card in this round.
  NO_SUCH_CARD,
  /// No such message.
  NO_SUCH_MESSAGE,
  /// The game has no such move, or not now.
  ILLEGAL_MOVE,
  /// What was sent has not the expected form.
  BAD_VALUE,
  /// Somebody muted them.
  MUTED,
  /// No such game.
  NO_SUCH_GAME,
  /// One that a newer program knows: the reason in words tells people.
  @JsonEnumDefaultValue
  OTHER
}
