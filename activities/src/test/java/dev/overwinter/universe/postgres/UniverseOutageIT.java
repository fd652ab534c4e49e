package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.fleet.Mission;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.postgres.UniverseDatabase.Player;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nobody worked for a while, and then somebody asks for the last thing first: what was due at
/// other places has happened before, at its own moment.
@Tag("UNI-04")
final class UniverseOutageIT {
  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /// Whose mine of level 13 takes four hours, and who can pay for nothing else.
  private static Player builder(Map<String, Long> ships) {
    var player = database.enrol("o");
    database.grant(player.planet(), 100_000, 100_000, 100_000);
    database.change(
        player.planet(),
        state ->
            state
                .withUnits(new Units(ships))
                .withBuildings(
                    state
                        .buildings()
                        .with("metal_mine", 12)
                        .with("crystal_mine", 10)
                        .with("research_lab", 3)));
    return player;
  }

  /// The mine that takes hours, and another that waits for its turn and for what it costs.
  ///
  /// @return when it is its turn
  private static Instant twoMines(Player player, long crystalLeft) {
    database.change(
        player.planet(),
        state -> state.withStock(Resources.ofUnits(7_800, 2_000 + crystalLeft, 10)));
    var first = accepted(player, "metal_mine");
    var _ = accepted(player, "crystal_mine");
    return Objects.requireNonNull(first.finishesAt());
  }

  private static OrderAnswer.Accepted accepted(Player player, String building) {
    var answer = database.order(player, new PlanetOrder.Build(building), START);
    assertThat(answer).isInstanceOf(OrderAnswer.Accepted.class);
    return (OrderAnswer.Accepted) answer;
  }

  /// The second mine was begun when the first was done.
  private static void isBegunAt(Player player, Instant turn) {
    assertThat(database.state(player.planet()).buildings().of("metal_mine")).isEqualTo(13);
    assertThat(database.state(player.planet()).builds())
        .as("dropped, because nobody could pay: " + database.events(player.id()))
        .singleElement()
        .satisfies(item -> {
          assertThat(item.building()).isEqualTo("crystal_mine");
          assertThat(item.start()).isEqualTo(turn);
        });
  }

  /// A fleet that fetches 90,000 of metal and as much crystal from somebody's doorstep.
  private static FleetOrder salvage(Player player) {
    var other = database.enrol("o");
    var spot = database.spot(other.planet());
    database
        .sql
        .sql(
            """
            insert into universe_debris (universe, galaxy, system, position, metal, crystal,
              deuterium, metal_made, crystal_made, deuterium_made)
            values ('o', ?, ?, ?, 90000000000, 90000000000, 0, 90000000000, 90000000000, 0)
            """)
        .params(spot.galaxy(), spot.system(), spot.position())
        .update();
    database.know(player, Map.of("combustion", 6));
    return launched(database.fleet(player, Mission.RECYCLE, spot, Map.of("recycler", 10L)));
  }

  private static FleetOrder launched(FleetOrder order) {
    assertThat(database.launch(order, START)).isInstanceOf(FleetAnswer.Flying.class);
    return order;
  }

  private static Instant home(FleetOrder order) {
    return Objects.requireNonNull(database.row(order.fleet()).returnsAt);
  }

  @Test
  void whatAFleetBringsPaysForWhatIsNextThoughItsHomeIsAskedFirst() {
    var player = builder(Map.of("recycler", 10L));
    var fleet = salvage(player);
    var turn = twoMines(player, 0);
    assertThat(home(fleet)).isBefore(turn);
    assertThat(database.row(fleet.fleet()).state).isEqualTo(FleetRow.State.OUTBOUND);

    var _ = database.records.planets().settle(player.planet(), turn.plusSeconds(3_600));

    isBegunAt(player, turn);
    assertThat(database.row(fleet.fleet()).state).isEqualTo(FleetRow.State.HOME);
    assertThat(database.row(fleet.fleet()).outcome).startsWith("salvaged");
  }

  @Test
  void andThoughTheSecondLookFindsThePlanetFirst() {
    var player = builder(Map.of("recycler", 10L));
    var fleet = salvage(player);
    var turn = twoMines(player, 0);
    assertThat(home(fleet)).isBefore(turn);
    var late = turn.plusSeconds(3_600);

    var _ = database.records.overdue().settle(late, late, 100);

    isBegunAt(player, turn);
  }

  @Test
  void goodsOfAnOfferThatEndsPayForWhatIsNext() {
    var player = builder(Map.of());
    var key = database.key();
    var offer = new OfferOrder(key, player.id(), player.planet(), "metal", 9_000, "crystal", 1);
    assertThat(database.records.market().open(offer, START).open()).isTrue();
    database
        .sql
        .sql("update universe_offers set expires_at = ? where key = ?")
        .params(Timestamp.from(START.plusSeconds(3_600)), key)
        .update();
    var turn = twoMines(player, 50_000);

    var _ = database.records.planets().settle(player.planet(), turn.plusSeconds(3_600));

    isBegunAt(player, turn);
    assertThat(OfferRows.find(database.sql, key).orElseThrow().open()).isFalse();
  }

  @Test
  void whatComesHomeBeforeALevelIsThereBeforeIt() {
    var player = builder(Map.of("recycler", 10L));
    var fleet = salvage(player);
    var end = studied(player, "espionage", home(fleet));

    var _ = database.records.planets().settleResearch(player.id(), end.plusSeconds(10));

    assertThat(database.events(player.id()))
        .containsSubsequence("fleet_recycled", "fleet_home", "research_complete");
  }

  /// Begins to research something that ends after a moment.
  private static Instant studied(Player player, String tech, Instant after) {
    var answer =
        database
            .records
            .planets()
            .orderResearch(
                new ResearchRequest(
                    database.key(), player.id(), player.planet(), new ResearchOrder.Begin(tech)),
                START);
    assertThat(answer.answer()).isInstanceOf(OrderAnswer.Accepted.class);
    var end = after.plusSeconds(60);
    database
        .sql
        .sql(
            """
            update universe_players set research_due = :end,
              research = jsonb_set(research, '{queue,0,end}', to_jsonb(:text))
            where id = :id
            """)
        .param("end", Timestamp.from(end))
        .param("text", end.toString())
        .param("id", player.id())
        .update();
    return end;
  }

  @Test
  void whoFightsKnowsWhatTheyHaveLearntOnTheWay() {
    var attacker = builder(Map.of("cruiser", 20L));
    database.know(attacker, Map.of("combustion", 3, "impulse", 4));
    var target = sleeper();
    var attack =
        launched(database.fleet(attacker, Mission.ATTACK, target.spot(), Map.of("cruiser", 20L)));
    var arrival = database.row(attack.fleet()).arrivesAt;
    var _ = studied(attacker, "armour", START);

    var _ = database.records.planets().settle(target.planet(), arrival.plusSeconds(10));

    assertThat(database.events(attacker.id()))
        .containsSubsequence("research_complete", "battle_report");
  }

  private record Target(long planet, Spot spot) {}

  /// Whoever was not seen for a week is protected no more.
  private static Target sleeper() {
    var player = database.enrol("o");
    database
        .sql
        .sql("update universe_players set last_active_at = ? where id = ?")
        .params(Timestamp.from(START.minus(Duration.ofDays(8))), player.id())
        .update();
    return new Target(player.planet(), database.spot(player.planet()));
  }
}
