package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.order.AllianceOrder;
import dev.overwinter.universe.order.AllianceRight;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Alliances, and what members and applicants do there.
@RestController
@RequestMapping("/api/universe/{universe}")
@Tag(name = "Universe")
class AllianceController {
  private static final String LINE = "[^\\p{Cntrl}\\p{Cs}]*";
  private static final String TEXT = "[^\\x00\\p{Cs}]*";

  private final Seated seated;
  private final AllianceReads alliances;
  private final UniverseOrders orders;

  AllianceController(Seated seated, AllianceReads alliances, UniverseOrders orders) {
    this.seated = seated;
    this.alliances = alliances;
    this.orders = orders;
  }

  @GetMapping("/alliances")
  @Operation(summary = "The strongest alliances, strongest first")
  List<AllianceReads.Alliance> strongest(
      @PathVariable String universe,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
    return alliances.of(seated.universe(universe).id(), limit);
  }

  /// One's own alliance.
  ///
  /// @param role `founder`, `member`, or one of the roles
  /// @param rights what it allows
  /// @param applications who wants to come in; none for who may not decide
  record Mine(
      AllianceReads.Alliance alliance,
      String role,
      List<AllianceRight> rights,
      List<AllianceReads.Member> members,
      List<AllianceReads.Role> roles,
      List<AllianceReads.Application> applications) {}

  @GetMapping("/alliance")
  @Operation(summary = "One's own alliance: 404 with the code NO_ALLIANCE without one")
  Mine mine(@AuthenticationPrincipal Actor actor, @PathVariable String universe) {
    var seat =
        alliances
            .seat(seated.player(actor, universe).id())
            .orElseThrow(() ->
                Problem.of(HttpStatus.NOT_FOUND, "You belong to no alliance").code("NO_ALLIANCE"));
    return new Mine(
        alliances.find(seat.alliance()).orElseThrow(),
        seat.role(),
        seat.rights().stream().sorted().toList(),
        alliances.members(seat.alliance()),
        alliances.roles(seat.alliance()),
        seat.may(AllianceRight.APPLICATIONS) ? alliances.applications(seat.alliance()) : List.of());
  }

  /// What can be done about alliances.
  enum Kind {
    /// Begin one: `tag`, `name`, `description`.
    FOUND,
    /// Change `description` and `open`.
    EDIT,
    /// Ask to belong to `alliance`, with a `text`.
    APPLY,
    /// Take `player` in or decline: `accept`.
    DECIDE,
    /// Belong to it no more.
    LEAVE,
    /// Turn `player` out.
    KICK,
    /// Make or change the role `name` with `rights`; without any it is removed.
    ROLE,
    /// Give `player` the role `name`, or `member` for none.
    GIVE,
    /// Write to all members: `subject` and `text`.
    CIRCULAR
  }

  /// @param kind what
  /// @param tag 3 to 8 characters
  /// @param name of the alliance, 3 to 40 characters, or of the role
  /// @param description null for none
  /// @param open whether applications are taken; null for yes
  /// @param alliance which one
  /// @param player whom it is about
  /// @param accept whether they come in
  /// @param rights of the role
  /// @param subject of the message
  /// @param text of the application or message
  record AllianceOrderBody(
      @NotNull Kind kind,
      @Size(max = 8) @Pattern(regexp = LINE) @Nullable String tag,
      @Size(max = 40) @Pattern(regexp = LINE) @Nullable String name,
      @Size(max = 4000) @Pattern(regexp = TEXT) @Nullable String description,
      @Nullable Boolean open,
      @Min(1) @Nullable Long alliance,
      @Min(1) @Nullable Long player,
      @Nullable Boolean accept,
      @Size(max = 5) @Nullable List<@NotNull AllianceRight> rights,
      @Size(max = 120) @Pattern(regexp = LINE) @Nullable String subject,
      @Size(max = 4000) @Pattern(regexp = TEXT) @Nullable String text) {

    /// @throws Problem 422 when something is missing that this kind needs
    AllianceOrder order() {
      return switch (kind) {
        case FOUND ->
            new AllianceOrder.Found(need("tag", tag), need("name", name), or(description));
        case EDIT -> new AllianceOrder.Edit(or(description), !Boolean.FALSE.equals(open));
        case APPLY -> new AllianceOrder.Apply(need("alliance", alliance), or(text));
        case DECIDE -> new AllianceOrder.Decide(need("player", player), need("accept", accept));
        case LEAVE -> new AllianceOrder.Leave();
        case KICK -> new AllianceOrder.Kick(need("player", player));
        case ROLE ->
            new AllianceOrder.Role(need("name", name), rights == null ? List.of() : rights);
        case GIVE -> new AllianceOrder.Give(need("player", player), need("name", name));
        case CIRCULAR -> new AllianceOrder.Circular(need("subject", subject), need("text", text));
      };
    }

    private <T> T need(String field, @Nullable T value) {
      if (value == null) {
        throw Problem.of(
            HttpStatus.UNPROCESSABLE_CONTENT, field + ": must be there for " + kind.name());
      }
      return value;
    }

    private static String or(@Nullable String value) {
      return value == null ? "" : value;
    }
  }

  /// @param id of the alliance or player that it was about; 0 for nothing that has one
  record AllianceDone(long id) {}

  @PostMapping("/alliance/orders")
  @Operation(
      summary = "Found, edit, apply, decide, leave, kick, make and give roles, write to all",
      description =
          "404 for who or what is not there or not theirs, 409 with a code for what cannot be as"
              + " things stand: NOT_ALLOWED, NAME_TAKEN, LIMIT, OCCUPIED, KEY_CONFLICT.")
  @Refuses(HttpStatus.CONFLICT)
  AllianceDone order(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody AllianceOrderBody body) {
    var player = seated.player(actor, universe);
    var answer =
        Seated.done(
            orders.command(
                PlanetsController.key("ally", player, key),
                new PlayerCommand.Ally(player.id(), body.order())));
    return new AllianceDone(answer instanceof PlayerAnswer.Done(var id) ? id : 0);
  }
}
