package dev.overwinter.universe.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.overwinter.servers.postgres.ServersMigration;
import dev.overwinter.universe.Body;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.PlayerId;
import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// A real PostgreSQL of its own with some universes, and what works on it, far from UTC. Time is
/// what tests say.
final class UniverseDatabase implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final TimeZone zone = TimeZone.getDefault();
  private final EmbeddedPostgres postgres;
  private final HikariDataSource source = new HikariDataSource();
  private final AtomicInteger serial = new AtomicInteger();
  private final AtomicInteger places = new AtomicInteger();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final JdbcClient sql;
  UniverseRecords records;

  UniverseDatabase() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    try {
      postgres = EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    source.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
    source.setMaximumPoolSize(20);
    ServersMigration.migrate(source);
    sql = JdbcClient.create(source);
    records = records();
    create("c", "classic", false);
    create("choice", "classic", true);
    create("o", "ogame", true);
  }

  /// As another process has them.
  UniverseRecords records() {
    return records(transaction());
  }

  /// The same with transactions that somebody else begins.
  UniverseRecords records(TransactionOperations transaction) {
    return UniverseRecords.of(sql, transaction, meters, UniverseNews.NONE);
  }

  TransactionTemplate transaction() {
    return new TransactionTemplate(new JdbcTransactionManager(source));
  }

  private void create(String id, String rules, boolean choice) {
    records
        .players()
        .createUniverse(
            new UniverseSpec(id, id, rules, 1, 1, 1, choice, 100, UniverseSettings.USUAL), START);
  }

  String key() {
    return "k" + serial.incrementAndGet();
  }

  /// A new player with a planet.
  Player enrol(String universe) {
    var name = "player" + serial.incrementAndGet();
    var answer = perform(new PlayerCommand.Enrol(universe, name, name), START);
    var enrolled = (PlayerAnswer.Enrolled) answer;
    var planet = enrolled.planet();
    if (universe.equals("o")) {
      // Near each other: nobody's fuel depends on chance.
      var place = places.getAndIncrement();
      var choice =
          new PlayerCommand.ChooseStart(enrolled.player(), 1, 1 + place / 15, 1 + place % 15, null);
      planet = ((PlayerAnswer.Settled) perform(choice, START)).planet();
    }
    return new Player(enrolled.player(), planet == null ? 0 : planet);
  }

  record Player(long id, long planet) {}

  PlayerAnswer perform(PlayerCommand command, Instant at) {
    return records.players().perform(key(), command, at);
  }

  OrderAnswer order(Player player, PlanetOrder order, Instant at) {
    return order(key(), player, order, at);
  }

  OrderAnswer order(String key, Player player, PlanetOrder order, Instant at) {
    return records
        .planets()
        .order(new PlanetRequest(key, player.id(), player.planet(), order), at)
        .answer();
  }

  FleetOrder fleet(Player player, Mission mission, Spot target, Map<String, Long> ships) {
    return FleetOrder.simple(
        "f" + serial.incrementAndGet(),
        player.id(),
        player.planet(),
        mission,
        target,
        new TreeMap<>(ships),
        Goods.NONE);
  }

  FleetAnswer launch(FleetOrder order, Instant at) {
    return records.fleets().launch(order, at).answer();
  }

  PlanetState state(long planet) {
    return UniverseJson.read(
        sql.sql("select state from universe_planets where id = ?")
            .param(planet)
            .query(String.class)
            .single(),
        PlanetState.class);
  }

  Books books(long planet) {
    return Books.read(
        sql.sql("select books from universe_planets where id = ?")
            .param(planet)
            .query(String.class)
            .single());
  }

  Spot spot(long planet) {
    return sql.sql("select galaxy, system, position, moon from universe_planets where id = ?")
        .param(planet)
        .query((row, _) -> new Spot(row.getInt(1), row.getInt(2), row.getInt(3), row.getBoolean(4)))
        .single();
  }

  /// A moon over a planet, one kilometre wide.
  Player moonOf(Player owner) {
    var place = spot(owner.planet());
    var id =
        sql.sql("select nextval(pg_get_serial_sequence('universe_planets', 'id'))")
            .query(Long.class)
            .single();
    var state =
        PlanetRules.founded(
                Laws.of(RuleSetFiles.OGAME),
                new PlanetId(id),
                new PlayerId(owner.id()),
                "Moon",
                new Coordinate(place.galaxy(), place.system(), place.position()),
                Body.MOON,
                25,
                1,
                false,
                Levels.NONE,
                List.of(),
                START)
            .next()
            .withStock(Resources.NONE);
    sql.sql(
            """
            insert into universe_planets (id, universe, player, galaxy, system, position, moon,
              name, size, temp_min, temp_max, state, books, created_at)
            overriding system value
            values (?, 'o', ?, ?, ?, ?, true, 'Moon', 1, 25, 25, ?::jsonb, ?::jsonb, ?)
            """)
        .params(
            id,
            owner.id(),
            place.galaxy(),
            place.system(),
            place.position(),
            UniverseJson.of(state),
            Books.EMPTY.json(),
            Timestamp.from(START))
        .update();
    return new Player(owner.id(), id);
  }

  /// What `universe_books` keeps of one kind of holders, in micro-units by kind.
  Map<String, Resources> closedBooks(String holder) {
    var sums = new TreeMap<String, Resources>();
    sql.sql("select kind, metal, crystal, deuterium from universe_books where holder = ?")
        .param(holder)
        .query((row, _) -> {
          var sum =
              new Resources(
                  row.getBigDecimal(2).longValueExact(),
                  row.getBigDecimal(3).longValueExact(),
                  row.getBigDecimal(4).longValueExact());
          return Map.entry(row.getString(1), sum);
        })
        .list()
        .forEach(one -> sums.merge(one.getKey(), one.getValue(), Resources::plus));
    return sums;
  }

  FleetRow row(String fleet) {
    return FleetRows.find(sql, fleet).orElseThrow();
  }

  /// The house gives a planet something.
  void grant(long planet, long metal, long crystal, long deuterium) {
    var goods = Resources.ofUnits(metal, crystal, deuterium);
    var books = books(planet).and(List.of(new Posting(Posting.Kind.GRANTED, goods)));
    change(planet, state -> state.withStock(state.stock().plus(goods)));
    sql.sql("update universe_planets set books = ?::jsonb where id = ?")
        .params(books.json(), planet)
        .update();
  }

  /// A player has researched something, as the player's row and the planet say.
  void know(Player player, Map<String, Integer> levels) {
    sql.sql(
            "update universe_players set research = jsonb_set(research, '{levels}', ?::jsonb)"
                + " where id = ?")
        .params(UniverseJson.of(levels), player.id())
        .update();
    change(player.planet(), state -> state.withTechs(new Levels(levels), state.techsAhead()));
  }

  void change(long planet, UnaryOperator<PlanetState> change) {
    sql.sql("update universe_planets set state = ?::jsonb where id = ?")
        .params(UniverseJson.of(change.apply(state(planet))), planet)
        .update();
  }

  /// All at once, as far as threads can.
  static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
    var ready = new CountDownLatch(times);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          java.util.stream.IntStream.range(0, times)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return work.call();
                  }))
              .toList();
      var all = new java.util.ArrayList<T>();
      for (Future<T> answer : answers) {
        all.add(answer.get());
      }
      return all;
    }
  }

  List<String> events(long player) {
    return sql.sql("select type from universe_events where player = ? order by cursor")
        .param(player)
        .query((row, _) -> row.getString(1))
        .list();
  }

  @Override
  public void close() {
    TimeZone.setDefault(zone);
    source.close();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
