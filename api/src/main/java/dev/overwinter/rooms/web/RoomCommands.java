package dev.overwinter.rooms.web;

import dev.overwinter.rooms.RoomCommand;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Commands of our own API: by who asks, answered by what became of them or refused as a problem.
@Component
class RoomCommands {
  /// The form of a client's own key.
  static final String KEY = "[\\x21-\\x7e]{1,128}";

  static final String KEY_WORDS = "must be 1 to 128 visible characters";

  private final RoomCallers callers;
  private final RoomDesk desk;

  RoomCommands(RoomCallers callers, RoomDesk desk) {
    this.callers = callers;
    this.desk = desk;
  }

  /// Has it done.
  ///
  /// @throws dev.overwinter.api.Problem when it is refused
  RoomJson.Done order(
      HttpServletRequest request, String room, @Nullable String key, RoomCommand command) {
    return order(request, callers.require(request), room, key, command);
  }

  RoomJson.Done order(
      HttpServletRequest request,
      RoomCaller who,
      String room,
      @Nullable String key,
      RoomCommand command) {
    var ask =
        new RoomDesk.Ask(
            who, RoomDesk.room(room), Optional.ofNullable(key), request.getRemoteAddr(), command);
    return RoomJson.Done.of(RoomRefusals.done(desk.order(ask)));
  }
}
