package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Posting.Kind;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.postgres.UniverseDatabase.Player;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is ordered, flies, fights and trades, in whatever order, and whoever dies over it,
/// before or after the commit: what is somewhere, was spent or was lost is what was produced or
/// given, to the micro-unit.
@Tag("UNI-06")
final class UniverseConservationIT {
  private static final int STEPS = 150;

  private static final Map<String, Integer> KNOWN =
      Map.of(
          "combustion",
          6,
          "impulse",
          4,
          "hyperdrive",
          7,
          "computer",
          6,
          "astrophysics",
          4,
          "energy",
          3);

  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /// A worker that dies in the middle of a step, or after it before it could say so.
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// One evening.
  private static final class Evening {
    static final List<Mission> MISSIONS =
        List.of(
            Mission.TRANSPORT,
            Mission.ATTACK,
            Mission.RECYCLE,
            Mission.EXPEDITION,
            Mission.DEPLOY,
            Mission.COLONIZE,
            Mission.DESTROY_MOON);

    final Random random;
    final UniverseRecords records;
    final List<Player> players = new ArrayList<>();
    final List<String> fleets = new ArrayList<>();
    final List<String> offers = new ArrayList<>();

    /// What was answered to whom sent fleets, to see what an evening consisted of.
    final Map<String, Integer> answers = new TreeMap<>();

    /// The only moon that others have to fear: on planets no ships of it beat every attack.
    final Player fortress;

    Instant now = START;

    Evening(long seed) {
      random = new Random(seed);
      var template = database.transaction();
      records =
          database.records(
              new org.springframework.transaction.support.TransactionOperations() {
                @Override
                public <T extends @Nullable Object> T execute(
                    org.springframework.transaction.support.TransactionCallback<T> action) {
                  var fate = random.nextInt(10);
                  var result =
                      template.execute(status -> {
                        var done = action.doInTransaction(status);
                        if (fate == 0) {
                          throw new Killed();
                        }
                        return done;
                      });
                  if (fate == 1) {
                    throw new Killed();
                  }
                  return result;
                }
              });
      for (var player = 0; player < 4; player++) {
        var one = database.enrol("o");
        database.grant(one.planet(), 2_000_000, 2_000_000, 2_000_000);
        database.change(
            one.planet(),
            state ->
                state
                    .withUnits(
                        new Units(
                            Map.of(
                                "cruiser", 40L,
                                "small_cargo", 40L,
                                "recycler", 10L,
                                "colony_ship", 3L,
                                "rocket_launcher", 60L)))
                    .withBuildings(
                        state
                            .buildings()
                            .with("robot_factory", 4)
                            .with("shipyard", 6)
                            .with("research_lab", 3)
                            .with("metal_mine", 10)
                            .with("solar_plant", 12)));
        players.add(one);
      }
      players.forEach(one -> database.know(one, KNOWN));
      var moons = players.stream().map(database::moonOf).toList();
      moons.forEach(one -> {
        database.grant(one.planet(), 5_000, 5_000, 5_000);
        // Whoever has deathstars is not too strong for the others then.
        database.change(
            one.planet(), state -> state.withBuildings(state.buildings().with("lunar_base", 10)));
      });
      fortress = moons.getFirst();
      database.know(fortress, KNOWN);
      database.change(
          fortress.planet(), state -> state.withUnits(new Units(Map.of("deathstar", 6L))));
    }

    /// How many there are of this evening's players.
    long count(String select) {
      return database
          .sql
          .sql(select)
          .param(players.stream().map(Player::id).toArray(Long[]::new))
          .query(Long.class)
          .single();
    }

    Player any() {
      return players.get(random.nextInt(players.size()));
    }

    /// As Temporal does: again until it is answered.
    static <T> T insist(Supplier<T> call) {
      while (true) {
        try {
          return call.get();
        } catch (Killed again) {
          // Whoever died is replaced.
        }
      }
    }

    void step() {
      now = now.plusSeconds(random.nextInt(900));
      var player = any();
      switch (random.nextInt(10)) {
        case 0 ->
            order(player, new PlanetOrder.Build(one("metal_mine", "solar_plant", "metal_store")));
        case 1 -> order(player, new PlanetOrder.Make(one("light_fighter", "rocket_launcher"), 5));
        case 2 ->
            order(player, new PlanetOrder.CancelAt(PlanetOrder.Queue.BUILD, random.nextInt(2)));
        case 3 -> research(player);
        case 4, 5, 6 -> launch(player);
        case 7 -> recall();
        case 8 -> trade(player);
        default -> settle(player);
      }
    }

    private String one(String... names) {
      return names[random.nextInt(names.length)];
    }

    private void order(Player player, PlanetOrder order) {
      var request = new PlanetRequest(database.key(), player.id(), player.planet(), order);
      insist(() -> records.planets().order(request, now));
    }

    private void research(Player player) {
      var request =
          new ResearchRequest(
              database.key(),
              player.id(),
              player.planet(),
              new ResearchOrder.Begin(one("energy", "computer", "combustion")));
      insist(() -> records.planets().orderResearch(request, now));
    }

    private void launch(Player player) {
      var mission = MISSIONS.get(random.nextInt(MISSIONS.size()));
      var from = mission == Mission.DESTROY_MOON ? fortress : player;
      var target =
          switch (mission) {
            case EXPEDITION -> Spot.planet(1, 1 + random.nextInt(400), 16);
            case COLONIZE -> Spot.planet(2, 1 + random.nextInt(400), 4 + random.nextInt(9));
            case DEPLOY -> moon(player);
            case DESTROY_MOON -> moon(any());
            default -> database.spot(any().planet());
          };
      var units = new TreeMap<String, Long>();
      var ship =
          switch (mission) {
            case RECYCLE -> "recycler";
            case COLONIZE -> "colony_ship";
            case DESTROY_MOON -> "deathstar";
            default -> "small_cargo";
          };
      var most =
          switch (mission) {
            case COLONIZE -> 1;
            case DESTROY_MOON -> 2;
            default -> 8;
          };
      units.put(ship, 1L + random.nextInt(most));
      if (mission == Mission.ATTACK) {
        units.put("cruiser", 1L + random.nextInt(15));
      }
      var cargo =
          mission == Mission.TRANSPORT || mission == Mission.DEPLOY
              ? new Goods(random.nextInt(5_000), random.nextInt(5_000), 0)
              : Goods.NONE;
      var order =
          new FleetOrder(
              database.key(),
              from.id(),
              from.planet(),
              mission,
              target,
              units,
              cargo,
              10 + 10 * random.nextInt(10),
              mission == Mission.EXPEDITION ? Duration.ofHours(1) : Duration.ZERO,
              "",
              "");
      fleets.add(order.fleet());
      var answer = insist(() -> records.fleets().launch(order, now)).answer();
      var what =
          answer instanceof FleetAnswer.Refused(var refusal, var why)
              ? refusal + " " + why
              : "FLIES";
      answers.merge(mission + " " + what, 1, Integer::sum);
    }

    /// Where somebody has, or had, their moon.
    private static Spot moon(Player player) {
      var home = database.spot(player.planet());
      return new Spot(home.galaxy(), home.system(), home.position(), true);
    }

    private void recall() {
      if (!fleets.isEmpty()) {
        var fleet = fleets.get(random.nextInt(fleets.size()));
        FleetRows.find(database.sql, fleet)
            .ifPresent(row ->
                insist(() -> records.fleets().recall(new RecallRequest(row.player, fleet), now)));
      }
    }

    private void trade(Player player) {
      if (offers.isEmpty() || random.nextBoolean()) {
        var order =
            new OfferOrder(
                database.key(),
                player.id(),
                player.planet(),
                one("metal", "crystal"),
                1 + random.nextInt(9_000),
                one("metal", "deuterium"),
                1 + random.nextInt(9_000));
        offers.add(order.offer());
        insist(() -> records.market().open(order, now));
        return;
      }
      var offer = offers.get(random.nextInt(offers.size()));
      var request = new OfferRequest(database.key(), player.id(), player.planet(), offer);
      insist(() ->
          random.nextInt(3) == 0
              ? records.market().cancel(request, now)
              : records.market().accept(request, now));
    }

    private void settle(Player player) {
      insist(() -> records.planets().settle(player.planet(), now));
      insist(() -> records.planets().settleResearch(player.id(), now));
    }

    void end() {
      now = now.plus(Duration.ofDays(20));
      fleets.forEach(fleet -> insist(() -> records.fleets().advance(fleet, now)));
      offers.forEach(offer -> insist(() -> records.market().expire(offer, now)));
      players.forEach(this::settle);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_122})
  void nothingComesFromNowhereAndNothingGoesMissing(long seed) {
    var evening = new Evening(seed);
    for (var step = 1; step <= STEPS; step++) {
      evening.step();
      if (step % 50 == 0) {
        assertConserved("seed " + seed + ", step " + step);
      }
    }
    evening.end();
    assertConserved("seed " + seed + ", end");
    // An evening on which something happened.
    for (var mission : Evening.MISSIONS) {
      assertThat(evening.answers).containsKey(mission + " FLIES");
    }
    assertThat(evening.count("select count(*) from universe_battles where attacker = any(?)"))
        .as("battles, of %s", evening.answers)
        .isPositive();
    assertThat(
            evening.count(
                "select count(*) from universe_trades"
                    + " where type = 'trade_completed' and seller = any(?)"))
        .as("trades")
        .isPositive();
    assertThat(evening.fleets)
        .allSatisfy(fleet ->
            FleetRows.find(database.sql, fleet)
                .ifPresent(row -> assertThat(row.dueAt).as(fleet).isNull()));
    assertThat(
            evening.count("select count(*) from universe_planets where moon and player = any(?)"))
        .as("moons, of %s", evening.answers)
        .isLessThan(4);

    evening.records.players().tidy(evening.now.plus(Duration.ofDays(31)));
    assertThat(evening.count("select count(*) from universe_fleets where player = any(?)"))
        .isZero();
    assertThat(
            evening.count(
                "select count(*) from universe_offers where status <> 'open' and seller = any(?)"))
        .isZero();
    assertThat(database.closedBooks("FLEET")).containsKeys("LOADED", "UNLOADED");
    assertConserved("seed " + seed + ", tidied");
  }

  private static void assertConserved(String when) {
    var planets = new EnumMap<Kind, Resources>(Kind.class);
    var stock = Resources.NONE;
    for (var id : ids()) {
      var books = database.books(id);
      assertThat(books.balance())
          .as("%s, planet %d", when, id)
          .isEqualTo(database.state(id).stock());
      stock = stock.plus(database.state(id).stock());
      books.byKind().forEach((kind, sum) -> planets.merge(kind, sum, Resources::plus));
    }
    var freight = new EnumMap<Freight.Reason, Resources>(Freight.Reason.class);
    var cargo = Resources.NONE;
    for (var row : fleets()) {
      row.freight.byReason().forEach((why, sum) -> freight.merge(why, sum, Resources::plus));
      cargo = cargo.plus(row.cargo());
    }
    database
        .closedBooks("PLANET")
        .forEach((kind, sum) -> planets.merge(Kind.valueOf(kind), sum, Resources::plus));
    database
        .closedBooks("FLEET")
        .forEach((why, sum) -> freight.merge(Freight.Reason.valueOf(why), sum, Resources::plus));
    assertThat(of(planets, Kind.LOADED)).as(when).isEqualTo(of(freight, Freight.Reason.LOADED));
    assertThat(of(planets, Kind.UNLOADED)).as(when).isEqualTo(of(freight, Freight.Reason.UNLOADED));
    assertThat(of(planets, Kind.LOOTED)).as(when).isEqualTo(of(freight, Freight.Reason.LOOTED));
    var debris = debris("metal", "crystal", "deuterium");
    var made = debris("metal_made", "crystal_made", "deuterium_made");
    assertThat(made.minus(debris)).as(when).isEqualTo(of(freight, Freight.Reason.SALVAGED));
    var escrow = escrow();
    assertThat(of(planets, Kind.ESCROWED).minus(of(planets, Kind.RELEASED)))
        .as(when)
        .isEqualTo(escrow);
    assertThat(of(planets, Kind.PAID)).as(when).isEqualTo(of(planets, Kind.EARNED));
    // All that is, was spent or was lost; and all that was produced, given, found, or left by
    // battles.
    var is =
        stock
            .plus(cargo)
            .plus(escrow)
            .plus(debris)
            .plus(of(planets, Kind.SPENT).minus(of(planets, Kind.REFUNDED)))
            .plus(of(planets, Kind.BURNED))
            .plus(of(planets, Kind.LOST))
            .plus(of(freight, Freight.Reason.LOST));
    var came =
        of(planets, Kind.PRODUCED)
            .plus(of(planets, Kind.GRANTED))
            .plus(of(freight, Freight.Reason.FOUND))
            .plus(made);
    assertThat(is).as(when).isEqualTo(came);
  }

  private static <K> Resources of(Map<K, Resources> sums, K key) {
    return sums.getOrDefault(key, Resources.NONE);
  }

  private static List<Long> ids() {
    return database
        .sql
        .sql("select id from universe_planets order by id")
        .query((row, _) -> row.getLong(1))
        .list();
  }

  private static List<FleetRow> fleets() {
    return database.sql.sql("select * from universe_fleets").query(FleetRow::of).list();
  }

  private static Resources debris(String metal, String crystal, String deuterium) {
    return database
        .sql
        .sql(
            "select coalesce(sum(%s), 0), coalesce(sum(%s), 0), coalesce(sum(%s), 0)"
                    .formatted(metal, crystal, deuterium)
                + " from universe_debris")
        .query((row, _) -> new Resources(row.getLong(1), row.getLong(2), row.getLong(3)))
        .single();
  }

  private static Resources escrow() {
    return database
        .sql
        .sql("select key from universe_offers where status = 'open'")
        .query((row, _) -> row.getString(1))
        .list()
        .stream()
        .map(key -> OfferRows.find(database.sql, key).orElseThrow().offer().escrow())
        .reduce(Resources.NONE, Resources::plus);
  }
}
