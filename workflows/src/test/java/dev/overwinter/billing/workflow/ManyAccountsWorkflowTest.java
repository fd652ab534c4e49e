package dev.overwinter.billing.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.Credits;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A thousand accounts that burn at once. Each begins with another amount, and all begin together.
@Timeout(240)
final class ManyAccountsWorkflowTest {
  private static final int ACCOUNTS = 1_000;

  @Test
  @Tag("B-01")
  @Tag("B-04")
  void aThousandBurningAccountsEndInTimeAndAddUpToTheMicroCredit() {
    try (var world = new BillingWorld()) {
      var accounts = IntStream.range(0, ACCOUNTS).mapToObj(i -> "a" + i).toList();
      for (var i = 0; i < ACCOUNTS; i++) {
        // Between half an hour and an hour of credits: one warning, and no settlement on the way.
        world.ledger.give(accounts.get(i), Credits.MICROS / 4 + i * 250L);
      }
      var began = world.now();
      accounts.parallelStream().forEach(account -> start(world, account, began));
      await().atMost(Duration.ofMinutes(1)).until(() -> world.kept.size() == ACCOUNTS);
      world.temporal.sleep(Duration.ofHours(2));
      await().atMost(Duration.ofMinutes(1)).until(() -> count(world.said, "DEPLETED") == ACCOUNTS);
      assertThat(count(world.said, "WARNING_SOON")).isEqualTo(ACCOUNTS);

      // Their servers are not there to be told, which ends their uses in that moment.
      await().atMost(Duration.ofMinutes(1)).until(() -> world.ledger.endedUses() == ACCOUNTS);
      assertThat(world.ledger.accounts.values().stream().mapToLong(Long::longValue).sum()).isZero();
      for (var use : world.ledger.ended.values()) {
        assertThat(use.waived()).isZero();
        assertThat(use.metered())
            .isEqualTo(Duration.between(use.since(), use.settledUntil()).toMillis() * 5 / 36);
        assertThat(world.ledger.balance(use.server().substring(2))).isNotNegative();
      }
    }
  }

  private static long count(List<String> said, String what) {
    synchronized (said) {
      return said.stream().filter(what::equals).count();
    }
  }

  private static void start(BillingWorld world, String account, Instant now) {
    WorkflowStub stub =
        world
            .temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Account",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.BILLING)
                    .setWorkflowId(WorkflowIds.account(account))
                    .build());
    stub.signalWithStart(
        "meterStarted",
        new Object[] {BillingWorld.start("s-" + account, 1, now)},
        new Object[] {AccountRun.first(account)});
  }
}
