package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.order.PlayerCommand;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
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
import org.springframework.web.bind.annotation.RestController;

/// Attacks of several players: who founds one by sending a fleet invites others to it.
@RestController
@RequestMapping("/api/universe/{universe}")
@Tag(name = "Universe")
class UnionsController {
  private final Seated seated;
  private final UnionReads unions;
  private final UniverseOrders orders;

  UnionsController(Seated seated, UnionReads unions, UniverseOrders orders) {
    this.seated = seated;
    this.unions = unions;
    this.orders = orders;
  }

  /// A union that has not fought yet.
  ///
  /// @param id what a fleet says that joins it
  /// @param founder who may invite others
  /// @param founderName for people
  /// @param arrivesAt when all of its fleets are there
  /// @param invited the players that may join
  record Union(
      String id,
      long founder,
      @JsonProperty("founder_name") String founderName,
      UniverseJson.Place target,
      @JsonProperty("arrives_at") Instant arrivesAt,
      List<Long> invited) {
    static Union of(UnionReads.Union union) {
      return new Union(
          union.id(),
          union.founder(),
          union.founderName(),
          UniverseJson.Place.of(union.target()),
          union.arrivesAt(),
          union.invited());
    }
  }

  @GetMapping("/unions")
  @Operation(
      summary = "The unions that one may join, next arrival first",
      description = "A fleet joins one with the mission ACS_ATTACK and the `union`'s id.")
  List<Union> open(@AuthenticationPrincipal Actor actor, @PathVariable String universe) {
    return unions.open(seated.player(actor, universe).id()).stream().map(Union::of).toList();
  }

  /// @param player who is asked to join
  record Invitation(@NotNull @Min(1) Long player) {}

  /// @param union to which
  /// @param player who may join it now
  record Invited(String union, long player) {}

  @PostMapping("/unions/{union}/invitations")
  @Operation(
      summary = "Invite a player to a union that one has founded",
      description =
          "An ACS_ATTACK without a union founds one whose id is the fleet's. Inviting somebody"
              + " again changes nothing. 409 with the code LIMIT when it has as many players as may"
              + " be.")
  @Refuses(HttpStatus.CONFLICT)
  Invited invite(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String union,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = PlanetsController.KEY, message = PlanetsController.KEY_WORDS)
          @Nullable String key,
      @Valid @RequestBody Invitation body) {
    var player = seated.player(actor, universe);
    long invited = body.player();
    var _ =
        Seated.done(
            orders.command(
                PlanetsController.key("invite", player, key),
                new PlayerCommand.Invite(player.id(), union, invited)));
    return new Invited(union, invited);
  }
}
