package dev.overwinter.universe.postgres;

import static dev.overwinter.universe.postgres.UniverseDatabase.START;
import static dev.overwinter.universe.postgres.UniverseDatabase.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.universe.order.Goods;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.OrderAnswer.Accepted;
import dev.overwinter.universe.order.OrderAnswer.Refused;
import dev.overwinter.universe.order.PlanetOrder;
import dev.overwinter.universe.order.PlanetOrder.Queue;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.Refusal;
import dev.overwinter.universe.order.ResearchOrder;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.Spot;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import dev.overwinter.universe.planet.PlanetState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class UniverseOrdersIT {
  private static UniverseDatabase database;

  @BeforeAll
  static void open() {
    database = new UniverseDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static UniverseDatabase.Player player() {
    return database.enrol("c");
  }

  private static PlanetOrder build(String building) {
    return new PlanetOrder.Build(building);
  }

  private static Accepted accepted(OrderAnswer answer) {
    return (Accepted) answer;
  }

  private static Instant end(OrderAnswer answer) {
    return Objects.requireNonNull(accepted(answer).finishesAt());
  }

  private static PlanetState with(PlanetState state, String building, int level) {
    return state.withBuildings(state.buildings().with(building, level));
  }

  @Test
  @Tag("UNI-08")
  void eachOfSeveralBuildsCostsItsOwnLevelAndTheyEndInSequence() throws Exception {
    var player = player();
    database.grant(player.planet(), 1_000, 1_000, 0);

    var answers = atOnce(4, () -> database.order(player, build("metal_mine"), START));

    assertThat(answers.stream().map(answer -> accepted(answer).paid()).toList())
        .containsExactlyInAnyOrder(
            new Goods(90, 22, 0),
            new Goods(135, 33, 0),
            new Goods(202, 50, 0),
            new Goods(303, 75, 0));
    var ends = new TreeSet<>(answers.stream().map(UniverseOrdersIT::end).toList());
    assertThat(ends).hasSize(4);
    database.records.planets().settle(player.planet(), ends.last());
    assertThat(database.state(player.planet()).buildings().of("metal_mine")).isEqualTo(5);
  }

  @Test
  @Tag("UNI-08")
  @Tag("UNI-26")
  void whatCannotBePaidIsRefusedWithWhatIsMissing() {
    var player = player();
    var before = database.state(player.planet());

    var refused = (Refused) database.order(player, build("robot_factory"), START);

    assertThat(refused.refusal()).isEqualTo(Refusal.INSUFFICIENT_RESOURCES);
    assertThat(refused.reason()).contains("missing 0 metal, 0 crystal, 100 deuterium");
    assertThat(database.state(player.planet())).isEqualTo(before);
  }

  @Test
  @Tag("UNI-09")
  void anUnknownBuildingIsRefusedAndTheQueueStays() {
    var player = player();
    var before = database.state(player.planet());

    var refused = (Refused) database.order(player, build("palace"), START);

    assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_THING);
    assertThat(database.state(player.planet())).isEqualTo(before);
  }

  @Test
  @Tag("UNI-10")
  void anOrderIsChargedIfAndOnlyIfItIsQueued() {
    var player = player();
    database.grant(player.planet(), 100_000, 100_000, 0);
    database.change(player.planet(), state -> with(with(state, "robot_factory", 2), "shipyard", 1));

    var answers =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(_ -> database.order(player, new PlanetOrder.Make("light_fighter", 1), START))
            .toList();

    // Two places and one more for the shipyard's level.
    assertThat(answers).filteredOn(Accepted.class::isInstance).hasSize(3);
    assertThat(((Refused) answers.getLast()).refusal()).isEqualTo(Refusal.QUEUE_FULL);
    assertThat(
            database.state(player.planet()).stock().units(dev.overwinter.universe.Resource.METAL))
        .isEqualTo(100_500 - 900);
    assertThat(database.books(player.planet()).balance())
        .isEqualTo(database.state(player.planet()).stock());
  }

  @Test
  @Tag("UNI-07")
  void fiftyWhoLookAtTheInstantOfCompletionFindTheExactCount() throws Exception {
    var player = player();
    database.grant(player.planet(), 10_000_000, 10_000_000, 0);
    database.change(player.planet(), state -> with(with(state, "robot_factory", 2), "shipyard", 1));
    var end = end(database.order(player, new PlanetOrder.Make("light_fighter", 50), START));

    atOnce(50, () -> database.records.planets().settle(player.planet(), end));

    assertThat(database.state(player.planet()).units().of("light_fighter")).isEqualTo(50);
    assertThat(database.events(player.id()))
        .filteredOn("ship_build_complete_batch"::equals)
        .hasSize(1);
  }

  @Test
  @Tag("UNI-21")
  void ofCancelAndCompletionAtTheSameInstantExactlyOneHappens() throws Exception {
    for (var attempt = 0; attempt < 10; attempt++) {
      var player = player();
      var built = accepted(database.order(player, build("metal_mine"), START));
      var end = Objects.requireNonNull(built.finishesAt());
      var cancel = new PlanetOrder.Cancel(Queue.BUILD, built.item());

      atOnce(
          2,
          new java.util.concurrent.Callable<>() {
            private final java.util.concurrent.atomic.AtomicInteger who =
                new java.util.concurrent.atomic.AtomicInteger();

            @Override
            public Object call() {
              return who.getAndIncrement() == 0
                  ? database.order(player, cancel, end)
                  : database.records.planets().settle(player.planet(), end);
            }
          });

      assertThat(database.state(player.planet()).buildings().of("metal_mine")).isEqualTo(2);
      assertThat(database.books(player.planet()).byKind())
          .doesNotContainKey(dev.overwinter.universe.Posting.Kind.REFUNDED);
    }
    var early = player();
    var built = accepted(database.order(early, build("metal_mine"), START));
    var before = Objects.requireNonNull(built.finishesAt()).minusMillis(1);
    accepted(database.order(early, new PlanetOrder.CancelAt(Queue.BUILD, 0), before));
    database.records.planets().settle(early.planet(), START.plusSeconds(3_600));
    assertThat(database.state(early.planet()).buildings().of("metal_mine")).isEqualTo(1);
  }

  @Test
  @Tag("UNI-26")
  void aKeyIsAnsweredAsTheFirstTimeAndGoodForNothingElse() throws Exception {
    var player = player();

    var answers = atOnce(8, () -> database.order("same", player, build("metal_mine"), START));

    assertThat(new TreeSet<>(answers.stream().map(Object::toString).toList())).hasSize(1);
    assertThat(database.state(player.planet()).builds()).hasSize(1);
    var other = (Refused) database.order("same", player, build("solar_plant"), START);
    assertThat(other.refusal()).isEqualTo(Refusal.KEY_CONFLICT);
    // Another player's same key is another key.
    accepted(database.order("same", player(), build("metal_mine"), START));
  }

  @Test
  void nobodyOrdersForSomebodyElse() {
    var player = player();
    var thief = new UniverseDatabase.Player(player().id(), player.planet());

    assertThat(((Refused) database.order(thief, build("metal_mine"), START)).refusal())
        .isEqualTo(Refusal.NOT_OWNER);
  }

  @Test
  @Tag("UNI-04")
  void afterAnOutageEverythingHasHappenedAtItsOriginalTimeOnce() {
    var player = player();
    database.grant(player.planet(), 1_000, 1_000, 0);
    var first = end(database.order(player, build("metal_mine"), START));
    var second = end(database.order(player, build("solar_plant"), START));

    // Another process, much later, twice.
    var later = START.plus(Duration.ofHours(5));
    database.records().planets().settle(player.planet(), later);
    database.records().planets().settle(player.planet(), later);

    assertThat(
            database
                .sql
                .sql("select at from universe_events where player = ? order by cursor")
                .param(player.id())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .list())
        .containsExactly(first, second);
    assertThat(database.state(player.planet()).buildings().of("metal_mine")).isEqualTo(2);
  }

  @Test
  @Tag("UNI-22")
  void everyTechnologySurvivesARestart() {
    var player = player();
    database.grant(player.planet(), 10_000, 10_000, 10_000);
    database.change(player.planet(), state -> with(state, "research_lab", 1));
    var request =
        new ResearchRequest(
            database.key(), player.id(), player.planet(), new ResearchOrder.Begin("computer"));
    var ordered = database.records.planets().orderResearch(request, START);
    var due = Objects.requireNonNull(ordered.due().at());
    assertThat(due).isEqualTo(end(ordered.answer()));

    var restarted = database.records();
    assertThat(restarted.planets().settleResearch(player.id(), due).at()).isNull();

    assertThat(PlayerRows.research(database.sql, player.id()).levels().of("computer")).isEqualTo(1);
    assertThat(database.events(player.id())).containsExactly("research_complete");
    // Whoever settles the planet first finds it known there as well.
    restarted.planets().settle(player.planet(), due);
    assertThat(database.state(player.planet()).techs().of("computer")).isEqualTo(1);
  }

  @Test
  @Tag("UNI-04")
  void aPlanetThatIsSettledPastItCompletesResearchBefore() {
    var player = player();
    database.grant(player.planet(), 10_000, 10_000, 10_000);
    database.change(player.planet(), state -> with(state, "research_lab", 1));
    var request =
        new ResearchRequest(
            database.key(), player.id(), player.planet(), new ResearchOrder.Begin("energy"));
    database.records.planets().orderResearch(request, START);

    accepted(database.order(player, build("metal_mine"), START.plus(Duration.ofDays(1))));

    assertThat(PlayerRows.research(database.sql, player.id()).levels().of("energy")).isEqualTo(1);
  }

  @Test
  @Tag("UNI-19")
  void aCoordinateIsOnePlanetsWhoeverChoosesItAtTheSameTime() throws Exception {
    var players =
        java.util.stream.IntStream.range(0, 8).mapToObj(_ -> database.enrol("choice")).toList();
    var next = new java.util.concurrent.atomic.AtomicInteger();

    var answers =
        atOnce(
            8,
            () ->
                database.perform(
                    new PlayerCommand.ChooseStart(
                        players.get(next.getAndIncrement()).id(), 3, 33, 7, null),
                    START));

    assertThat(answers).filteredOn(PlayerAnswer.Settled.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(
            answer -> answer instanceof PlayerAnswer.Refused no && no.refusal() == Refusal.OCCUPIED)
        .hasSize(7);
  }

  @Test
  @Tag("UNI-19")
  void whoeverChoosesNoPositionGetsTheFirstFreeOneUntilTheSystemIsFull() {
    for (var position = 1; position <= 15; position++) {
      var answer =
          database.perform(
              new PlayerCommand.ChooseStart(
                  database.enrol("choice").id(), 4, 44, null, "Home " + position),
              START);
      assertThat(((PlayerAnswer.Settled) answer).at()).isEqualTo(Spot.planet(4, 44, position));
    }
    var late = database.enrol("choice");
    var full = new PlayerCommand.ChooseStart(late.id(), 4, 44, null, null);
    assertThat(((PlayerAnswer.Refused) database.perform(full, START)).refusal())
        .isEqualTo(Refusal.SYSTEM_FULL);
    var nowhere = new PlayerCommand.ChooseStart(late.id(), 10, 44, null, null);
    assertThat(((PlayerAnswer.Refused) database.perform(nowhere, START)).reason())
        .isEqualTo("galaxy must be in [1, 9]");
    database.perform(new PlayerCommand.ChooseStart(late.id(), 4, 45, null, null), START);
    var again = new PlayerCommand.ChooseStart(late.id(), 4, 46, null, null);
    assertThat(((PlayerAnswer.Refused) database.perform(again, START)).refusal())
        .isEqualTo(Refusal.ALREADY_CHOSEN);
  }

  @Test
  void anAccountIsOnePlayerHoweverOftenItEnrols() throws Exception {
    var enrol = new PlayerCommand.Enrol("c", "acct", "Anna");

    var answers = atOnce(8, () -> database.perform(enrol, START));

    assertThat(new TreeSet<>(answers.stream().map(Object::toString).toList())).hasSize(1);
    var taken = database.perform(new PlayerCommand.Enrol("c", "other", "anna"), START);
    assertThat(((PlayerAnswer.Refused) taken).refusal()).isEqualTo(Refusal.NAME_TAKEN);
  }

  @Test
  void whoFindsNoPlaceInAFullUniverseIsToldAndIsNoPlayer() {
    database
        .records
        .players()
        .createUniverse(
            new UniverseSpec(
                "small", "small", "classic", 1, 1, 1, false, 0, UniverseSettings.USUAL),
            START);
    database
        .sql
        .sql("update universes set galaxies = 1, systems = 1, positions = 2 where id = 'small'")
        .update();
    // Others, who know nothing of the universe that it was.
    var players = database.records().players();
    for (var name : List.of("First", "Second")) {
      var answer =
          players.perform(
              database.key(), new PlayerCommand.Enrol("small", "small/" + name, name), START);
      assertThat(answer).isInstanceOf(PlayerAnswer.Enrolled.class);
    }

    var third = new PlayerCommand.Enrol("small", "small/third", "Third");
    for (var attempt = 0; attempt < 2; attempt++) {
      assertThat(((PlayerAnswer.Refused) players.perform(database.key(), third, START)).refusal())
          .isEqualTo(Refusal.SYSTEM_FULL);
    }
    assertThat(
            database
                .sql
                .sql("select count(*) from universe_players where universe = 'small'")
                .query(Long.class)
                .single())
        .isEqualTo(2);

    // Somebody goes: there is a place for who comes again.
    database
        .sql
        .sql(
            "delete from universe_planets where id ="
                + " (select min(id) from universe_planets where universe = 'small')")
        .update();
    assertThat(players.perform(database.key(), third, START))
        .isInstanceOf(PlayerAnswer.Enrolled.class);
  }

  @Test
  @Tag("UNI-20")
  void selectingAPlanetChangesNothingElse() {
    var player = player();
    accepted(database.order(player, build("metal_mine"), START));
    var before = database.state(player.planet());

    database.perform(new PlayerCommand.Select(player.id(), player.planet()), START);

    assertThat(database.state(player.planet())).isEqualTo(before);
    var stranger = player();
    var theirs = new PlayerCommand.Select(stranger.id(), player.planet());
    assertThat(((PlayerAnswer.Refused) database.perform(theirs, START)).refusal())
        .isEqualTo(Refusal.UNKNOWN_PLANET);
  }

  @Test
  @Tag("UNI-16")
  void cursorsOfAPlayerHaveNoGapWhoeverWritesAtTheSameTime() throws Exception {
    var to = player();
    var from = player();

    atOnce(
        20,
        () -> database.perform(new PlayerCommand.Write(from.id(), to.id(), "Hello", "you"), START));

    assertThat(
            database
                .sql
                .sql("select cursor from universe_events where player = ? order by cursor")
                .param(to.id())
                .query((row, _) -> row.getLong(1))
                .list())
        .isEqualTo(java.util.stream.LongStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  @Tag("UNI-18")
  void theLastHundredNotificationsAreKept() {
    var player = player();
    database
        .sql
        .sql(
            """
            insert into universe_messages (player, folder, type, payload, priority, created_at)
            select ?, 'notification', 'old', '{}', 'info', now() from generate_series(1, 119)
            """)
        .param(player.id())
        .update();
    var end = end(database.order(player, build("solar_plant"), START));
    database.records.planets().settle(player.planet(), end);

    assertThat(
            database
                .sql
                .sql("select count(*) from universe_messages where player = ?")
                .param(player.id())
                .query(Long.class)
                .single())
        .isEqualTo(100);
  }

  @Test
  void aPlayerIsSeenWithTheLastThingThatTheyDo() {
    var player = player();
    var later = START.plus(Duration.ofHours(3));

    database.perform(new PlayerCommand.Seen(player.id()), later);

    assertThat(
            database
                .sql
                .sql("select last_active_at from universe_players where id = ?")
                .param(player.id())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .list())
        .isEqualTo(List.of(later));
  }
}
