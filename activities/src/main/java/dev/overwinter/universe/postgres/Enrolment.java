package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.order.UniverseSpec;
import dev.overwinter.universe.research.ResearchState;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/// Makes universes, and accounts players of them. Thread-safe.
final class Enrolment {
  private static final int SHORTEST_NAME = 3;
  private static final int LONGEST_NAME = 40;

  private final Steps steps;

  Enrolment(Steps steps) {
    this.steps = steps;
  }

  /// Idempotent: a universe that is there stays as it is.
  boolean create(UniverseSpec spec, Instant at) {
    // Before anything is written: nobody can play by rules that do not exist.
    var _ = RuleSetFiles.named(spec.rules());
    var made =
        steps
            .sql
            .sql(
                """
                insert into universes (id, name, rules, speed_economy, speed_fleet, speed_research,
                  galaxies, systems, positions, start_choice, settings, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
                on conflict do nothing
                """)
            .params(
                spec.universe(),
                spec.name(),
                spec.rules(),
                spec.economySpeed(),
                spec.fleetSpeed(),
                spec.researchSpeed(),
                Coordinate.GALAXIES,
                Coordinate.SYSTEMS,
                Coordinate.POSITIONS,
                spec.startChoice(),
                UniverseJson.of(spec.settings()),
                Timestamp.from(at))
            .update();
    seed(spec.universe(), spec.seeded());
    return made == 1;
  }

  /// Also after somebody died between the universe and its coordinates.
  private void seed(String universe, int wanted) {
    var world = steps.worlds.get(universe);
    var there =
        steps
            .sql
            .sql("select count(*) from universe_seeded where universe = ?")
            .param(universe)
            .query(Integer.class)
            .single();
    if (there > 0 || wanted == 0) {
      return;
    }
    var drawn = new TreeSet<Coordinate>();
    var most = Math.min(wanted, world.galaxies() * world.systems() * world.positions());
    while (drawn.size() < most) {
      var spot = Places.drawn(world);
      drawn.add(new Coordinate(spot.galaxy(), spot.system(), spot.position()));
    }
    var _ =
        steps
            .sql
            .sql(
                """
                insert into universe_seeded (universe, galaxy, system, position)
                select ?, * from unnest(?::int[], ?::int[], ?::int[]) on conflict do nothing
                """)
            .params(
                universe,
                drawn.stream().map(Coordinate::galaxy).toArray(Integer[]::new),
                drawn.stream().map(Coordinate::system).toArray(Integer[]::new),
                drawn.stream().map(Coordinate::position).toArray(Integer[]::new))
            .update();
  }

  private record Known(long player, Optional<Long> planet) {}

  PlayerAnswer enrol(PlayerCommand.Enrol enrol, Instant at) {
    var world = steps.worlds.find(enrol.universe());
    if (world.isEmpty()) {
      return new PlayerAnswer.Refused(Refusal.UNKNOWN_UNIVERSE, "there is no such universe");
    }
    var length = enrol.username().strip().length();
    if (length < SHORTEST_NAME || length > LONGEST_NAME) {
      return new PlayerAnswer.Refused(
          Refusal.INVALID, "a name has %d to %d characters".formatted(SHORTEST_NAME, LONGEST_NAME));
    }
    return steps.take(world.get(), Asker.NOBODY, turn -> enrol(turn, enrol, at));
  }

  private static PlayerAnswer enrol(Turn turn, PlayerCommand.Enrol enrol, Instant at) {
    var known = known(turn, enrol);
    if (known.isPresent()) {
      return new PlayerAnswer.Enrolled(known.get().player(), known.get().planet().orElse(null));
    }
    var choice = turn.world.startChoice();
    var inserted =
        turn.sql
            .sql(
                """
                insert into universe_players (universe, account, username, created_at,
                  last_active_at, needs_start_choice, research)
                values (?, ?, ?, ?, ?, ?, '{}') on conflict do nothing returning id
                """)
            .params(
                enrol.universe(),
                enrol.account(),
                enrol.username().strip(),
                Timestamp.from(at),
                Timestamp.from(at),
                choice)
            .query(Long.class)
            .optional();
    if (inserted.isEmpty()) {
      // Whoever was faster has committed: it is the same account, or the name is somebody else's.
      return known(turn, enrol)
          .<PlayerAnswer>map(
              one -> new PlayerAnswer.Enrolled(one.player(), one.planet().orElse(null)))
          .orElseGet(
              () -> new PlayerAnswer.Refused(Refusal.NAME_TAKEN, "the name is another player's"));
    }
    var id = inserted.get();
    turn.sql
        .sql("update universe_players set research = ?::jsonb where id = ?")
        .params(UniverseJson.of(ResearchState.of(new PlayerId(id))), id)
        .update();
    if (choice) {
      return new PlayerAnswer.Enrolled(id, null);
    }
    return settle(turn, turn.player(id), at)
        .<PlayerAnswer>map(planet -> new PlayerAnswer.Enrolled(id, planet.id))
        .orElseGet(() -> turnAway(turn, id));
  }

  /// Whoever finds no place is no player: there may be one when they come again.
  private static PlayerAnswer turnAway(Turn turn, long id) {
    turn.sql.sql("delete from universe_players where id = ?").param(id).update();
    return new PlayerAnswer.Refused(Refusal.SYSTEM_FULL, "the universe is full");
  }

  /// The place that was free a moment ago may be taken now. Empty when the universe seems full.
  private static Optional<PlanetRow> settle(Turn turn, PlayerRow player, Instant at) {
    for (var spot = Places.free(turn); spot.isPresent(); spot = Places.free(turn)) {
      var planet = take(turn, player, spot.get(), at);
      if (planet.isPresent()) {
        return planet;
      }
    }
    return Optional.empty();
  }

  private static Optional<PlanetRow> take(Turn turn, PlayerRow player, Spot spot, Instant at) {
    return Places.found(turn, player, spot, turn.world.settings().starterName(), true, at);
  }

  private static Optional<Known> known(Turn turn, PlayerCommand.Enrol enrol) {
    return turn.sql
        .sql(
            """
            select id, active_planet from universe_players where universe = ? and account = ?
            """)
        .params(enrol.universe(), enrol.account())
        .query((row, _) ->
            new Known(row.getLong("id"), Optional.ofNullable(Rows.number(row, "active_planet"))))
        .optional();
  }
}
