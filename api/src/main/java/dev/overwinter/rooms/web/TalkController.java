package dev.overwinter.rooms.web;

import dev.overwinter.api.docs.Refuses;
import dev.overwinter.rooms.RoomCommand;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What members say. Texts are in PostgreSQL and never in a history.
@RestController
@RequestMapping("/api/rooms/{room}/messages")
@Tag(name = "Rooms")
class TalkController {
  private static final String ID = "[0-9a-z]{1,64}";

  private final RoomCommands commands;
  private final RoomCallers callers;
  private final RoomDesk desk;
  private final RoomMessages messages;

  TalkController(RoomCommands commands, RoomCallers callers, RoomDesk desk, RoomMessages messages) {
    this.commands = commands;
    this.callers = callers;
    this.desk = desk;
    this.messages = messages;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Say something",
      description = "Up to 2,000 characters of any script. `made` is the message's id.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done say(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.Saying body) {
    return RoomJson.Done.of(
        RoomRefusals.done(
            desk.say(
                callers.require(request),
                RoomDesk.room(room),
                Optional.ofNullable(key),
                request.getRemoteAddr(),
                body.body())));
  }

  @GetMapping
  @Operation(summary = "What was said, the newest last", description = "For members.")
  RoomJson.Messages page(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestParam(required = false) @Min(1) @Nullable Long before,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    var id = RoomDesk.room(room);
    var _ = desk.member(id, callers.require(request));
    return new RoomJson.Messages(messages.page(id, before, limit));
  }

  @PutMapping("/{message}/reactions")
  @Operation(summary = "Put an emoji below a message", description = "Up to 10 code points.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done react(
      HttpServletRequest request,
      @PathVariable String room,
      @PathVariable @Pattern(regexp = ID) String message,
      @RequestParam @Size(min = 1, max = 40) String emoji,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key) {
    return commands.order(request, room, key, new RoomCommand.React(message, emoji, true));
  }

  @DeleteMapping("/{message}/reactions")
  @Operation(summary = "Take one's emoji back")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done takeBack(
      HttpServletRequest request,
      @PathVariable String room,
      @PathVariable @Pattern(regexp = ID) String message,
      @RequestParam @Size(min = 1, max = 40) String emoji,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key) {
    return commands.order(request, room, key, new RoomCommand.React(message, emoji, false));
  }
}
