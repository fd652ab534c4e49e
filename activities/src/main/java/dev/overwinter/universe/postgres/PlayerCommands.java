package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.Spot;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Commands that need no planet to be settled. Every method belongs into a transaction that has
/// locked whose command it is.
final class PlayerCommands {
  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_SUBJECT = 120;
  private static final int LONGEST_BODY = 4_000;

  private PlayerCommands() {}

  static PlayerAnswer carryOut(Turn turn, PlayerCommand command, Instant at) {
    return switch (command) {
      case PlayerCommand.ChooseStart choice -> choose(turn, choice, at);
      case PlayerCommand.Select select -> select(turn, select);
      case PlayerCommand.Rename rename -> rename(turn, rename);
      case PlayerCommand.Write write -> write(turn, write, at);
      case PlayerCommand.Read read -> read(turn, read, at);
      case PlayerCommand.Discard discard -> discard(turn, discard);
      case PlayerCommand.Invite invite -> Unions.invite(turn, invite, at);
      case PlayerCommand.Ally ally -> Alliances.carryOut(turn, ally.player(), ally.order(), at);
      case PlayerCommand.Enrol _,
          PlayerCommand.Seen _,
          PlayerCommand.Vacation _,
          PlayerCommand.Phalanx _ ->
          throw new IllegalArgumentException(command + " is carried out elsewhere");
    };
  }

  static PlayerAnswer refused(Refusal refusal, String reason) {
    return new PlayerAnswer.Refused(refusal, reason);
  }

  private static PlayerAnswer choose(Turn turn, PlayerCommand.ChooseStart choice, Instant at) {
    var player = turn.player(choice.player());
    if (!player.needsStartChoice) {
      return refused(Refusal.ALREADY_CHOSEN, "Starter planet already chosen");
    }
    var position = choice.position();
    var wanted = Spot.planet(choice.galaxy(), choice.system(), position == null ? 1 : position);
    var problem =
        dev.overwinter.universe.Coordinate.problem(
            wanted.galaxy(), wanted.system(), wanted.position());
    if (problem.isPresent()) {
      return refused(Refusal.INVALID_COORDINATES, problem.get());
    }
    var named = choice.name();
    var name = named == null ? turn.world.settings().starterName() : named.strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return refused(Refusal.INVALID, "a name has 1 to " + LONGEST_NAME + " characters");
    }
    var planet =
        position == null
            ? firstFree(turn, player, choice, name, at)
            : Places.found(turn, player, wanted, name, true, at);
    if (planet.isEmpty()) {
      return position == null
          ? refused(Refusal.SYSTEM_FULL, "Selected system is full")
          : refused(Refusal.OCCUPIED, "Selected position is occupied");
    }
    player.needsStartChoice = false;
    return new PlayerAnswer.Settled(planet.get().id, name, Settler.spot(planet.get()));
  }

  private static Optional<PlanetRow> firstFree(
      Turn turn, PlayerRow player, PlayerCommand.ChooseStart choice, String name, Instant at) {
    // Somebody may take it between the look and the insert: then the next one.
    while (true) {
      var spot = Places.firstFree(turn, choice.galaxy(), choice.system());
      if (spot.isEmpty()) {
        return Optional.empty();
      }
      var planet = Places.found(turn, player, spot.get(), name, true, at);
      if (planet.isPresent()) {
        return planet;
      }
    }
  }

  private static PlayerAnswer select(Turn turn, PlayerCommand.Select select) {
    var planet = mine(turn, select.player(), select.planet());
    if (planet.isEmpty()) {
      return refused(Refusal.UNKNOWN_PLANET, "Planet not found or not owned by user");
    }
    turn.player(select.player()).activePlanet = select.planet();
    var row = planet.get();
    return new PlayerAnswer.Settled(row.id, row.state().name(), Settler.spot(row));
  }

  private static PlayerAnswer rename(Turn turn, PlayerCommand.Rename rename) {
    var name = rename.name().strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return refused(Refusal.INVALID, "a name has 1 to " + LONGEST_NAME + " characters");
    }
    var planet = mine(turn, rename.player(), rename.planet());
    if (planet.isEmpty()) {
      return refused(Refusal.UNKNOWN_PLANET, "Planet not found or not owned by user");
    }
    var row = planet.get();
    row.become(row.state().withName(name), List.of());
    return new PlayerAnswer.Settled(row.id, name, Settler.spot(row));
  }

  private static Optional<PlanetRow> mine(Turn turn, long player, long planet) {
    return turn.planet(planet).filter(row -> row.player == player);
  }

  private static PlayerAnswer write(Turn turn, PlayerCommand.Write write, Instant at) {
    var problem = problem(write.subject(), write.body());
    if (problem.isPresent()) {
      return refused(Refusal.INVALID, problem.get());
    }
    var there =
        PlayerRows.universeOf(turn.sql, write.to()).filter(turn.world.id()::equals).isPresent();
    if (!there) {
      return refused(Refusal.UNKNOWN_PLAYER, "there is no such player");
    }
    turn.letters.message(write.to(), write.player(), "message", write.subject(), write.body(), at);
    return new PlayerAnswer.Done(0);
  }

  static Optional<String> problem(String subject, String body) {
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      return Optional.of("a subject has 1 to " + LONGEST_SUBJECT + " characters");
    }
    if (body.isBlank() || body.length() > LONGEST_BODY) {
      return Optional.of("a message has 1 to " + LONGEST_BODY + " characters");
    }
    return Optional.empty();
  }

  private static PlayerAnswer read(Turn turn, PlayerCommand.Read read, Instant at) {
    var ids = read.messages().toArray(Long[]::new);
    turn.sql
        .sql(
            """
            update universe_messages set read_at = :at
            where player = :player and read_at is null and (:all or id = any(:ids))
            """)
        .param("at", Timestamp.from(at))
        .param("player", read.player())
        .param("all", read.messages().isEmpty())
        .param("ids", ids)
        .update();
    return new PlayerAnswer.Done(0);
  }

  private static PlayerAnswer discard(Turn turn, PlayerCommand.Discard discard) {
    var gone =
        turn.sql
            .sql("delete from universe_messages where id = ? and player = ?")
            .params(discard.message(), discard.player())
            .update();
    return gone == 0
        ? refused(Refusal.NOT_FOUND, "Notification not found")
        : new PlayerAnswer.Done(discard.message());
  }
}
