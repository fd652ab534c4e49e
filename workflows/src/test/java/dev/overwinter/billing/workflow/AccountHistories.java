package dev.overwinter.billing.workflow;

import dev.overwinter.billing.CapOrder;
import dev.overwinter.billing.Credits;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.durable.WorkflowIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Plays the lives of accounts whose histories are kept for replay, and writes them down. Run it
/// after a change of behaviour, with a directory as argument; keep the old files beside the new
/// ones.
final class AccountHistories {
  private AccountHistories() {}

  public static void main(String[] args) throws IOException {
    var directory = Path.of(args[0]);
    Files.createDirectories(directory);
    record(directory, "warned-depleted-and-paid-again", AccountHistories::aSpender);
    record(directory, "capped-into-the-next-month", AccountHistories::aCap);
    record(directory, "ledger-was-away", AccountHistories::anOutage);
    record(directory, "woken-while-the-ledger-was-away", AccountHistories::aWakeInAnOutage);
    record(directory, "continued-as-new", AccountHistories::aLongLife);
    record(directory, "crashed-and-given-back", AccountHistories::aBadNight);
    record(directory, "begun-anew-and-free-for-a-day", AccountHistories::aSecondLife);
  }

  private interface Life {
    void live(BillingWorld world);
  }

  private static void record(Path directory, String scenario, Life life) throws IOException {
    try (var world = new BillingWorld()) {
      life.live(world);
      world.temporal.sleep(Duration.ofMinutes(2));
      Awaitility.await().until(() -> world.account("alice").status().state().outbox().isEmpty());
      var history = world.temporal.getWorkflowClient().fetchHistory(WorkflowIds.account("alice"));
      Files.writeString(directory.resolve(scenario + ".json"), history.toJson(true));
    }
  }

  private static void aSpender(BillingWorld world) {
    world.pay("alice", 13 * Credits.MICROS);
    world.pretend("s1", "alice");
    world.temporal.sleep(Duration.ofHours(30));
    world.pay("alice", 5 * Credits.MICROS);
    world.account("alice").meterStarted(BillingWorld.start("s1", 3, world.now()));
    world.temporal.sleep(Duration.ofHours(2));
    world.account("alice").meterStopped(new MeterFact.Stopped("s1", 4, world.now(), true));
  }

  private static void aCap(BillingWorld world) {
    world.pay("alice", 900 * Credits.MICROS);
    world.account("alice").setCap(new CapOrder("s1", Credits.MICROS, "alice"));
    world.pretend("s1", "alice");
    world.temporal.sleep(Duration.ofDays(32));
  }

  private static void anOutage(BillingWorld world) {
    world.pay("alice", Credits.MICROS);
    world.down = true;
    world.pretend("s1", "alice");
    Awaitility.await().until(() -> world.account("alice").status().perHour() > 0);
    world.temporal.sleep(Duration.ofHours(14));
    world.down = false;
  }

  private static void aWakeInAnOutage(BillingWorld world) {
    world.pay("alice", 100_000);
    world.temporal.sleep(Duration.ofHours(13));
    world.down = true;
    world.pretend("s1", "alice");
    Awaitility.await().until(() -> world.account("alice").status().perHour() > 0);
    world.temporal.sleep(Duration.ofMinutes(30));
    world.down = false;
  }

  private static void aLongLife(BillingWorld world) {
    var first = new AccountRun(AccountRun.first("alice").state(), 40);
    world.book(first, new MoneyOrder.Grant("start", 100 * Credits.MICROS, "admin", "many"));
    for (var fact = 1; fact < 20; fact += 2) {
      world.account("alice").meterStarted(BillingWorld.start("s1", fact, world.now()));
      world.temporal.sleep(Duration.ofMinutes(30));
      world
          .account("alice")
          .meterStopped(new MeterFact.Stopped("s1", fact + 1, world.now(), false));
      world.temporal.sleep(Duration.ofMinutes(30));
    }
  }

  private static void aSecondLife(BillingWorld world) {
    world.pay("alice", 2 * Credits.MICROS);
    world.pretend("s1", "alice");
    Awaitility.await().until(() -> isKept(world));
    world.terminate("alice");
    world.pretend("s2", "alice");
    world.book("alice", new MoneyOrder.Deposit("second", Credits.MICROS, "alice", "paid"));
    world.temporal.sleep(Duration.ofHours(1));
    world.ledger.free(world.now(), true);
    world.account("alice").termsChanged();
    world.temporal.sleep(Duration.ofDays(1));
    world.ledger.free(world.now(), false);
    world.account("alice").termsChanged();
    world.temporal.sleep(Duration.ofHours(4));
  }

  private static boolean isKept(BillingWorld world) {
    var state = world.account("alice").status().state();
    return state.version() == state.kept() && !state.tabs().isEmpty();
  }

  private static void aBadNight(BillingWorld world) {
    world.pay("alice", 100 * Credits.MICROS);
    var began = world.now();
    world.account("alice").meterStarted(BillingWorld.start("s1", 1, began));
    world.temporal.sleep(Duration.ofHours(13));
    world
        .account("alice")
        .meterStopped(new MeterFact.Stopped("s1", 2, began.plus(Duration.ofHours(1)), false));
    world
        .account("alice")
        .meterStopped(new MeterFact.Stopped("s1", 2, began.plus(Duration.ofHours(1)), false));
    world.book("alice", new MoneyOrder.Refund("sorry", 1_000, "admin", "a bad night"));
    world.book("alice", new MoneyOrder.Refund("sorry", 2_000, "admin", "a bad night"));
    world.book("alice", new MoneyOrder.Adjustment("wrong", -1_000, "admin", "put right"));
  }
}
