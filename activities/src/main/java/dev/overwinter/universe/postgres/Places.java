package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState.TechAhead;
import dev.overwinter.universe.research.ResearchItem;
import dev.overwinter.universe.ruleset.StartRule.Range;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Finds places for planets and makes planets of them. Every method belongs into a transaction.
final class Places {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// So many places are looked at before one gives up: a universe that is so full is full.
  private static final int TRIES = 200;

  private Places() {}

  /// Makes somebody's planet, unless the place is taken; their row is locked.
  static Optional<PlanetRow> found(
      Turn turn, PlayerRow owner, Spot at, String name, boolean first, Instant now) {
    var start = turn.world.laws().rules().start();
    return found(turn, owner, at, name, first, draw(start.temperature()), draw(start.size()), now);
  }

  /// The same with conditions that somebody has drawn.
  static Optional<PlanetRow> found(
      Turn turn,
      PlayerRow owner,
      Spot at,
      String name,
      boolean first,
      int temperature,
      int size,
      Instant now) {
    var ahead =
        owner.research.queue().stream()
            .filter(item -> item.end() != null)
            .map(Places::ahead)
            .toList();
    var row =
        PlanetRows.insert(
            turn,
            at,
            owner.id,
            now,
            id ->
                PlanetRules.founded(
                    turn.world.laws(),
                    new PlanetId(id),
                    new PlayerId(owner.id),
                    name,
                    new Coordinate(at.galaxy(), at.system(), at.position()),
                    at.moon() ? Body.MOON : Body.PLANET,
                    temperature,
                    size,
                    first,
                    owner.research.levels(),
                    ahead,
                    now));
    row.filter(_ -> owner.activePlanet == null).ifPresent(made -> owner.activePlanet = made.id);
    return row;
  }

  private static TechAhead ahead(ResearchItem item) {
    return new TechAhead(item.tech(), item.level(), java.util.Objects.requireNonNull(item.end()));
  }

  private static int draw(Range range) {
    return RANDOM.nextInt(range.least(), range.most() + 1);
  }

  /// A free place for who does not choose: of those that are offered, else anywhere; empty when the
  /// universe seems full. It is not reserved by this.
  static Optional<Spot> free(Turn turn) {
    var offered =
        turn.sql
            .sql(
                """
                select galaxy, system, position from universe_seeded seeded
                where universe = :universe and not exists (select from universe_planets planet
                  where planet.universe = seeded.universe and planet.galaxy = seeded.galaxy
                    and planet.system = seeded.system and planet.position = seeded.position)
                order by random() limit 1
                """)
            .param("universe", turn.world.id())
            .query((row, _) -> Spot.planet(row.getInt(1), row.getInt(2), row.getInt(3)))
            .optional();
    return offered.or(() -> anywhere(turn));
  }

  private static Optional<Spot> anywhere(Turn turn) {
    for (var attempt = 0; attempt < TRIES; attempt++) {
      var spot = drawn(turn.world);
      if (turn.planetIdAt(spot).isEmpty()) {
        return Optional.of(spot);
      }
    }
    return Optional.empty();
  }

  static Spot drawn(World world) {
    return Spot.planet(
        1 + RANDOM.nextInt(world.galaxies()),
        1 + RANDOM.nextInt(world.systems()),
        1 + RANDOM.nextInt(world.positions()));
  }

  /// The first position of a system that is nobody's.
  static Optional<Spot> firstFree(Turn turn, int galaxy, int system) {
    var taken =
        new TreeSet<>(
            turn.sql
                .sql(
                    """
                    select position from universe_planets
                    where universe = ? and galaxy = ? and system = ? and not moon
                    """)
                .params(turn.world.id(), galaxy, system)
                .query(Integer.class)
                .list());
    for (var position = 1; position <= turn.world.positions(); position++) {
      if (!taken.contains(position)) {
        return Optional.of(Spot.planet(galaxy, system, position));
      }
    }
    return Optional.empty();
  }

  /// How many planets somebody has, moons not counted.
  static int count(Turn turn, long player) {
    return turn.sql
        .sql("select count(*) from universe_planets where player = ? and not moon")
        .param(player)
        .query(Integer.class)
        .single();
  }

  /// All of them.
  static List<Long> of(Turn turn, long player) {
    return turn.planetIds(player);
  }
}
