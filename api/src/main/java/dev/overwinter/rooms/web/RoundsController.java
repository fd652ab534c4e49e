package dev.overwinter.rooms.web;

import dev.overwinter.api.docs.Refuses;
import dev.overwinter.rooms.RoomCommand;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Rounds of a room, and what is played in them.
@RestController
@RequestMapping("/api/rooms/{room}")
@Tag(name = "Rooms")
class RoundsController {
  private final RoomCommands commands;

  RoundsController(RoomCommands commands) {
    this.commands = commands;
  }

  @PostMapping("/rounds")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Begin a round",
      description =
          "Everybody is what they chose to be from now on, players are dealt to, and the round"
              + " before ends. `made` is its id.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done start(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.Starting body) {
    return commands.order(request, room, key, new RoomCommand.Start(body.topic(), null));
  }

  @DeleteMapping("/rounds/current")
  @Operation(summary = "End the round under way")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done finish(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key) {
    return commands.order(request, room, key, new RoomCommand.Finish());
  }

  @PostMapping("/moves")
  @Operation(
      summary = "Play",
      description =
          "All of the moves or none. TOP10 knows `flip` (value `true` for face down), `peek`"
              + " (`true` while one looks) and `score` (1 to 10, or nothing).")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done play(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.Moves body) {
    return commands.order(
        request,
        room,
        key,
        new RoomCommand.Play(body.moves().stream().map(RoomJson.Move::move).toList()));
  }
}
