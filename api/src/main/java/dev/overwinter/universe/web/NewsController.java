package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a player is told: events by cursor, messages, reports.
@RestController
@RequestMapping("/api/universe/{universe}")
@Tag(name = "Universe")
class NewsController {
  private final Seated seated;
  private final EventReads events;
  private final MessageReads messages;
  private final ReportReads reports;
  private final PlayerReads players;
  private final UniverseOrders orders;

  NewsController(
      Seated seated,
      EventReads events,
      MessageReads messages,
      ReportReads reports,
      PlayerReads players,
      UniverseOrders orders) {
    this.seated = seated;
    this.events = events;
    this.messages = messages;
    this.reports = reports;
    this.players = players;
    this.orders = orders;
  }

  /// What happened.
  ///
  /// @param cursor what to ask after next time
  /// @param type of it, as the socket names it
  /// @param payload the rest of it
  /// @param at when, which may be before anybody could write it down
  record Event(long cursor, String type, Object payload, Instant at) {}

  /// What happened, and where to go on.
  ///
  /// @param events in order
  /// @param cursor what to ask after next time
  record Events(List<Event> events, long cursor) {}

  @GetMapping("/events")
  @Operation(
      summary = "What happened after a cursor",
      description =
          "In order and without gaps, for a week. The same comes by the socket /ws?token=&cursor=.")
  Events events(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "0") @Min(0) long cursor,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
    var found =
        events.after(seated.player(actor, universe).id(), cursor, limit).stream()
            .map(event -> new Event(event.cursor(), event.type(), event.payload(), event.at()))
            .toList();
    return new Events(found, found.isEmpty() ? cursor : found.getLast().cursor());
  }

  /// A notification or message.
  ///
  /// @param id of it
  /// @param folder notification, message or circular
  /// @param type what it is about
  /// @param sender null when nobody wrote it
  /// @param senderName null likewise
  /// @param payload of a message: `subject` and `body`
  /// @param priority info, normal, warning or critical
  /// @param createdAt when
  /// @param readAt null while it is new
  record Message(
      long id,
      String folder,
      String type,
      @Nullable Long sender,
      @JsonProperty("sender_name") @Nullable String senderName,
      Object payload,
      String priority,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("read_at") @Nullable Instant readAt) {
    static Message of(MessageReads.Message row) {
      return new Message(
          row.id(),
          row.folder(),
          row.type(),
          row.sender(),
          row.senderName(),
          row.payload(),
          row.priority(),
          row.createdAt(),
          row.readAt());
    }
  }

  @GetMapping("/messages")
  @Operation(summary = "Notifications and messages, newest first")
  List<Message> messages(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "") @Pattern(regexp = "|notification|message|circular")
          String folder,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1000000) int offset) {
    long player = seated.player(actor, universe).id();
    return messages.of(player, folder, limit, offset).stream().map(Message::of).toList();
  }

  /// @param to whose name
  /// @param subject 1 to 120 characters
  /// @param body 1 to 4,000 characters
  record Letter(
      @NotBlank @Size(max = 64) @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*") String to,
      @NotBlank @Size(max = 120) @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*") String subject,
      @NotBlank @Size(max = 4000) @Pattern(regexp = "[^\\x00\\p{Cs}]*") String body) {}

  /// @param id of what was made or changed; 0 for nothing that has one
  record Done(long id) {}

  @PostMapping("/messages")
  @Operation(summary = "Write to another player")
  @Refuses(HttpStatus.CONFLICT)
  Done write(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Letter body) {
    var player = seated.player(actor, universe);
    var to =
        players
            .named(player.universe(), body.to())
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no player " + body.to()));
    return done(
        orders.command(
            PlanetsController.key("write", player, key),
            new PlayerCommand.Write(player.id(), to.id(), body.subject(), body.body())));
  }

  private static Done done(PlayerAnswer answer) {
    return Seated.done(answer) instanceof PlayerAnswer.Done(var id) ? new Done(id) : new Done(0);
  }

  /// @param messages ids; an empty list is all of them
  record Read(@NotNull @Size(max = 1000) List<@NotNull @Min(1) Long> messages) {}

  @PostMapping("/messages/read")
  @Operation(summary = "Mark messages and notifications as read")
  @Refuses(HttpStatus.CONFLICT)
  Done read(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @Valid @RequestBody Read body) {
    var player = seated.player(actor, universe);
    return done(
        orders.command(
            OrderKeys.of("read", player.id(), Optional.empty()),
            new PlayerCommand.Read(player.id(), body.messages())));
  }

  @DeleteMapping("/messages/{message}")
  @Operation(summary = "Delete a message or notification")
  @Refuses(HttpStatus.CONFLICT)
  Done discard(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long message) {
    var player = seated.player(actor, universe);
    return done(
        orders.command(
            OrderKeys.of("discard", player.id(), Optional.empty()),
            new PlayerCommand.Discard(player.id(), message)));
  }

  /// A battle.
  ///
  /// @param id of it
  /// @param attacker who led the attack
  /// @param attackerName for people
  /// @param defender who was attacked
  /// @param defenderName for people
  /// @param at where
  /// @param winner attacker, defender or draw
  /// @param rule by which rules it was fought
  /// @param report rounds, losses, loot, debris
  /// @param createdAt when
  record Battle(
      long id,
      long attacker,
      @JsonProperty("attacker_name") String attackerName,
      long defender,
      @JsonProperty("defender_name") String defenderName,
      ReportReads.Place at,
      String winner,
      String rule,
      Object report,
      @JsonProperty("created_at") Instant createdAt) {
    static Battle of(ReportReads.Battle row) {
      return new Battle(
          row.id(),
          row.attacker(),
          row.attackerName(),
          row.defender(),
          row.defenderName(),
          row.at(),
          row.winner(),
          row.rule(),
          row.report(),
          row.createdAt());
    }
  }

  @GetMapping("/battles")
  @Operation(summary = "Battles that one took part in, newest first")
  List<Battle> battles(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1000000) int offset) {
    return reports.battles(seated.player(actor, universe).id(), limit, offset).stream()
        .map(Battle::of)
        .toList();
  }

  @GetMapping("/battles/{battle}")
  @Operation(summary = "One of them")
  Battle battle(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Min(1) long battle) {
    return reports
        .battle(seated.player(actor, universe).id(), battle)
        .map(Battle::of)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Battle report not found"));
  }

  /// What probes saw.
  ///
  /// @param defender null when nobody lived there
  record Spied(
      long id,
      long attacker,
      @Nullable Long defender,
      ReportReads.Place at,
      Object report,
      @JsonProperty("created_at") Instant createdAt) {}

  @GetMapping("/espionage")
  @Operation(summary = "What probes saw, newest first")
  List<Spied> espionage(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1000000) int offset) {
    return reports.spied(seated.player(actor, universe).id(), limit, offset).stream()
        .map(row ->
            new Spied(
                row.id(), row.attacker(), row.defender(), row.at(), row.report(), row.createdAt()))
        .toList();
  }
}
