package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static dev.overwinter.universe.postgres.UniverseDatabase.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Posting;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetAnswer.Flying;
import dev.overwinter.universe.order.FleetAnswer.Refused;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.postgres.UniverseDatabase.Player;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("UNI-23")
final class UniverseFleetsIT {
  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Player player(String universe, Map<String, Long> ships) {
    var player = database.enrol(universe);
    database.grant(player.planet(), 100_000, 100_000, 100_000);
    database.change(player.planet(), state -> state.withUnits(new Units(ships)));
    return player;
  }

  /// Whoever was not seen for a week is protected no more, however few points they have. There is
  /// no deuterium to flee with: they fight.
  private static Player sleeper(Map<String, Long> units) {
    var player = database.enrol("o");
    database.grant(player.planet(), 100_000, 100_000, 0);
    database.change(player.planet(), state -> state.withUnits(new Units(units)));
    database
        .sql
        .sql("update universe_players set last_active_at = ? where id = ?")
        .params(java.sql.Timestamp.from(START.minus(Duration.ofDays(8))), player.id())
        .update();
    return player;
  }

  private static Flying flying(FleetAnswer answer) {
    return (Flying) answer;
  }

  private static Instant home(Flying flying) {
    return Objects.requireNonNull(flying.returnsAt());
  }

  private static FleetOrder with(FleetOrder order, Goods cargo) {
    return FleetOrder.simple(
        order.fleet(),
        order.player(),
        order.planet(),
        order.mission(),
        order.target(),
        order.units(),
        cargo);
  }

  private static void advance(FleetOrder order, Instant upTo) {
    assertThat(database.records.fleets().advance(order.fleet(), upTo).version()).isPositive();
  }

  private static Spot empty() {
    return database
        .sql
        .sql(
            """
            select galaxy, system, position from generate_series(1, 9) galaxy,
              generate_series(400, 499) system, generate_series(1, 15) position
            where not exists (select from universe_planets planet
              where planet.galaxy = galaxy.galaxy and planet.system = system.system)
            order by random() limit 1
            """)
        .query((row, _) -> Spot.planet(row.getInt(1), row.getInt(2), row.getInt(3)))
        .single();
  }

  private static long metal(long planet) {
    return database.state(planet).stock().metal() / Resources.MICROS;
  }

  /// What the planet of a player has made so far.
  private static Resources produced(Player player) {
    return database
        .books(player.planet())
        .byKind()
        .getOrDefault(Posting.Kind.PRODUCED, Resources.NONE);
  }

  @Test
  @Tag("UNI-11")
  void ofThreeDispatchesOfAllShipsExactlyOneLeaves() throws Exception {
    var player = player("c", Map.of("light_fighter", 10L));
    var target = database.spot(player("c", Map.of()).planet());

    var answers =
        atOnce(
            3,
            () ->
                database.launch(
                    database.fleet(player, Mission.TRANSPORT, target, Map.of("light_fighter", 10L)),
                    START));

    assertThat(answers).filteredOn(Flying.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(answer ->
            answer instanceof Refused no
                && List.of(Refusal.NOT_ENOUGH_SHIPS, Refusal.NO_SLOT).contains(no.refusal()))
        .hasSize(2);
    assertThat(database.state(player.planet()).units().none()).isTrue();
  }

  @Test
  @Tag("UNI-11")
  @Tag("UNI-19")
  void shipsThatAreNotThereAndPlacesThatDoNotExistAreRefused() {
    var player = player("c", Map.of("light_fighter", 1L));
    var target = database.spot(player("c", Map.of()).planet());
    var battleships = database.fleet(player, Mission.TRANSPORT, target, Map.of("battleship", 5L));
    var nowhere =
        database.fleet(
            player, Mission.TRANSPORT, Spot.planet(999, 9_999, 77), Map.of("light_fighter", 1L));

    assertThat(((Refused) database.launch(battleships, START)).refusal())
        .isEqualTo(Refusal.NOT_ENOUGH_SHIPS);
    assertThat(((Refused) database.launch(nowhere, START)).refusal())
        .isEqualTo(Refusal.INVALID_COORDINATES);
    assertThat(database.state(player.planet()).units().of("light_fighter")).isEqualTo(1);
  }

  @Test
  @Tag("UNI-12")
  void asManyMissionsFlyAsThereAreSlotsEachRecallableByItsId() {
    var player = player("c", Map.of("light_fighter", 10L));
    database.know(player, Map.of("computer", 2));
    var target = database.spot(player("c", Map.of()).planet());
    var orders =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(
                _ -> database.fleet(player, Mission.TRANSPORT, target, Map.of("light_fighter", 1L)))
            .toList();

    var answers = orders.stream().map(order -> database.launch(order, START)).toList();

    assertThat(answers).filteredOn(Flying.class::isInstance).hasSize(3);
    assertThat(((Refused) answers.getLast()).refusal()).isEqualTo(Refusal.NO_SLOT);
    var middle = orders.get(1).fleet();
    var request = new RecallRequest(player.id(), middle);
    var first = flying(answers.get(1));
    var at = START.plusMillis(Duration.between(START, first.arrivesAt()).toMillis() / 2);
    var back = flying(database.records.fleets().recall(request, at).answer());
    assertThat(back.recalled()).isTrue();
    assertThat(database.records.fleets().recall(request, at.plusSeconds(1)).answer())
        .isEqualTo(back);
    assertThat(database.row(orders.get(0).fleet()).state).isEqualTo(FleetRow.State.OUTBOUND);
    var stranger = new RecallRequest(player("c", Map.of()).id(), orders.get(0).fleet());
    assertThat(((Refused) database.records.fleets().recall(stranger, at).answer()).refusal())
        .isEqualTo(Refusal.NOT_FOUND);
    database.records.fleets().advance(middle, home(back));
    assertThat(database.row(middle).state).isEqualTo(FleetRow.State.HOME);
    assertThat(database.state(player.planet()).units().of("light_fighter")).isEqualTo(8);
  }

  @Test
  @Tag("UNI-13")
  void afterARoundTripEverythingIsAsItWasMinusCargoAndFuel() {
    // Not so much that there is no room for what the planet makes meanwhile.
    var player = database.enrol("o");
    database.grant(player.planet(), 5_000, 5_000, 5_000);
    database.change(player.planet(), state -> state.withUnits(Units.of("small_cargo", 5)));
    database.know(player, Map.of("combustion", 1));
    var other = player("o", Map.of());
    var target = database.spot(other.planet());
    var planets = database.sql.sql("select count(*) from universe_planets").query(Long.class);
    var before = planets.single();
    var order =
        with(
            database.fleet(player, Mission.TRANSPORT, target, Map.of("small_cargo", 5L)),
            new Goods(1_000, 500, 0));
    var had = database.state(player.planet());
    var earlier = produced(player);
    var theirs = metal(other.planet());

    var flying = flying(database.launch(order, START));
    advance(order, home(flying));

    assertThat(planets.single()).isEqualTo(before);
    assertThat(database.state(player.planet()).units()).isEqualTo(had.units());
    assertThat(database.spot(player.planet())).isNotEqualTo(target);
    assertThat(metal(other.planet())).isGreaterThanOrEqualTo(theirs + 1_000);
    assertThat(database.row(order.fleet()).cargo().isNone()).isTrue();
    assertThat(flying.fuel()).isPositive();
    var given = Resources.ofUnits(1_000, 500, flying.fuel());
    var made = produced(player).minus(earlier);
    assertThat(made.metal()).isPositive();
    assertThat(database.state(player.planet()).stock())
        .isEqualTo(had.stock().minus(given).plus(made));
  }

  @Test
  @Tag("UNI-14")
  @Tag("UNI-05")
  void anAttackIsFoughtWithLossesLootDebrisAndAReportForBoth() {
    var attacker = player("o", Map.of("cruiser", 50L, "large_cargo", 5L));
    database.know(attacker, Map.of("combustion", 3, "impulse", 3));
    var defender = sleeper(Map.of("light_fighter", 30L, "rocket_launcher", 20L));
    var third = player("o", Map.of());
    var order =
        database.fleet(
            attacker,
            Mission.ATTACK,
            database.spot(defender.planet()),
            Map.of("cruiser", 50L, "large_cargo", 5L));

    var flying = flying(database.launch(order, START));
    assertThat(database.events(defender.id())).containsExactly("incoming_attack");
    advance(order, flying.arrivesAt());

    var fleet = database.row(order.fleet());
    assertThat(fleet.state).isEqualTo(FleetRow.State.RETURNING);
    assertThat(fleet.cargo().metal()).isPositive();
    assertThat(database.state(defender.planet()).units().of("light_fighter")).isZero();
    assertThat(database.events(defender.id())).contains("battle_report");
    assertThat(database.events(attacker.id())).containsExactly("battle_report");
    assertThat(database.events(third.id())).isEmpty();
    var id = Objects.requireNonNull(fleet.battle);
    assertThat(
            database
                .sql
                .sql(
                    """
                    select distinct payload ->> 'report_id' from universe_events
                    where type = 'battle_report' and player in (?, ?)
                    """)
                .params(attacker.id(), defender.id())
                .query((row, _) -> row.getString(1))
                .list())
        .containsExactly(Long.toString(id));
    var target = database.spot(defender.planet());
    assertThat(
            database
                .sql
                .sql(
                    """
                    select metal from universe_debris
                    where galaxy = ? and system = ? and position = ?
                    """)
                .params(target.galaxy(), target.system(), target.position())
                .query(Long.class)
                .single())
        .isPositive();
    advance(order, home(flying));
    assertThat(database.row(order.fleet()).state).isEqualTo(FleetRow.State.HOME);
    assertThat(database.state(attacker.planet()).units().of("cruiser")).isPositive();
    assertThat(database.books(attacker.planet()).balance())
        .isEqualTo(database.state(attacker.planet()).stock());
    assertThat(database.books(defender.planet()).balance())
        .isEqualTo(database.state(defender.planet()).stock());
  }

  @Test
  void whoHasFarFewerPointsIsProtectedWhileTheyPlay() {
    var attacker = player("o", Map.of("cruiser", 50L));
    database.know(attacker, Map.of("combustion", 3, "impulse", 3));
    var newbie = player("o", Map.of());
    var order =
        database.fleet(
            attacker, Mission.ATTACK, database.spot(newbie.planet()), Map.of("cruiser", 50L));

    assertThat(((Refused) database.launch(order, START)).refusal()).isEqualTo(Refusal.PROTECTED);
  }

  @Test
  @Tag("UNI-14")
  void classicBattlesAreTheSeedsOwn() {
    var attacker = player("c", Map.of("light_fighter", 2L));
    var defender = player("c", Map.of("light_fighter", 1L));
    var order =
        database.fleet(
            attacker,
            Mission.ATTACK,
            database.spot(defender.planet()),
            Map.of("light_fighter", 2L));

    var flying = flying(database.launch(order, START));
    advance(order, flying.arrivesAt());

    assertThat(
            database
                .sql
                .sql("select report -> 'outcome' ->> 'winner' from universe_battles where id = ?")
                .param(database.row(order.fleet()).battle)
                .query(String.class)
                .single())
        .isEqualTo("attacker");
    assertThat(database.state(defender.planet()).units().none()).isTrue();
    assertThat(database.row(order.fleet()).units.of("light_fighter")).isEqualTo(2);
  }

  @Test
  @Tag("UNI-15")
  void ofTwoColonizationsOfOnePlaceOneWinsAndTheOtherReturnsWithItsShip() throws Exception {
    var one = player("c", Map.of("colony_ship", 1L));
    var two = player("c", Map.of("colony_ship", 1L));
    var target = empty();
    var orders =
        List.of(
            database.fleet(one, Mission.COLONIZE, target, Map.of("colony_ship", 1L)),
            database.fleet(two, Mission.COLONIZE, target, Map.of("colony_ship", 1L)));
    orders.forEach(order -> flying(database.launch(order, START)));
    var next = new AtomicInteger();
    var late = START.plus(Duration.ofDays(1));

    atOnce(
        2,
        () -> database.records.fleets().advance(orders.get(next.getAndIncrement()).fleet(), late));

    var colonies =
        database
            .sql
            .sql(
                """
                select player from universe_planets
                where universe = 'c' and galaxy = ? and system = ? and position = ?
                """)
            .params(target.galaxy(), target.system(), target.position())
            .query((row, _) -> row.getLong(1))
            .list();
    assertThat(colonies).hasSize(1);
    var loser = colonies.getFirst() == one.id() ? two : one;
    var winner = loser.equals(one) ? two : one;
    assertThat(database.state(loser.planet()).units().of("colony_ship")).isEqualTo(1);
    assertThat(database.state(winner.planet()).units().of("colony_ship")).isZero();
  }

  @Test
  @Tag("UNI-04")
  void anOutageChangesNoOrderOfArrivals() {
    var attacker = player("o", Map.of("cruiser", 50L));
    database.know(attacker, Map.of("combustion", 3, "impulse", 3, "computer", 3));
    var helper = player("o", Map.of("recycler", 10L));
    database.know(helper, Map.of("combustion", 6));
    var defender = sleeper(Map.of("light_fighter", 30L));
    var target = database.spot(defender.planet());
    var attack = database.fleet(attacker, Mission.ATTACK, target, Map.of("cruiser", 50L));
    var recycle = database.fleet(helper, Mission.RECYCLE, target, Map.of("recycler", 10L));
    var first = flying(database.launch(attack, START));
    // Sent so that it is there after the battle, whatever the distance.
    var second = flying(database.launch(recycle, first.arrivesAt().plusSeconds(1)));

    // Nobody worked meanwhile, and the recycler's workflow is the first that does.
    advance(recycle, home(second));

    assertThat(database.row(recycle.fleet()).outcome).startsWith("salvaged");
    assertThat(database.row(attack.fleet()).battle).isNotNull();
    assertThat(database.row(recycle.fleet()).state).isEqualTo(FleetRow.State.HOME);
  }

  @Test
  void probesLookAndTellTheirOwnerAlone() {
    var spy = player("o", Map.of("espionage_probe", 10L));
    database.know(spy, Map.of("combustion", 3, "espionage", 8));
    var other = sleeper(Map.of());
    var order =
        database.fleet(
            spy, Mission.ESPIONAGE, database.spot(other.planet()), Map.of("espionage_probe", 10L));

    var flying = flying(database.launch(order, START));
    advance(order, flying.arrivesAt());

    assertThat(database.events(other.id())).isEmpty();
    assertThat(database.events(spy.id())).containsExactly("espionage_report");
    assertThat(
            database
                .sql
                .sql(
                    "select report -> 'snapshot' -> 'resources' ->> 'metal'"
                        + " from universe_spy_reports where fleet = ?")
                .param(order.fleet())
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void fleetsOfAUnionArriveTogetherAndFightOneBattle() {
    var leader = player("o", Map.of("cruiser", 20L));
    var friend = player("o", Map.of("cruiser", 20L));
    database.know(leader, Map.of("combustion", 3, "impulse", 3));
    database.know(friend, Map.of("combustion", 3, "impulse", 4));
    var defender = sleeper(Map.of("light_fighter", 30L));
    var target = database.spot(defender.planet());
    var first = database.fleet(leader, Mission.ACS_ATTACK, target, Map.of("cruiser", 20L));
    flying(database.launch(first, START));
    var simple = database.fleet(friend, Mission.ACS_ATTACK, target, Map.of("cruiser", 20L));
    var joining =
        new FleetOrder(
            simple.fleet(),
            friend.id(),
            friend.planet(),
            Mission.ACS_ATTACK,
            target,
            new TreeMap<>(simple.units()),
            Goods.NONE,
            100,
            Duration.ZERO,
            first.fleet(),
            "");
    assertThat(database.launch(joining, START)).isInstanceOf(Refused.class);
    database.perform(new PlayerCommand.Invite(leader.id(), first.fleet(), friend.id()), START);
    assertThat(database.events(friend.id())).containsExactly("union_invitation");

    assertThat(database.launch(joining, START)).isInstanceOf(Flying.class);

    var arrival = database.row(first.fleet()).arrivesAt;
    assertThat(database.row(joining.fleet()).arrivesAt).isEqualTo(arrival);
    advance(first, arrival);
    assertThat(database.row(joining.fleet()).battle)
        .isEqualTo(database.row(first.fleet()).battle)
        .isNotNull();
    assertThat(database.events(friend.id())).contains("battle_report");
    assertThat(database.row(joining.fleet()).state).isEqualTo(FleetRow.State.RETURNING);
  }

  @Test
  void whoHoldsAPlaceDoesNotEscapeTheBattleThatIsDueThere() {
    var defender = sleeper(Map.of("light_fighter", 30L));
    var target = database.spot(defender.planet());
    var friend = player("o", Map.of("cruiser", 20L));
    database.know(friend, Map.of("combustion", 3, "impulse", 4));
    var simple = database.fleet(friend, Mission.ACS_DEFEND, target, Map.of("cruiser", 20L));
    var held =
        new FleetOrder(
            simple.fleet(),
            friend.id(),
            friend.planet(),
            Mission.ACS_DEFEND,
            target,
            new TreeMap<>(simple.units()),
            Goods.NONE,
            100,
            Duration.ofHours(30),
            "",
            "");
    var there = flying(database.launch(held, START)).arrivesAt();
    advance(held, there);
    var attacker = player("o", Map.of("cruiser", 20L));
    database.know(attacker, Map.of("combustion", 3, "impulse", 4));
    var attack = database.fleet(attacker, Mission.ATTACK, target, Map.of("cruiser", 20L));
    var fought = flying(database.launch(attack, there)).arrivesAt();

    var request = new RecallRequest(friend.id(), held.fleet());
    assertThat(database.records.fleets().recall(request, fought.plusSeconds(1)).answer())
        .isNotNull();

    assertThat(
            database
                .sql
                .sql("select ? = any(defenders) from universe_battles where id = ?")
                .params(friend.id(), Objects.requireNonNull(database.row(attack.fleet()).battle))
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void anExpeditionComesHomeOrIsLostAndNothingComesFromNowhere() {
    for (var attempt = 0; attempt < 12; attempt++) {
      var player = player("o", Map.of("small_cargo", 20L, "light_fighter", 10L));
      database.know(player, Map.of("combustion", 3, "astrophysics", 1));
      var from = database.spot(player.planet());
      var order =
          new FleetOrder(
              "x" + player.id(),
              player.id(),
              player.planet(),
              Mission.EXPEDITION,
              Spot.planet(from.galaxy(), from.system(), 16),
              new TreeMap<>(Map.of("small_cargo", 20L, "light_fighter", 10L)),
              Goods.NONE,
              100,
              Duration.ofHours(1),
              "",
              "");
      var answer = database.launch(order, START);
      assertThat(answer).isInstanceOf(Flying.class);

      var due = database.records.fleets().advance(order.fleet(), START.plus(Duration.ofDays(9)));

      assertThat(due.at()).isNull();
      var row = database.row(order.fleet());
      assertThat(row.state).isIn(FleetRow.State.HOME, FleetRow.State.LOST);
      assertThat(row.outcome).isNotEmpty();
      assertThat(row.cargo().isNone()).isTrue();
    }
  }
}
