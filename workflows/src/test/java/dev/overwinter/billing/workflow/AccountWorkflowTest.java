package dev.overwinter.billing.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.CapOrder;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.FakeLedger;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.MoneyOutcome;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Use;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class AccountWorkflowTest {
  private final BillingWorld world = new BillingWorld();

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  @Tag("B-01")
  void aDayOfPlayIsChargedOnceAndToTheMicroCredit() {
    world.pay("alice", 100 * Credits.MICROS);
    var alice = world.account("alice");
    var began = world.now();
    alice.meterStarted(BillingWorld.start("s1", 1, began));
    world.temporal.sleep(Duration.ofHours(24));
    alice.meterStarted(BillingWorld.start("s1", 1, began));
    alice.meterStopped(new MeterFact.Stopped("s1", 2, began.plus(Duration.ofHours(24)), false));
    alice.meterStopped(new MeterFact.Stopped("s1", 2, began.plus(Duration.ofHours(24)), false));
    await().until(() -> world.ledger.balance("alice") == 88 * Credits.MICROS);
    assertThat(alice.status().state().balance()).isEqualTo(88 * Credits.MICROS);
  }

  @Test
  void anIdleAccountHasNoTimerAndWritesNothing() {
    world.pay("alice", Credits.MICROS);
    await().until(() -> world.account("alice").status().state().outbox().isEmpty());
    var before = world.events("alice");
    world.temporal.sleep(Duration.ofDays(300));
    assertThat(world.events("alice")).isEqualTo(before);
    assertThat(before).doesNotContain(EventType.EVENT_TYPE_TIMER_STARTED);
  }

  @Test
  @Tag("B-04")
  void itsServersAreWarnedSleepInTimeAndNothingIsWrittenAfterwards() {
    world.pay("alice", 15 * Credits.MICROS);
    world.pretend("s1", "alice");
    world.pretend("s2", "alice");
    world.temporal.sleep(Duration.ofHours(20));
    await().until(() -> world.account("alice").status().perHour() == 0);
    assertThat(world.ledger.balance("alice")).isBetween(0L, 5_000L);
    assertThat(world.said)
        .containsExactly("WARNING_DAY", "WARNING_HOUR", "WARNING_SOON", "DEPLETED");
    var rows = world.ledger.postings.size();
    world.temporal.sleep(Duration.ofDays(3));
    assertThat(world.ledger.postings).hasSize(rows);
    assertThat(world.ledger.ended.values()).allSatisfy(u -> assertThat(u.waived()).isZero());
  }

  @Test
  @Tag("B-07")
  void aDepositBringsItsServersBack() {
    world.pay("alice", Credits.MICROS);
    world.pretend("s1", "alice");
    world.temporal.sleep(Duration.ofHours(3));
    await().until(() -> world.account("alice").status().state().standing() == Standing.EMPTY);
    world.pay("alice", 5 * Credits.MICROS);
    assertThat(world.account("alice").status().state().standing()).isEqualTo(Standing.FUNDED);
    assertThat(world.said).endsWith("FUNDED");
  }

  @Test
  @Tag("B-06")
  void theSamePaymentTwiceIsOneAndAnotherWithItsKeyIsRefused() {
    var order = new MoneyOrder.Deposit("stripe/pi_1", 5_000_000, "alice", "card");
    assertThat(world.book("alice", order)).isEqualTo(new MoneyOutcome.Booked(5_000_000, false));
    assertThat(world.book("alice", order)).isEqualTo(new MoneyOutcome.Booked(5_000_000, true));
    var other = new MoneyOrder.Deposit("stripe/pi_1", 6_000_000, "alice", "card");
    assertThat(world.book("alice", other)).isInstanceOf(MoneyOutcome.Refused.class);
    assertThat(world.book("mallory", order)).isInstanceOf(MoneyOutcome.Refused.class);
    assertThat(world.book("alice", new MoneyOrder.Grant("stripe/pi_1", 7, "admin", "sorry")))
        .isEqualTo(new MoneyOutcome.Booked(5_000_007, false));
  }

  @Test
  @Tag("B-03")
  void depositsAndChargesAtOnceLoseNothing() {
    world.pay("alice", 10 * Credits.MICROS);
    world.account("alice").meterStarted(BillingWorld.start("s1", 1, world.now()));
    var orders =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(() ->
                    world.book(
                        "alice", new MoneyOrder.Grant("g" + i % 20, 1_000, "admin", "again"))))
            .toList();
    orders.forEach(CompletableFuture::join);
    assertThat(world.ledger.balance("alice")).isEqualTo(10 * Credits.MICROS + 20 * 1_000);
  }

  @Test
  @Tag("B-07")
  void aLedgerThatIsAwayDelaysNoSleepAndMissesNothing() {
    world.pay("alice", Credits.MICROS);
    await().until(() -> world.account("alice").status().state().outbox().isEmpty());
    world.down = true;
    world.pretend("s1", "alice");
    await().until(() -> world.account("alice").status().perHour() > 0);
    world.temporal.sleep(Duration.ofHours(3));
    assertThat(world.account("alice").status().state().standing()).isEqualTo(Standing.EMPTY);
    assertThat(world.ledger.balance("alice")).isEqualTo(Credits.MICROS);
    world.down = false;
    world.temporal.sleep(Duration.ofMinutes(1));
    await().until(() -> world.account("alice").status().state().outbox().isEmpty());
    assertThat(world.ledger.balance("alice")).isBetween(0L, 5_000L);
    assertThat(world.ledger.balance("alice"))
        .isEqualTo(world.account("alice").status().state().balance());
  }

  @Test
  @Tag("B-04")
  void whoWakesAfterALongRestIsHeldToTheirCreditsWhileTheLedgerIsAway() {
    world.pay("alice", 100_000);
    await().until(() -> isKept("alice"));
    world.temporal.sleep(Duration.ofHours(13));
    world.down = true;
    world.pretend("s1", "alice");
    await().until(() -> world.account("alice").status().perHour() > 0);
    world.temporal.sleep(Duration.ofMinutes(30));
    await().until(() -> world.account("alice").status().perHour() == 0);
    assertThat(world.account("alice").status().state().standing()).isEqualTo(Standing.EMPTY);
    world.down = false;
    world.temporal.sleep(Duration.ofMinutes(1));
    await().until(() -> world.ledger.ended.containsKey("s1/1"));
    await().until(() -> isKept("alice"));
    assertThat(world.ledger.balance("alice")).isBetween(0L, 5_000L);
    assertThat(world.ledger.ended.values()).allSatisfy(u -> assertThat(u.waived()).isZero());
    assertThat(world.said).contains("WARNING_SOON", "DEPLETED");
  }

  @Test
  @Tag("B-02")
  void anAnswerThatIsLostBooksNothingTwice() {
    world.pay("alice", 10 * Credits.MICROS);
    var began = world.now();
    world.account("alice").meterStarted(BillingWorld.start("s1", 1, began));
    await().until(() -> world.account("alice").status().perHour() > 0);
    world.losesAnswers = true;
    world
        .account("alice")
        .meterStopped(new MeterFact.Stopped("s1", 2, began.plus(Duration.ofHours(2)), false));
    await().until(() -> !world.losesAnswers);
    world.temporal.sleep(Duration.ofSeconds(30));
    await().until(() -> world.account("alice").status().state().outbox().isEmpty());
    assertThat(world.ledger.balance("alice")).isEqualTo(9 * Credits.MICROS);
    assertThat(world.account("alice").status().state().balance()).isEqualTo(9 * Credits.MICROS);
  }

  @Test
  void aServerThatReachesItsCapSleepsAndTheOtherDoesNot() {
    world.pay("alice", 100 * Credits.MICROS);
    world.account("alice").setCap(new CapOrder("s1", Credits.MICROS, "alice"));
    world.pretend("s1", "alice");
    world.pretend("s2", "alice");
    world.temporal.sleep(Duration.ofHours(4));
    await().until(() -> world.account("alice").status().perHour() == 500_000);
    assertThat(world.ledger.charged("s1", 1)).isBetween(990_000L, 1_000_000L);
    assertThat(world.said).containsOnlyOnce("CAPPED");
  }

  @Test
  void aLongLifeIsCutIntoRunsAndLosesNothing() {
    var first = new AccountRun(AccountRun.first("alice").state(), 60);
    world.book(first, new MoneyOrder.Grant("start", 1000 * Credits.MICROS, "admin", "many"));
    var began = world.now();
    for (var hour = 0; hour < 40; hour++) {
      var at = began.plus(Duration.ofHours(hour));
      world.account("alice").meterStarted(BillingWorld.start("s1", 2 * hour + 1, at));
      world.temporal.sleep(Duration.ofMinutes(30));
      world
          .account("alice")
          .meterStopped(
              new MeterFact.Stopped("s1", 2 * hour + 2, at.plus(Duration.ofMinutes(30)), false));
      world.temporal.sleep(Duration.ofMinutes(30));
    }
    await().until(() -> world.ledger.balance("alice") == 990 * Credits.MICROS);
    assertThat(world.events("alice")).hasSizeLessThan(150);
  }

  @Test
  void aLedgerThatDoesNotAddUpIsAFailure() {
    var options = WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.BILLING).build();
    var client = world.temporal.getWorkflowClient();
    assertThat(client.newWorkflowStub(ProveLedgerWorkflow.class, options).run().problems())
        .isEmpty();
    world.problems = List.of("balance of alice is 5, its entries sum to 4");
    var night = client.newWorkflowStub(ProveLedgerWorkflow.class, options);
    assertThatThrownBy(night::run)
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("balance of alice is 5");
  }

  @Test
  void ordersWithoutAName() {
    assertThatThrownBy(() -> world.book("alice", new MoneyOrder.Grant("k", 1, " ", "x")))
        .hasStackTraceContaining("who ordered it");
    assertThatThrownBy(() -> new MoneyOrder.Grant("k", -1, "admin", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("B-08")
  void aPriceIsAnnouncedOnceADayAheadAndEveryAccountHearsOfIt() {
    var tomorrow = world.now().plus(Duration.ofHours(25));
    var order = new PriceOrder("standard", Use.AWAKE, tomorrow, 2 * FakeLedger.HALF, "admin");
    assertThat(announce(order)).isEqualTo(new PriceOutcome.Announced(order.price(), false));
    assertThat(announce(order)).isEqualTo(new PriceOutcome.Announced(order.price(), true));
    var other = new PriceOrder("standard", Use.AWAKE, tomorrow, 1, "admin");
    assertThat(announce(other)).isInstanceOf(PriceOutcome.Refused.class);
    var soon = new PriceOrder("standard", Use.ASLEEP, world.now().plusSeconds(60), 1, "admin");
    assertThat(announce(soon)).isInstanceOf(PriceOutcome.Refused.class);

    world.pay("alice", 100 * Credits.MICROS);
    var began = world.now();
    world.account("alice").meterStarted(BillingWorld.start("s1", 1, began));
    world.temporal.sleep(Duration.ofHours(35));
    var ended = tomorrow.plus(Duration.ofHours(1));
    world.account("alice").meterStopped(new MeterFact.Stopped("s1", 2, ended, false));
    var usual = Duration.between(began, tomorrow).toMillis() * 5 / 36;
    await().until(() -> world.ledger.charged("s1", 1) == usual + 2 * FakeLedger.HALF);
  }

  private PriceOutcome announce(PriceOrder order) {
    var id =
        WorkflowIds.announcePrice(
            order.priceClass(), order.use().name(), order.from(), order.microsPerHour());
    var options =
        WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(TaskQueues.BILLING).build();
    return world
        .temporal
        .getWorkflowClient()
        .newWorkflowStub(AnnouncePriceWorkflow.class, options)
        .announce(order);
  }

  @Test
  void pricesThatNobodyCouldMean() {
    var from = world.now();
    for (var bad : List.of("", "Standard", "a b", "x".repeat(41), "a/b")) {
      assertThatThrownBy(() -> new PriceOrder(bad, Use.AWAKE, from, 1, "admin"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new PriceOrder("big", Use.AWAKE, from, -1, "admin"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PriceOrder("big", Use.AWAKE, from, 1, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PriceOrder("big", Use.AWAKE, Instant.MAX, 1, "admin"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("B-07")
  void anAccountWhoseHistoryWasEndedStillMetersAndStopsItsServers() {
    world.pay("alice", Credits.MICROS);
    world.pretend("s1", "alice");
    world.pretend("s2", "alice");
    await().until(() -> world.account("alice").status().perHour() == 1_000_000);
    await().until(() -> isKept("alice"));
    var version = world.account("alice").status().state().version();
    world.terminate("alice");
    // The first thing that it hears is of another server, and starts it.
    world.pretend("s3", "alice");
    var first = new MoneyOrder.Deposit("another", 1_000, "alice", "paid");
    world.book("alice", first);
    await().until(() -> world.account("alice").status().state().version() > version);
    assertThat(world.account("alice").status().perHour()).isGreaterThanOrEqualTo(1_000_000);
    world.temporal.sleep(Duration.ofHours(3));
    await().until(() -> world.account("alice").status().perHour() == 0);
    assertThat(world.ledger.ended).containsKeys("s1/1", "s2/1");
    assertThat(world.ledger.balance("alice")).isBetween(0L, 10_000L);
  }

  private boolean isKept(String account) {
    var state = world.account(account).status().state();
    return state.version() == state.kept();
  }

  @Test
  void whoeverIsEmptyIsFreeWhenNobodyIsChargedAnyMore() {
    world.pay("alice", Credits.MICROS);
    world.pretend("s1", "alice");
    world.temporal.sleep(Duration.ofHours(3));
    await().until(() -> world.account("alice").status().state().standing() == Standing.EMPTY);
    world.ledger.free(world.now(), true);
    world.account("alice").termsChanged();
    await().until(() -> world.account("alice").status().state().standing() == Standing.FUNDED);
    var began = world.now().plusSeconds(90);
    world.account("alice").meterStarted(BillingWorld.start("s1", 3, began));
    world.temporal.sleep(Duration.ofDays(2));
    var balance = world.ledger.balance("alice");
    world
        .account("alice")
        .meterStopped(new MeterFact.Stopped("s1", 4, began.plus(Duration.ofHours(47)), false));
    await().until(() -> world.ledger.ended.containsKey("s1/3"));
    assertThat(world.ledger.balance("alice")).isEqualTo(balance);
  }

  @Test
  void aServerWhoseWorkflowIsGoneIsChargedUntilThatIsSeen() {
    world.pay("alice", Credits.MICROS);
    world.account("alice").meterStarted(BillingWorld.start("s1", 1, world.now()));
    world.temporal.sleep(Duration.ofHours(3));
    await().until(() -> world.ledger.ended.containsKey("s1/1"));
    assertThat(world.account("alice").status().perHour()).isZero();
    assertThat(world.ledger.balance("alice")).isBetween(0L, 5_000L);
  }

  @Test
  void theHousesOwnBooksAreNobodysAccount() {
    assertThatThrownBy(() -> AccountRun.first("house/revenue"))
        .isInstanceOf(IllegalArgumentException.class);
    var options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.BILLING)
            .setWorkflowId(WorkflowIds.account("house/revenue"))
            .build();
    var stub = world.temporal.getWorkflowClient().newWorkflowStub(AccountWorkflow.class, options);
    var run = new AccountRun(AccountState.unknown("house/revenue"), 0);
    assertThatThrownBy(() -> stub.run(run))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("nobody's account");
  }

  @Test
  void whatIsToldToTheLedgerIsNotWrittenIntoTheHistoryAsWell() {
    world.pay("alice", Credits.MICROS);
    await().until(() -> isKept("alice"));
    var markers =
        world
            .temporal
            .getWorkflowClient()
            .fetchHistory(WorkflowIds.account("alice"))
            .getEvents()
            .stream()
            .filter(HistoryEvent::hasMarkerRecordedEventAttributes)
            .map(event -> event.getMarkerRecordedEventAttributes().getDetailsMap().keySet())
            .toList();
    assertThat(markers).isNotEmpty().allSatisfy(keys -> assertThat(keys).doesNotContain("input"));
  }
}
