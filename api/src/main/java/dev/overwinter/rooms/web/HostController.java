package dev.overwinter.rooms.web;

import dev.overwinter.api.docs.Refuses;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomRefusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The host of a room, and who follows one who has gone without a word.
@RestController
@RequestMapping("/api/rooms/{room}/host")
@Tag(name = "Rooms")
class HostController {
  private final RoomCallers callers;
  private final RoomCommands commands;
  private final RoomDesk desk;
  private final RoomReads reads;
  private final RoomHosts hosts;

  HostController(
      RoomCallers callers, RoomCommands commands, RoomDesk desk, RoomReads reads, RoomHosts hosts) {
    this.callers = callers;
    this.commands = commands;
    this.desk = desk;
    this.reads = reads;
    this.hosts = hosts;
  }

  @GetMapping
  @Operation(
      summary = "Who is the host, and whether they are here",
      description =
          "For members. `wait_seconds` is null while the host is here (or nobody is host), else how"
              + " long they are still waited for: 0 when another may follow.")
  RoomJson.Host host(HttpServletRequest request, @PathVariable String room) {
    var id = RoomDesk.room(room);
    var _ = desk.member(id, callers.require(request));
    var host = reads.door(id).orElseThrow(RoomRefusals::noRoom).host();
    return host == null
        ? new RoomJson.Host(null, null)
        : RoomJson.Host.of(host, hosts.waiting(id, new MemberId(host)));
  }

  @PostMapping
  @Operation(
      summary = "Become host in place of one who has gone",
      description =
          "For members who may speak. `from` is the host who was found gone. Refused with"
              + " HOST_IS_HERE while that host has a socket or stream open at any process, did"
              + " something, or became host, or had within the last 90 seconds; with HOST_CHANGED"
              + " when another is the host by now, so that of two who ask at once one is. All hear"
              + " `host`, as when it is handed over; the old host stays a member.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done take(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.Taking body) {
    var from =
        MemberId.parse(body.from())
            .orElseThrow(
                () -> RoomRefusals.problem(RoomRefusal.NO_SUCH_MEMBER, "There is no such member"));
    return commands.order(request, room, key, new RoomCommand.TakeHost(from));
  }
}
