package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What nobody's timer has done is done all the same: late, but at its own moment.
@Tag("UNI-04")
final class UniverseOverdueIT {
  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Instant ordered(UniverseDatabase.Player player, String building) {
    var answer = database.order(player, new PlanetOrder.Build(building), START);
    return Objects.requireNonNull(((OrderAnswer.Accepted) answer).finishesAt());
  }

  private static List<Timestamp> built(UniverseDatabase.Player player) {
    return database
        .sql
        .sql("select at from universe_events where player = ? and type = 'building_complete'")
        .param(player.id())
        .query((row, _) -> row.getTimestamp(1))
        .list();
  }

  @Test
  void aBuildingThatNoWorkflowKnowsOfIsFinishedOnceAndAtItsMoment() {
    var player = database.enrol("c");
    var end = ordered(player, "metal_mine");
    var later = end.plusSeconds(3_600);

    database.records.overdue().settle(end, end, 10);
    assertThat(built(player)).as("not before it is late").isEmpty();

    database.records.overdue().settle(later, later, 10);
    database.records.overdue().settle(later, later, 10);
    assertThat(built(player)).containsExactly(Timestamp.from(end));
    assertThat(database.state(player.planet()).buildings().of("metal_mine")).isEqualTo(2);
  }

  @Test
  void researchIsAsWell() {
    var player = database.enrol("c");
    var answer =
        database
            .records
            .planets()
            .orderResearch(
                new ResearchRequest(
                    database.key(),
                    player.id(),
                    player.planet(),
                    new ResearchOrder.Begin("energy")),
                START);
    assertThat(answer.answer()).isInstanceOf(OrderAnswer.Accepted.class);
    var later = Objects.requireNonNull(answer.due().at()).plusSeconds(10);

    assertThat(database.records.overdue().settle(later, later, 10)).isPositive();

    assertThat(database.events(player.id())).containsExactly("research_complete");
  }

  @Test
  void anOfferThatNoWorkflowWaitsForExpires() {
    var seller = database.enrol("o");
    var key = database.key();
    var order = new OfferOrder(key, seller.id(), seller.planet(), "metal", 100, "crystal", 50);
    var expires = Objects.requireNonNull(database.records.market().open(order, START).due().at());
    var later = expires.plusSeconds(10);

    database.records.overdue().settle(expires, expires, 10);
    assertThat(OfferRows.find(database.sql, key).orElseThrow().open()).isTrue();

    assertThat(database.records.overdue().settle(later, later, 10)).isPositive();
    assertThat(OfferRows.find(database.sql, key).orElseThrow().open()).isFalse();
    assertThat(database.books(seller.planet()).balance())
        .isEqualTo(database.state(seller.planet()).stock());
  }

  @Test
  void whatCannotBeSettledKeepsNobodyElseFromIt() {
    var broken = database.enrol("c");
    var player = database.enrol("c");
    var end = ordered(broken, "metal_mine");
    var _ = ordered(player, "metal_mine");
    database
        .sql
        .sql("update universe_planets set state = '{}', due_at = ? where id = ?")
        .params(Timestamp.from(end.minusSeconds(60)), broken.planet())
        .update();
    var later = end.plusSeconds(10);

    var _ = database.records.overdue().settle(later, later, 1);
    var _ = database.records.overdue().settle(later, later, 1);

    assertThat(built(player)).containsExactly(Timestamp.from(end));
    database
        .sql
        .sql("update universe_planets set due_at = null where id = ?")
        .param(broken.planet())
        .update();
  }
}
