package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.UniverseSpec;
import dev.overwinter.universe.workflow.PlayerActivities;
import dev.overwinter.universe.workflow.TidyReport;
import java.time.Instant;
import java.util.List;

/// Keeps players and universes. Thread-safe.
public final class PostgresPlayerActivities implements PlayerActivities {
  private final Steps steps;
  private final Settler settler;
  private final Enrolment enrolment;
  private final Tidying tidying;

  PostgresPlayerActivities(Steps steps, Settler settler, Tidying tidying) {
    this.steps = steps;
    this.settler = settler;
    this.tidying = tidying;
    enrolment = new Enrolment(steps);
  }

  @Override
  public PlayerAnswer perform(String key, PlayerCommand command, Instant at) {
    if (command instanceof PlayerCommand.Enrol enrol) {
      // The account is its key.
      return enrolment.enrol(enrol, at);
    }
    var universe = PlayerRows.universeOf(steps.sql, command.player());
    if (universe.isEmpty()) {
      return new PlayerAnswer.Refused(Refusal.UNKNOWN_PLAYER, "there is no such player");
    }
    var world = steps.worlds.get(universe.get());
    return switch (command) {
      // Told often, and the same whenever it is told: no key is kept of it.
      case PlayerCommand.Seen _ -> seen(world, command.player(), at);
      case PlayerCommand.Vacation vacation -> {
        var planets = planets(command.player());
        yield settler.at(
            world,
            planets,
            List.of(command.player()),
            at,
            Asker.NOBODY,
            turn -> answered(turn, key, command, at, () -> Vacations.change(turn, vacation, at)));
      }
      case PlayerCommand.Phalanx phalanx -> phalanx(world, key, phalanx, at);
      default ->
          steps.take(
              world,
              Asker.NOBODY,
              turn -> {
                turn.player(command.player()).seen(at);
                return answered(
                    turn, key, command, at, () -> PlayerCommands.carryOut(turn, command, at));
              });
    };
  }

  private static PlayerAnswer answered(
      Turn turn,
      String key,
      PlayerCommand command,
      Instant at,
      java.util.function.Supplier<PlayerAnswer> work) {
    return Orders.answer(
        turn.sql,
        key,
        command.player(),
        command,
        at,
        PlayerAnswer.class,
        PlayerAnswer.Refused::new,
        work);
  }

  private List<Long> planets(long player) {
    return steps
        .sql
        .sql("select id from universe_planets where player = ? order by id")
        .param(player)
        .query((row, _) -> row.getLong(1))
        .list();
  }

  /// Who comes back finds what happened meanwhile told: stores that have filled since, for example.
  private PlayerAnswer seen(World world, long player, Instant at) {
    return settler.at(
        world,
        planets(player),
        List.of(player),
        at,
        Asker.NOBODY,
        turn -> {
          turn.player(player).seen(at);
          return new PlayerAnswer.Done(0);
        });
  }

  private PlayerAnswer phalanx(World world, String key, PlayerCommand.Phalanx phalanx, Instant at) {
    if (!planets(phalanx.player()).contains(phalanx.moon())) {
      return new PlayerAnswer.Refused(Refusal.NOT_OWNER, "the moon is not yours");
    }
    return settler.at(
        world,
        List.of(phalanx.moon()),
        List.of(),
        at,
        Asker.NOBODY,
        turn -> answered(turn, key, phalanx, at, () -> Phalanxes.look(turn, phalanx, at)));
  }

  @Override
  public boolean createUniverse(UniverseSpec spec, Instant at) {
    return enrolment.create(spec, at);
  }

  @Override
  public TidyReport tidy(Instant at) {
    return tidying.tidy(at);
  }
}
