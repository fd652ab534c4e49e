package dev.overwinter.lab.benchmarks.universe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.planet.BuildRules;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.research.ResearchState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.Speeds;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Players and planets as rows: what the rules themselves make of a first planet and of orders at
/// chosen moments. Nobody has told a workflow of them.
///
/// @param speed of the universe
record Seeds(UniversePlatform platform, double speed) {
  private static final long RICH = 1_000_000L * Resources.MICROS;
  private static final int AT_ONCE = 2_000;
  // A universe has 67,365 places.
  private static final int PER_UNIVERSE = 60_000;
  private static final ObjectMapper JSON = Payloads.mapper();

  /// What a planet is being asked to build.
  ///
  /// @param at when that was ordered
  /// @param buildings in this order
  record Wish(Instant at, List<String> buildings) {}

  /// What may be wished for the n-th planet.
  interface Wishes {
    Wish of(int number);
  }

  private Laws laws() {
    return new Laws(RuleSetFiles.CLASSIC, new Speeds(speed, 1, 1));
  }

  /// Makes them, each rich enough for its wish; what does not fit into one universe gets another.
  ///
  /// @param first number of the first coordinate that is used; different calls need different ones
  /// @return the ids of the planets
  List<Long> make(int first, int players, int planetsEach, Wishes wishes) throws IOException {
    try (var connection = platform.connect()) {
      connection.setAutoCommit(false);
      var people = numbers(connection, "universe_players", players);
      var planets = numbers(connection, "universe_planets", players * planetsEach);
      try (var player = connection.prepareStatement(PLAYER);
          var planet = connection.prepareStatement(PLANET)) {
        for (var n = 0; n < players; n++) {
          var universe = universe(connection, first + n * planetsEach);
          add(player, people.get(n), universe, planets.get(n * planetsEach));
        }
        player.executeBatch();
        for (var n = 0; n < planets.size(); n++) {
          var owner = people.get(n / planetsEach);
          add(planet, owner, planets.get(n), first + n, wishes.of(n));
          if (n % AT_ONCE == AT_ONCE - 1) {
            planet.executeBatch();
          }
        }
        planet.executeBatch();
      }
      connection.commit();
      execute(connection, "ANALYZE universe_planets, universe_players");
      connection.commit();
      return planets;
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static final String PLAYER =
      """
      INSERT INTO universe_players (id, universe, account, username, created_at, last_active_at,
        needs_start_choice, research, active_planet) OVERRIDING SYSTEM VALUE
      VALUES (?, ?, ?, ?, now(), now(), false, ?::jsonb, ?)
      """;

  private static final String PLANET =
      """
      INSERT INTO universe_planets (id, universe, player, galaxy, system, position, moon, name,
        size, temp_min, temp_max, state, books, due_at, created_at) OVERRIDING SYSTEM VALUE
      VALUES (?, ?, ?, ?, ?, ?, false, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
      """;

  private static List<Long> numbers(Connection connection, String table, int count)
      throws SQLException {
    var all = new ArrayList<Long>(count);
    try (var query =
        connection.prepareStatement(
            "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)")) {
      query.setString(1, table);
      query.setInt(2, count);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          all.add(rows.getLong(1));
        }
      }
    }
    return all;
  }

  private static void execute(Connection connection, String what) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(what);
    }
  }

  /// From the far end: those who register are given places anywhere.
  private static Coordinate spot(int number) {
    var perGalaxy = Coordinate.SYSTEMS * Coordinate.POSITIONS;
    return new Coordinate(
        Coordinate.GALAXIES - number / perGalaxy,
        1 + number % perGalaxy / Coordinate.POSITIONS,
        1 + number % Coordinate.POSITIONS);
  }

  /// The id of the universe in which a coordinate's number is, which is there afterwards.
  private static String universe(Connection connection, int number) throws SQLException {
    var id = String.valueOf(1 + number / PER_UNIVERSE);
    if (number % PER_UNIVERSE == 0 && number > 0) {
      execute(
          connection,
          """
          INSERT INTO universes SELECT '%s', name, rules, speed_economy, speed_fleet,
            speed_research, galaxies, systems, positions, start_choice, settings, created_at
            FROM universes WHERE id = '1' ON CONFLICT DO NOTHING
          """
              .formatted(id));
    }
    return id;
  }

  private static void add(PreparedStatement row, long player, String universe, long planet)
      throws SQLException {
    row.setLong(1, player);
    row.setString(2, universe);
    row.setString(3, "seeded-" + player);
    row.setString(4, "seeded-" + player);
    row.setString(5, json(ResearchState.of(new PlayerId(player))));
    row.setLong(6, planet);
    row.addBatch();
  }

  private void add(PreparedStatement row, long player, long planet, int number, Wish wish)
      throws SQLException {
    var at = spot(number % PER_UNIVERSE);
    var postings = new ArrayList<Posting>();
    var state = founded(player, planet, at, wish, postings);
    row.setLong(1, planet);
    row.setString(2, String.valueOf(1 + number / PER_UNIVERSE));
    row.setLong(3, player);
    row.setInt(4, at.galaxy());
    row.setInt(5, at.system());
    row.setInt(6, at.position());
    row.setString(7, state.name());
    row.setInt(8, state.size());
    row.setInt(9, state.temperature());
    row.setInt(10, state.temperature());
    row.setString(11, json(state));
    row.setString(12, books(postings));
    row.setTimestamp(13, stamp(PlanetRules.nextCompletion(state)));
    row.setTimestamp(14, Timestamp.from(wish.at()));
    row.addBatch();
  }

  private PlanetState founded(
      long player, long planet, Coordinate at, Wish wish, List<Posting> postings) {
    var laws = laws();
    var first =
        PlanetRules.founded(
            laws,
            new PlanetId(planet),
            new PlayerId(player),
            "Homeworld",
            at,
            Body.PLANET,
            20,
            163,
            true,
            Levels.NONE,
            List.of(),
            wish.at());
    postings.addAll(first.postings());
    var gift =
        PlanetRules.put(
            laws, first.next(), Posting.Kind.GRANTED, new Resources(RICH, RICH, RICH), wish.at());
    postings.addAll(gift.postings());
    var state = gift.next();
    for (var building : wish.buildings()) {
      state = ordered(laws, state, building, wish.at(), postings);
    }
    return state;
  }

  private static PlanetState ordered(
      Laws laws, PlanetState state, String building, Instant at, List<Posting> postings) {
    return switch (BuildRules.build(laws, state, building, at)) {
      case Outcome.Accepted<PlanetMove>(var move) -> {
        postings.addAll(move.postings());
        yield move.next();
      }
      case Outcome.Refused<PlanetMove> no -> throw new IllegalStateException(no.text());
    };
  }

  private static String books(List<Posting> postings) {
    Map<Posting.Kind, Resources> sums = new EnumMap<>(Posting.Kind.class);
    postings.forEach(one -> sums.merge(one.kind(), one.amount(), Resources::plus));
    return json(sums);
  }

  @SuppressWarnings("NullAway") // null is a column's, not ours
  private static Timestamp stamp(Optional<Instant> moment) {
    return moment.map(Timestamp::from).orElse(null);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
