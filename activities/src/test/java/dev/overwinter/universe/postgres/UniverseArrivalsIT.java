package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetAnswer.Flying;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.postgres.UniverseDatabase.Player;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever is due somewhere comes to an end, whoever sent it.
@Tag("UNI-23")
final class UniverseArrivalsIT {
  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Player player(Map<String, Long> ships) {
    var player = database.enrol("o");
    database.grant(player.planet(), 1_000_000, 1_000_000, 1_000_000);
    database.change(player.planet(), state -> state.withUnits(new Units(ships)));
    database.know(player, Map.of("combustion", 3, "impulse", 20, "computer", 3, "astrophysics", 1));
    return player;
  }

  /// Whoever was not seen for a week is protected no more.
  private static Player sleeper(long deuterium, Map<String, Long> units) {
    var player = database.enrol("o");
    database.grant(player.planet(), 100_000, 100_000, deuterium);
    database.change(player.planet(), state -> state.withUnits(new Units(units)));
    database
        .sql
        .sql("update universe_players set last_active_at = ? where id = ?")
        .params(Timestamp.from(START.minus(Duration.ofDays(8))), player.id())
        .update();
    return player;
  }

  private static FleetOrder staying(Player player, Mission mission, Spot target, Duration hold) {
    return new FleetOrder(
        "h" + database.key(),
        player.id(),
        player.planet(),
        mission,
        target,
        new TreeMap<>(Map.of("cruiser", 1L)),
        Goods.NONE,
        100,
        hold,
        "",
        "");
  }

  private static Refusal refusal(FleetAnswer answer) {
    return ((FleetAnswer.Refused) answer).refusal();
  }

  private static Flying launch(FleetOrder order) {
    return (Flying) database.launch(order, START);
  }

  private static FleetRow advance(FleetOrder order, Instant upTo) {
    assertThat(database.records.fleets().advance(order.fleet(), upTo).version()).isPositive();
    return database.row(order.fleet());
  }

  @Test
  void whoDefendsOrExploresSaysForHowLong() {
    var player = player(Map.of("cruiser", 9L));
    var friend = database.spot(player(Map.of()).planet());
    var deep = Spot.planet(friend.galaxy(), friend.system(), 16);

    for (var hold : List.of(Duration.ZERO, Duration.ofMinutes(59), Duration.ofHours(33))) {
      assertThat(refusal(database.launch(staying(player, Mission.ACS_DEFEND, friend, hold), START)))
          .isEqualTo(Refusal.INVALID);
      assertThat(refusal(database.launch(staying(player, Mission.EXPEDITION, deep, hold), START)))
          .isEqualTo(Refusal.INVALID);
    }
    assertThat(database.state(player.planet()).units().of("cruiser")).isEqualTo(9);
  }

  @Test
  void aFleetThatWasNotToldToStayHoldsNobodyUp() {
    var player = player(Map.of("cruiser", 9L));
    var victim = player(Map.of());
    var order =
        staying(player, Mission.ACS_DEFEND, database.spot(victim.planet()), Duration.ofHours(1));
    var flying = launch(order);
    database
        .sql
        .sql("update universe_fleets set holds_until = null where id = ?")
        .param(order.fleet())
        .update();

    var answer =
        database.order(
            victim, new PlanetOrder.Build("metal_mine"), flying.arrivesAt().plusSeconds(1));

    assertThat(answer).isInstanceOf(OrderAnswer.Accepted.class);
    assertThat(database.row(order.fleet()).state).isEqualTo(FleetRow.State.RETURNING);
  }

  @Test
  void notMorePlayersDefendAPlaceThanMayAttackIt() {
    var target = database.spot(player(Map.of()).planet());
    var hold = Duration.ofHours(1);
    var last = player(Map.of("cruiser", 9L));
    launch(staying(last, Mission.ACS_DEFEND, target, hold));
    for (var helper = 1; helper < 5; helper++) {
      launch(staying(player(Map.of("cruiser", 9L)), Mission.ACS_DEFEND, target, hold));
    }

    var sixth = staying(player(Map.of("cruiser", 9L)), Mission.ACS_DEFEND, target, hold);
    assertThat(refusal(database.launch(sixth, START))).isEqualTo(Refusal.TARGET);
    launch(staying(last, Mission.ACS_DEFEND, target, hold));
  }

  @Test
  void aBattleOfTooManyIsNotFoughtAndNotDueForEver() {
    var attacker = player(Map.of("cruiser", 50L));
    var defender = sleeper(0, Map.of("rocket_launcher", 50_000_001L));
    var order =
        database.fleet(
            attacker, Mission.ATTACK, database.spot(defender.planet()), Map.of("cruiser", 50L));
    var flying = launch(order);

    var row = advance(order, flying.arrivesAt());

    assertThat(row.state).isEqualTo(FleetRow.State.RETURNING);
    assertThat(row.battle).isNull();
    assertThat(row.units.of("cruiser")).isEqualTo(50);
  }

  @Test
  @Tag("UNI-14")
  void shipsFleeFromWhomTheyCannotBeatAndBurnHalfAsMuchAgain() {
    var attacker = player(Map.of("cruiser", 50L));
    var defender = sleeper(100_000, Map.of("light_fighter", 30L, "espionage_probe", 2L));
    var order =
        database.fleet(
            attacker, Mission.ATTACK, database.spot(defender.planet()), Map.of("cruiser", 50L));
    var flying = launch(order);

    var row = advance(order, flying.arrivesAt());

    assertThat(row.battle).isNotNull();
    var state = database.state(defender.planet());
    assertThat(state.units().of("light_fighter")).isEqualTo(30);
    assertThat(state.units().of("espionage_probe")).isZero();
    assertThat(state.stock().of(Resource.DEUTERIUM)).isLessThan(100_000_000_000L);
    assertThat(database.books(defender.planet()).balance()).isEqualTo(state.stock());
    assertThat(
            database
                .sql
                .sql(
                    "select report -> 'fled' ->> 'light_fighter' from universe_battles where id = ?")
                .param(row.battle)
                .query(Long.class)
                .single())
        .isEqualTo(30);
  }

  @Test
  @Tag("UNI-14")
  void whoLooksWhereNobodyLivesIsToldSo() {
    var spy = database.enrol("c");
    database.change(spy.planet(), state -> state.withUnits(Units.of("light_fighter", 2)));
    database.grant(spy.planet(), 10_000, 10_000, 10_000);
    var order =
        database.fleet(spy, Mission.ESPIONAGE, Spot.planet(7, 7, 7), Map.of("light_fighter", 1L));
    var flying = launch(order);

    advance(order, flying.arrivesAt());

    var report =
        database
            .sql
            .sql(
                "select defender is null and report -> 'snapshot' = '{}'::jsonb"
                    + " from universe_spy_reports where fleet = ?")
            .param(order.fleet())
            .query(Boolean.class)
            .single();
    assertThat(report).isTrue();
    assertThat(database.events(spy.id())).containsExactly("espionage_report");
    assertThat(database.row(order.fleet()).state).isEqualTo(FleetRow.State.RETURNING);
  }

  @Test
  void aBattleOfAnExpeditionIsReported() {
    // Until chance brings strangers: of a hundred expeditions about one in ten meets some.
    for (var attempt = 0; attempt < 100; attempt++) {
      var player = player(Map.of("cruiser", 1L));
      var from = database.spot(player.planet());
      var deep = Spot.planet(from.galaxy(), from.system(), 16);
      var order = staying(player, Mission.EXPEDITION, deep, Duration.ofHours(1));
      launch(order);
      var row = advance(order, START.plus(Duration.ofDays(9)));
      if (row.battle != null) {
        assertThat(database.events(player.id())).contains("battle_report");
        assertThat(
                database
                    .sql
                    .sql(
                        """
                        select defender = ? and attacker = 0 and attackers = '{}'
                          and report ->> 'attacker_name' in ('pirates', 'strangers')
                        from universe_battles where id = ?
                        """)
                    .params(player.id(), row.battle)
                    .query(Boolean.class)
                    .single())
            .isTrue();
        return;
      }
      assertThat(row.outcome).doesNotContain("attacked by", "destroyed by");
    }
    throw new AssertionError("nobody met anybody");
  }

  @Test
  @Tag("UNI-14")
  void whoLooksSeesWhatIsNotThereToo() {
    var spy = database.enrol("c");
    database.change(spy.planet(), state -> state.withUnits(Units.of("light_fighter", 2)));
    database.grant(spy.planet(), 10_000, 10_000, 10_000);
    var other = database.enrol("c");
    database.change(other.planet(), state -> state.withUnits(Units.of("light_fighter", 2)));
    var target = database.spot(other.planet());
    var order = database.fleet(spy, Mission.ESPIONAGE, target, Map.of("light_fighter", 1L));

    advance(order, launch(order).arrivesAt());

    assertThat(
            database
                .sql
                .sql(
                    """
                    select report -> 'snapshot' -> 'buildings' ->> 'robot_factory'
                    from universe_spy_reports where fleet = ?
                    """)
                .param(order.fleet())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  @Tag("UNI-14")
  void aMoonThatIsDestroyedIsGoneAndItsShipsComeHomeToItsPlanet() {
    var attacker = player(Map.of("deathstar", 400L));
    database.know(attacker, Map.of("hyperdrive", 7, "computer", 3));
    var owner = sleeper(0, Map.of());
    var moon = database.moonOf(owner);
    database.know(moon, Map.of("impulse", 3));
    database.grant(moon.planet(), 0, 0, 100_000);
    database.change(moon.planet(), state -> state.withUnits(Units.of("cruiser", 1)));
    var friend = database.spot(player(Map.of()).planet());
    var abroad = staying(moon, Mission.ACS_DEFEND, friend, Duration.ofHours(32));
    var home = Objects.requireNonNull(launch(abroad).returnsAt());
    database
        .sql
        .sql("update universe_players set last_active_at = ?, active_planet = ? where id = ?")
        .params(Timestamp.from(START.minus(Duration.ofDays(8))), moon.planet(), owner.id())
        .update();
    var order =
        database.fleet(
            attacker,
            Mission.DESTROY_MOON,
            database.spot(moon.planet()),
            Map.of("deathstar", 400L));
    var flying = launch(order);
    assertThat(flying.arrivesAt()).isBefore(home);

    advance(order, flying.arrivesAt());

    var left = database.sql.sql("select count(*) from universe_planets where id = ?");
    assertThat(left.param(moon.planet()).query(Long.class).single()).isZero();
    // Its books are not gone with it: of what it was given, what nobody took is lost.
    var closed = database.closedBooks("PLANET");
    assertThat(closed.get("GRANTED")).isEqualTo(Resources.ofUnits(0, 0, 100_000));
    assertThat(closed.get("LOST")).isNotNull();
    assertThat(database.row(order.fleet()).battle).isNotNull();
    assertThat(database.events(owner.id())).contains("moon_attacked");
    assertThat(
            database
                .sql
                .sql("select active_planet from universe_players where id = ?")
                .param(owner.id())
                .query(Long.class)
                .single())
        .isEqualTo(owner.planet());
    assertThat(advance(abroad, home).state).isEqualTo(FleetRow.State.HOME);
    assertThat(database.state(owner.planet()).units().of("cruiser")).isEqualTo(1);
  }

  private static FleetOrder missiles(Player player, Player target) {
    return database.fleet(
        player,
        Mission.MISSILES,
        database.spot(target.planet()),
        Map.of("interplanetary_missile", 1L));
  }

  @Test
  void whoIsAwayFiresNothingAndWhoFiresIsNotAway() {
    var player = player(Map.of("interplanetary_missile", 5L));
    var target = sleeper(0, Map.of());
    var order = missiles(player, target);
    var flying = launch(order);

    var away = new PlayerCommand.Vacation(player.id(), true);
    assertThat(((PlayerAnswer.Refused) database.perform(away, START)).refusal())
        .isEqualTo(Refusal.TOO_SOON);
    advance(order, flying.arrivesAt());
    var later = flying.arrivesAt().plusSeconds(1);
    assertThat(database.perform(away, later)).isInstanceOf(PlayerAnswer.Done.class);

    assertThat(refusal(database.launch(missiles(player, target), later)))
        .isEqualTo(Refusal.VACATION);
  }

  @Test
  void whoIsAwayDoesNotJump() {
    var player = player(Map.of("cruiser", 5L));
    var other = player(Map.of());
    database
        .sql
        .sql("update universe_planets set player = ? where id = ?")
        .params(player.id(), other.planet())
        .update();
    for (var moon : List.of(player.planet(), other.planet())) {
      database.change(
          moon,
          state -> state.withBuildings(new Levels(Map.of("jump_gate", 1)).and(state.buildings())));
    }
    assertThat(database.state(player.planet()).body()).isEqualTo(Body.PLANET);
    database.perform(new PlayerCommand.Vacation(player.id(), true), START);

    var jump = new PlanetOrder.Jump(other.planet(), new TreeMap<>(Map.of("cruiser", 1L)));
    var answer = database.order(player, jump, START.plusSeconds(1));

    assertThat(((OrderAnswer.Refused) answer).refusal()).isEqualTo(Refusal.VACATION);
  }

  @Test
  void aKeyIsGoodForOneFleetAndForOneOffer() {
    var player = player(Map.of("cruiser", 9L));
    var target = database.spot(player(Map.of()).planet());
    var order = database.fleet(player, Mission.TRANSPORT, target, Map.of("cruiser", 1L));
    var other =
        FleetOrder.simple(
            order.fleet(),
            player.id(),
            player.planet(),
            Mission.TRANSPORT,
            target,
            new TreeMap<>(Map.of("cruiser", 2L)),
            Goods.NONE);

    var first = launch(order);

    assertThat(database.launch(order, START.plusSeconds(1))).isEqualTo(first);
    assertThat(refusal(database.launch(other, START))).isEqualTo(Refusal.KEY_CONFLICT);
    var key = database.key();
    assertThat(offer(key, player, 100)).isInstanceOf(OfferAnswer.Done.class);
    assertThat(offer(key, player, 100)).isInstanceOf(OfferAnswer.Done.class);
    assertThat(((OfferAnswer.Refused) offer(key, player, 200)).refusal())
        .isEqualTo(Refusal.KEY_CONFLICT);
  }

  private static OfferAnswer offer(String key, Player seller, long metal) {
    return database
        .records
        .market()
        .open(
            new OfferOrder(key, seller.id(), seller.planet(), "metal", metal, "crystal", 50), START)
        .answer();
  }
}
