package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static dev.overwinter.universe.postgres.UniverseDatabase.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferAnswer.Done;
import dev.overwinter.universe.order.OfferAnswer.Refused;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.postgres.UniverseDatabase.Player;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class UniverseMarketIT {
  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Player player(String universe) {
    var player = database.enrol(universe);
    database.grant(player.planet(), 1_000, 1_000, 1_000);
    return player;
  }

  private static OfferAnswer open(String key, Player seller, long metal) {
    return database
        .records
        .market()
        .open(
            new OfferOrder(key, seller.id(), seller.planet(), "metal", metal, "crystal", 50), START)
        .answer();
  }

  private static OfferAnswer accept(String key, Player buyer) {
    return database
        .records
        .market()
        .accept(new OfferRequest(database.key(), buyer.id(), buyer.planet(), key), START)
        .answer();
  }

  private static List<Long> stock(Player player) {
    var stock = database.state(player.planet()).stock();
    return List.of(stock.metal() / Resources.MICROS, stock.crystal() / Resources.MICROS);
  }

  @Test
  @Tag("UNI-06")
  void whatIsOfferedLeavesAtOnceAndBothArePaidOnce() {
    var seller = player("c");
    var buyer = player("c");
    var sold = stock(seller);
    var bought = stock(buyer);
    var key = database.key();

    assertThat(open(key, seller, 100)).isInstanceOf(Done.class);
    assertThat(open(key, seller, 100)).isInstanceOf(Done.class);
    assertThat(stock(seller)).isEqualTo(List.of(sold.get(0) - 100, sold.get(1)));
    assertThat(accept(key, buyer)).isInstanceOf(Done.class);

    // Another process knows it at once: nothing waits for a save.
    assertThat(((Refused) accept(key, buyer)).refusal()).isEqualTo(Refusal.NOT_OPEN);
    assertThat(stock(seller)).isEqualTo(List.of(sold.get(0) - 100, sold.get(1) + 50));
    assertThat(stock(buyer)).isEqualTo(List.of(bought.get(0) + 100, bought.get(1) - 50));
    assertThat(database.events(seller.id())).containsExactly("trade_event", "trade_event");
    assertThat(database.events(buyer.id())).containsExactly("trade_event");
  }

  @Test
  @Tag("UNI-24")
  void ofManyWhoAcceptAtOnceThroughSeveralProcessesOneGetsIt() throws Exception {
    var seller = player("c");
    var key = database.key();
    open(key, seller, 100);
    var buyers = java.util.stream.IntStream.range(0, 10).mapToObj(_ -> player("c")).toList();
    var next = new AtomicInteger();

    var answers =
        atOnce(
            10,
            () -> {
              var buyer = buyers.get(next.getAndIncrement());
              return database
                  .records()
                  .market()
                  .accept(new OfferRequest("same", buyer.id(), buyer.planet(), key), START)
                  .answer();
            });

    assertThat(answers).filteredOn(Done.class::isInstance).hasSize(1);
    assertThat(
            buyers.stream()
                .filter(buyer ->
                    database.state(buyer.planet()).stock().crystal() < Resources.MICROS * 1_300)
                .count())
        .isOne();
  }

  @Test
  @Tag("UNI-18")
  void aPlayerHasFiftyOpenOffersHoweverManyAreMadeAtOnce() throws Exception {
    var seller = player("c");
    var keys = java.util.stream.Stream.generate(database::key).limit(60).toList();
    var next = new AtomicInteger();

    var answers = atOnce(60, () -> open(keys.get(next.getAndIncrement()), seller, 1));

    assertThat(answers).filteredOn(Done.class::isInstance).hasSize(50);
    assertThat(answers)
        .filteredOn(answer -> answer instanceof Refused no && no.refusal() == Refusal.LIMIT)
        .hasSize(10);
    var open =
        keys.stream()
            .filter(key -> OfferRows.find(database.sql, key).isPresent())
            .findFirst()
            .orElseThrow();
    // One that is repeated is no further one; where one is taken back there is room for another.
    assertThat(open(open, seller, 1)).isInstanceOf(Done.class);
    var back = new OfferRequest(database.key(), seller.id(), seller.planet(), open);
    assertThat(database.records.market().cancel(back, START).answer()).isInstanceOf(Done.class);
    assertThat(open(database.key(), seller, 1)).isInstanceOf(Done.class);
    assertThat(((Refused) open(database.key(), seller, 1)).refusal()).isEqualTo(Refusal.LIMIT);
  }

  @Test
  void nobodyOffersWhatTheyDoNotHaveOrTradesWithThemselves() {
    var seller = player("c");
    assertThat(((Refused) open(database.key(), seller, 1_000_000)).refusal())
        .isEqualTo(Refusal.INSUFFICIENT_RESOURCES);
    var key = database.key();
    open(key, seller, 100);

    assertThat(((Refused) accept(key, seller)).refusal()).isEqualTo(Refusal.SELF_TRADE);
    assertThat(OfferRows.find(database.sql, key).orElseThrow().open()).isTrue();
  }

  @Test
  void whoOfferedItTakesItBackAndNobodyElse() {
    var seller = player("c");
    var other = player("c");
    var before = stock(seller);
    var key = database.key();
    open(key, seller, 100);
    var theirs = new OfferRequest(database.key(), other.id(), other.planet(), key);
    var own = new OfferRequest(database.key(), seller.id(), seller.planet(), key);

    assertThat(((Refused) database.records.market().cancel(theirs, START).answer()).refusal())
        .isEqualTo(Refusal.NOT_OWNER);
    assertThat(database.records.market().cancel(own, START).answer()).isInstanceOf(Done.class);

    assertThat(stock(seller)).isEqualTo(before);
    assertThat(((Refused) accept(key, other)).refusal()).isEqualTo(Refusal.NOT_OPEN);
  }

  @Test
  void whatNobodyTookComesBackOnceWhenItExpires() {
    var seller = player("o");
    var before = stock(seller);
    var key = database.key();
    var dealt =
        database
            .records
            .market()
            .open(
                new OfferOrder(key, seller.id(), seller.planet(), "metal", 100, "crystal", 50),
                START);
    var expires = Objects.requireNonNull(dealt.due().at());
    assertThat(expires).isEqualTo(START.plus(Duration.ofDays(7)));

    assertThat(database.records.market().expire(key, START.plusSeconds(1)).open()).isTrue();
    assertThat(database.records.market().expire(key, expires).open()).isFalse();
    assertThat(database.records.market().expire(key, expires).open()).isFalse();

    assertThat(stock(seller).getFirst()).isGreaterThanOrEqualTo(before.getFirst());
    assertThat(database.books(seller.planet()).balance())
        .isEqualTo(database.state(seller.planet()).stock());
  }

  @Test
  void tidyingCountsPointsAndRanks() {
    var player = player("o");
    database.change(
        player.planet(), state -> state.withBuildings(state.buildings().with("robot_factory", 8)));

    var report = database.records.players().tidy(START.plus(Duration.ofDays(8)));

    assertThat(report.players()).isPositive();
    assertThat(report.inactive()).isPositive();
    assertThat(
            database
                .sql
                .sql("select rank from universe_players where id = ?")
                .param(player.id())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }
}
