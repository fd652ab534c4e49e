package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.Refusal;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Who plays where, and what refusals look like in our own API: 404 for what is not there or not
/// theirs, 409 for what cannot be as things stand, 422 for what never can.
@Component
class Seated {
  private final UniverseReads universes;
  private final PlayerReads players;
  private final Presence presence;

  Seated(UniverseReads universes, PlayerReads players, Presence presence) {
    this.universes = universes;
    this.players = players;
    this.presence = presence;
  }

  UniverseReads.Universe universe(String id) {
    return universes
        .find(id)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such universe"));
  }

  /// The player that an account is, who is there now.
  ///
  /// @throws Problem 404 when it does not play there
  PlayerReads.Player player(Actor actor, String universe) {
    var found = universe(universe);
    var player = players.of(found.id(), actor.accountId());
    player.ifPresent(there -> presence.looked(there.id()));
    return player.orElseThrow(() ->
        Problem.of(
                HttpStatus.NOT_FOUND,
                "You do not play in this universe: POST /api/universe/" + universe + "/players")
            .code("NO_PLAYER"));
  }

  /// Who plays already, or is let in now.
  static Problem refused(Refusal refusal, String reason) {
    return Problem.of(status(refusal), reason).code(refusal.name().toUpperCase(Locale.ROOT));
  }

  private static HttpStatus status(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_UNIVERSE, UNKNOWN_PLAYER, UNKNOWN_PLANET, NOT_FOUND, NOT_OWNER ->
          HttpStatus.NOT_FOUND;
      case UNKNOWN_THING, INVALID, INVALID_COORDINATES -> HttpStatus.UNPROCESSABLE_CONTENT;
      default -> HttpStatus.CONFLICT;
    };
  }

  static UniverseJson.Accepted accepted(OrderAnswer answer) {
    return switch (answer) {
      case OrderAnswer.Accepted done -> UniverseJson.Accepted.of(done);
      case OrderAnswer.Refused refused -> throw refused(refused.refusal(), refused.reason());
    };
  }

  static FleetAnswer.Flying flying(FleetAnswer answer) {
    return switch (answer) {
      case FleetAnswer.Flying flying -> flying;
      case FleetAnswer.Refused refused -> throw refused(refused.refusal(), refused.reason());
    };
  }

  static OfferAnswer.Done done(OfferAnswer answer) {
    return switch (answer) {
      case OfferAnswer.Done done -> done;
      case OfferAnswer.Refused refused -> throw refused(refused.refusal(), refused.reason());
    };
  }

  static PlayerAnswer done(PlayerAnswer answer) {
    if (answer instanceof PlayerAnswer.Refused refused) {
      throw refused(refused.refusal(), refused.reason());
    }
    return answer;
  }
}
