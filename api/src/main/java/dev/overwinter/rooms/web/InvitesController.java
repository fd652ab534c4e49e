package dev.overwinter.rooms.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRefusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Invitations to rooms, for their hosts.
@RestController
@RequestMapping("/api/rooms/{room}/invites")
@Tag(name = "Rooms")
class InvitesController {
  private static final int USUAL_HOURS = 24;

  private final RoomCallers callers;
  private final RoomReads reads;
  private final RoomDesk desk;
  private final RoomInvites invites;

  InvitesController(RoomCallers callers, RoomReads reads, RoomDesk desk, RoomInvites invites) {
    this.callers = callers;
    this.reads = reads;
    this.desk = desk;
    this.invites = invites;
  }

  /// An invitation to be made.
  ///
  /// @param uses how many it lets in; null for one
  /// @param hours how long it is good; null for a day
  record NewInvite(
      @Min(1) @Max(64) @Nullable Integer uses, @Min(1) @Max(720) @Nullable Integer hours) {}

  /// One with its code, which is shown once.
  ///
  /// @param code for `POST …/join` as `invite`
  record Made(
      String id,
      String code,
      @JsonProperty("uses_left") int usesLeft,
      @JsonProperty("expires_at") Instant expiresAt) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make an invitation",
      description =
          "For the room's host. It lets people into a locked room, so many and for so long; its code"
              + " is shown once.")
  @Refuses(HttpStatus.CONFLICT)
  Made make(
      HttpServletRequest request, @PathVariable String room, @Valid @RequestBody NewInvite body) {
    var id = hosted(request, room);
    var who = callers.require(request);
    var made =
        invites
            .make(
                id,
                who.member().text(),
                body.uses() == null ? 1 : body.uses(),
                Duration.ofHours(body.hours() == null ? USUAL_HOURS : body.hours()))
            .orElseThrow(() ->
                RoomRefusals.problem(
                    RoomRefusal.FULL,
                    "There are " + RoomInvites.MOST + " open invitations already"));
    return new Made(
        made.invite().id(), made.code(), made.invite().usesLeft(), made.invite().expiresAt());
  }

  @GetMapping
  @Operation(summary = "Invitations that still let somebody in", description = "For the host.")
  List<RoomInvites.Invite> all(HttpServletRequest request, @PathVariable String room) {
    return invites.of(hosted(request, room));
  }

  @DeleteMapping("/{invite}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "End an invitation", description = "For the host.")
  @Refuses(HttpStatus.UNPROCESSABLE_CONTENT)
  void end(
      HttpServletRequest request,
      @PathVariable String room,
      @PathVariable @Pattern(regexp = "[0-9a-f]{16}") String invite) {
    if (!invites.end(hosted(request, room), invite)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such invitation");
    }
  }

  private RoomId hosted(HttpServletRequest request, String room) {
    var id = RoomDesk.room(room);
    var who = callers.require(request);
    var door = reads.door(id).orElseThrow(RoomRefusals::noRoom);
    if (who.admin()) {
      return id;
    }
    if (!desk.member(id, who).text().equals(door.host())) {
      throw RoomRefusals.problem(RoomRefusal.NOT_HOST, "Only the host may");
    }
    return id;
  }
}
