package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Rooms: made, entered, told and ended. A command is answered by what became of it; with an
/// Idempotency-Key it can be repeated and is carried out once.
@RestController
@RequestMapping("/api/rooms")
@Tag(name = "Rooms")
class RoomsController {
  private final RoomCommands commands;
  private final RoomEntrance entrance;
  private final RoomCallers callers;
  private final RoomInvites invites;
  private final RoomReads reads;
  private final RoomShows shows;

  RoomsController(
      RoomCommands commands,
      RoomEntrance entrance,
      RoomCallers callers,
      RoomInvites invites,
      RoomReads reads,
      RoomShows shows) {
    this.commands = commands;
    this.entrance = entrance;
    this.callers = callers;
    this.invites = invites;
    this.reads = reads;
    this.shows = shows;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make a room",
      description =
          "Who makes it is its host and first member. Who was nobody is a guest called `as` from"
              + " then on: the answer has their token.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Entered open(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.NewRoom body) {
    entrance.makes(request);
    var entry = entrance.enter(request, Optional.ofNullable(body.as()));
    var settings =
        body.settings() == null
            ? RoomSettings.usual()
            : body.settings().changes().over(RoomSettings.usual());
    var id =
        key == null
            ? Secrets.random()
                .replaceAll("[^0-9A-Za-z]", "")
                .toLowerCase(Locale.ROOT)
                .substring(0, 12)
            : Hashes.request("open", "", entry.caller().holder(), Optional.of(key))
                .substring(0, 12);
    var command =
        new RoomCommand.Open(
            body.name(),
            Optional.ofNullable(body.game()).orElse("top10"),
            settings,
            name(entry.caller(), body.as()));
    if (key != null && reads.common(new RoomId(id))) {
      throw taken();
    }
    var done = commands.order(request, entry.caller(), id, key, command);
    if (!done.changed()
        && !entry.caller().admin()
        && reads.member(new RoomId(id), entry.caller().holder()).isEmpty()) {
      throw taken();
    }
    return entered(request, response, new RoomId(id), entry);
  }

  /// A room's id that follows from a key can be worked out by others, who were faster.
  private static Problem taken() {
    return RoomRefusals.problem(
        RoomRefusal.OTHER, "There is a room of that key which is not yours. Take another key.");
  }

  /// What somebody is called in a room; null for an operator's token, who is in none.
  private static @Nullable String name(RoomCaller who, @Nullable String said) {
    return said != null || who.name() == null ? said : who.name();
  }

  private RoomJson.Entered entered(
      HttpServletRequest request,
      HttpServletResponse response,
      RoomId room,
      RoomEntrance.Entry entry) {
    if (entry.arrived() != null) {
      RoomCallers.remember(request, response, entry.arrived());
    }
    var member = reads.member(room, entry.caller().holder());
    return new RoomJson.Entered(
        member.map(MemberId::text).orElse(""),
        entry.arrived() == null ? null : entry.arrived().token(),
        shows.room(room, member.orElse(null)));
  }

  @GetMapping("/{room}")
  @Operation(
      summary = "A room as one sees it",
      description =
          "Who is no member sees its name, its game, whether a round is under way, and how many are"
              + " there: `view` is null.")
  RoomJson.Room one(HttpServletRequest request, @PathVariable String room) {
    return shows.room(RoomDesk.room(room), callers.find(request).orElse(null));
  }

  @PostMapping("/{room}/join")
  @Operation(
      summary = "Join a room",
      description =
          "Who was nobody is a guest called `name` from then on: the answer has their token. A seat"
              + " that was laid for the name is taken.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Entered join(
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.Joining body) {
    var id = RoomDesk.room(room);
    if (reads.door(id).isEmpty()) {
      throw RoomRefusals.noRoom(); // and nobody becomes a guest for it
    }
    var entry = entrance.enter(request, Optional.ofNullable(body.name()));
    var name = name(entry.caller(), body.name());
    if (name == null) {
      throw Problem.of(HttpStatus.FORBIDDEN, "An operator's token joins no room: log in");
    }
    var holder = entry.caller().holder();
    var invite = body.invite();
    var use = invite == null ? RoomInvites.Use.NO : use(request, id, invite, holder);
    try {
      var _ =
          commands.order(
              request, entry.caller(), room, key, new RoomCommand.Join(name, invite != null));
    } catch (Problem refused) {
      if (invite != null && use == RoomInvites.Use.TAKEN && isFinal(refused)) {
        invites.giveBack(id, invite, holder);
      }
      throw refused;
    }
    return entered(request, response, id, entry);
  }

  private RoomInvites.Use use(HttpServletRequest request, RoomId room, String code, String holder) {
    entrance.guess(request);
    var use = invites.use(room, code, holder);
    if (use == RoomInvites.Use.NO) {
      throw Problem.of(
              HttpStatus.FORBIDDEN, "The invitation is not good, or not any more. Ask for another.")
          .code("BAD_INVITE");
    }
    return use;
  }

  /// Whether somebody is not in, and not only not yet: who came too often comes again with the use
  /// that they have.
  private static boolean isFinal(Problem refused) {
    return refused.getStatusCode().is4xxClientError()
        && !refused.getStatusCode().isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS);
  }

  @PostMapping("/{room}/leave")
  @Operation(
      summary = "Leave a room",
      description = "One's cards stay face down and count for nobody.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done leave(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key) {
    return commands.order(request, room, key, new RoomCommand.Leave());
  }

  @PatchMapping("/{room}")
  @Operation(summary = "Change what a room is told about itself", description = "For its host.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done change(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody RoomJson.RoomChange body) {
    var who = callers.require(request);
    return commands.order(
        request,
        who,
        room,
        key,
        new RoomCommand.Configure(
            body.name(), body.game(), body.settings() == null ? null : body.settings().changes()));
  }

  @DeleteMapping("/{room}")
  @Operation(summary = "End a room for good", description = "For its host.")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.GONE})
  RoomJson.Done close(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = RoomCommands.KEY, message = RoomCommands.KEY_WORDS)
          @Nullable String key) {
    return commands.order(request, room, key, new RoomCommand.Close());
  }

  @GetMapping("/{room}/history")
  @Operation(
      summary = "Rounds that have ended, and points",
      description = "For members. The last 50 rounds; points are of all.")
  RoomJson.History history(HttpServletRequest request, @PathVariable String room) {
    var id = RoomDesk.room(room);
    var who = callers.require(request);
    var view = shows.view(id, reads.member(id, who.holder()).orElse(who.member()));
    var totals = new TreeMap<String, Integer>();
    view.totals().forEach((member, points) -> totals.put(member.text(), points));
    return new RoomJson.History(view.rounds(), view.past(), totals);
  }
}
