package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.order.Spot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One transaction: the rows that it has locked, what it makes of them, and what it tells. Rows are
/// locked once and written once, at its end. Confined to its transaction.
final class Turn {
  final JdbcClient sql;
  final World world;
  final Letters letters;
  private final SortedMap<Long, PlayerRow> players = new TreeMap<>();
  private final SortedMap<Long, PlanetRow> planets = new TreeMap<>();
  private final List<PlanetRow> razed = new ArrayList<>();
  private final SortedSet<Long> planetNews = new TreeSet<>();
  private final SortedSet<String> fleetNews = new TreeSet<>();

  Turn(JdbcClient sql, World world) {
    this.sql = sql;
    this.world = world;
    letters = new Letters(sql);
  }

  /// Locks a player.
  ///
  /// @throws IllegalStateException when there is none
  PlayerRow player(long id) {
    return players.computeIfAbsent(
        id,
        _ ->
            sql.sql("select * from universe_players where id = ? for update")
                .param(id)
                .query(PlayerRow::of)
                .optional()
                .orElseThrow(() -> new IllegalStateException("player " + id + " is not there")));
  }

  /// Locks players in the right order.
  void players(Collection<Long> ids) {
    new TreeSet<>(ids).forEach(this::player);
  }

  /// Locks a planet; empty when there is none.
  Optional<PlanetRow> planet(long id) {
    var known = planets.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    var found =
        sql.sql("select * from universe_planets where id = ? for update")
            .param(id)
            .query(PlanetRow::of)
            .optional();
    found.ifPresent(row -> planets.put(id, row));
    return found;
  }

  /// A planet or moon is no more, and what it had is lost; nothing of it is written but its books.
  void raze(PlanetRow row) {
    planets.remove(row.id);
    razed.add(row);
    sql.sql("delete from universe_planets where id = ?").param(row.id).update();
  }

  /// Whether a planet that was locked is still there.
  boolean stands(PlanetRow row) {
    return planets.containsKey(row.id);
  }

  /// Locks planets in the right order.
  void planets(Collection<Long> ids) {
    new TreeSet<>(ids).forEach(this::planet);
  }

  /// Locks all planets of a player, by id.
  List<PlanetRow> planetsOf(long player) {
    return planetIds(player).stream().map(id -> planet(id).orElseThrow()).toList();
  }

  List<Long> planetIds(long player) {
    return sql.sql("select id from universe_planets where player = ? order by id")
        .param(player)
        .query((row, _) -> row.getLong(1))
        .list();
  }

  /// The planet or moon at a place; nothing is locked.
  Optional<Long> planetIdAt(Spot spot) {
    return sql.sql(
            """
            select id from universe_planets
            where universe = ? and galaxy = ? and system = ? and position = ? and moon = ?
            """)
        .params(world.id(), spot.galaxy(), spot.system(), spot.position(), spot.moon())
        .query(Long.class)
        .optional();
  }

  /// What a player knows at a moment, as far as it is known now; nothing is locked.
  Levels techs(long player, Instant at) {
    var locked = players.get(player);
    var research = locked == null ? PlayerRows.research(sql, player) : locked.research;
    var levels = research.levels();
    for (var item : research.queue()) {
      var end = item.end();
      if (end != null && !end.isAfter(at)) {
        levels = levels.with(item.tech(), item.level());
      }
    }
    return levels;
  }

  /// A workflow must look again, if it is not the one that asks.
  void tellFleet(String fleet) {
    fleetNews.add(fleet);
  }

  /// Writes everything. Call once, last.
  void write() {
    players.values().stream()
        .filter(PlayerRow::changed)
        .forEach(row -> PlayerRows.update(sql, row));
    planets
        .values()
        .forEach(row -> {
          if (PlanetRows.update(sql, row)) {
            planetNews.add(row.id);
          }
        });
    // Not before: other rows are locked before these.
    razed.forEach(row -> ClosedBooks.planet(sql, world.id(), row));
    letters.send();
  }

  /// After the commit.
  ///
  /// @param askedBy whose workflows know it from the answer: ids of planets, fleets, and players
  ///   for their research
  void tell(UniverseNews news, Asker askedBy) {
    planetNews.stream()
        .filter(id -> !Objects.equals(askedBy.planet(), id))
        .forEach(news::planetChanged);
    fleetNews.stream()
        .filter(id -> !Objects.equals(askedBy.fleet(), id))
        .forEach(news::fleetChanged);
  }

  /// What a socket is told about a planet's place: the contract's form.
  static Map<String, Integer> location(Spot spot) {
    return Map.of("galaxy", spot.galaxy(), "system", spot.system(), "planet", spot.position());
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
