package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomRefusal;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/// What refusals look like in our own API: 404 for what is not there, 403 for who may not, 409 for
/// what cannot be as things stand, 410 for a room that is over, 422 for what never can be.
final class RoomRefusals {
  private RoomRefusals() {}

  static HttpStatus status(RoomRefusal refusal) {
    return switch (refusal) {
      case NO_ROOM, NO_SUCH_MEMBER, NO_SUCH_CARD, NO_SUCH_MESSAGE -> HttpStatus.NOT_FOUND;
      case OVER -> HttpStatus.GONE;
      case NOT_A_MEMBER, NOT_HOST, WRONG_ROLE, NOT_YOURS, NOT_LET_IN, MUTED -> HttpStatus.FORBIDDEN;
      case NAME_TAKEN,
          HOST_IS_HERE,
          HOST_CHANGED,
          FULL,
          TOO_FEW_PLAYERS,
          TOO_MANY_PLAYERS,
          NO_ROUND,
          ILLEGAL_MOVE,
          OTHER ->
          HttpStatus.CONFLICT;
      case BAD_VALUE, NO_SUCH_GAME -> HttpStatus.UNPROCESSABLE_CONTENT;
    };
  }

  static Problem problem(RoomRefusal refusal, String reason) {
    return Problem.of(status(refusal), reason).code(refusal.name());
  }

  static Problem noRoom() {
    return problem(RoomRefusal.NO_ROOM, "There is no such room");
  }

  static Problem notAMember() {
    return problem(RoomRefusal.NOT_A_MEMBER, "Only members may: join first");
  }

  static Problem tooOften(Duration pause) {
    return Problem.of(HttpStatus.TOO_MANY_REQUESTS, "Too often. Wait a moment.")
        .code("TOO_OFTEN")
        .retryAfter(pause);
  }

  static RoomAnswer.Done done(RoomAnswer answer) {
    return switch (answer) {
      case RoomAnswer.Done done -> done;
      case RoomAnswer.Refused refused -> throw problem(refused.refusal(), refused.reason());
    };
  }
}
