package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomRefusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Members of a room, and bots.
@RestController
@RequestMapping("/api/rooms/{room}")
@Tag(name = "Rooms")
class MembersController {
  private final RoomCommands commands;
  private final Clock clock;

  MembersController(RoomCommands commands, Clock clock) {
    this.commands = commands;
    this.clock = clock;
  }

  @PatchMapping("/members/{member}")
  @Operation(
      summary = "Change what a member is",
      description =
          "`next` is what they are from the next round on; the room's settings say who says so."
              + " `muted_until` and `host` are for its host. One at a time.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done change(
      HttpServletRequest request,
      @PathVariable String room,
      @PathVariable String member,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.MemberChange body) {
    var who = member(member);
    var wanted = new ArrayList<RoomCommand>();
    if (body.next() != null) {
      wanted.add(new RoomCommand.Wish(who, body.next()));
    }
    if (body.mutedUntil() != null) {
      boolean over = !body.mutedUntil().isAfter(clock.instant());
      wanted.add(new RoomCommand.Mute(who, over ? null : body.mutedUntil()));
    }
    if (Boolean.TRUE.equals(body.host())) {
      wanted.add(new RoomCommand.HandOver(who));
    }
    if (wanted.size() != 1) {
      throw Problem.invalid(Map.of("next", "exactly one of next, muted_until, host"));
    }
    return commands.order(request, room, key, wanted.getFirst());
  }

  @DeleteMapping("/members/{member}")
  @Operation(
      summary = "Put somebody out",
      description = "For its host. They are not let in again; a bot is taken away.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done kick(
      HttpServletRequest request,
      @PathVariable String room,
      @PathVariable String member,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key) {
    return commands.order(request, room, key, new RoomCommand.Kick(member(member)));
  }

  @PostMapping("/bots")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Fill a seat with a bot from the next round on",
      description = "For its host. `made` is the bot's id.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done bot(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key) {
    return commands.order(request, room, key, new RoomCommand.AddBot());
  }

  private static MemberId member(String typed) {
    return MemberId.parse(typed)
        .orElseThrow(
            () -> RoomRefusals.problem(RoomRefusal.NO_SUCH_MEMBER, "There is no such member"));
  }
}
