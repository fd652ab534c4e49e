package dev.overwinter.sessions.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import dev.overwinter.sessions.digitalocean.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
@Tag("SES-23")
final class CallBudgetIT {
  private final SessionsDatabase database = new SessionsDatabase();
  private final PostgresCallBudget budget = database.budget;

  @AfterAll
  void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  @Test
  void allWorkersTogetherMakeNoMoreCallsThanAMinuteHolds() {
    var taken = new AtomicInteger();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 400; i++) {
        workers.execute(() -> {
          if (budget.take(Urgency.DESTROY).isEmpty()) {
            taken.incrementAndGet();
          }
        });
      }
    }
    assertThat(taken).hasValue(250);
    assertThat(budget.take(Urgency.DESTROY))
        .hasValueSatisfying(wait -> assertThat(wait).isBetween(seconds(1), seconds(65)));
  }

  @Test
  void whatIsDestroyedGoesBeforeWhatIsMade() {
    used("3 s", 200);
    assertThat(budget.take(Urgency.CREATE)).isPresent();
    assertThat(budget.take(Urgency.LOOK)).isEmpty();
    used("3 s", 237);
    assertThat(budget.take(Urgency.LOOK)).isPresent();
    assertThat(budget.take(Urgency.DESTROY)).isEmpty();
  }

  @Test
  void anHourHoldsFiveThousandAndSaysWhenThereIsRoomAgain() {
    used("50 min", 4_000);
    used("10 min", 1_000);
    assertThat(budget.take(Urgency.DESTROY))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11)));
    assertThat(budget.left()).isZero();
    database.empty();
    used("62 min", 5_000);
    assertThat(budget.take(Urgency.CREATE)).isEmpty();
  }

  @Test
  void aRetryAfterHoldsForEverybody() {
    budget.heard(new Limits(true, seconds(40), null, null));
    for (var urgency : Urgency.values()) {
      assertThat(budget.take(urgency))
          .hasValueSatisfying(wait -> assertThat(wait).isBetween(seconds(38), seconds(41)));
    }
    // A shorter one takes nothing back.
    budget.heard(new Limits(true, seconds(1), null, null));
    assertThat(budget.take(Urgency.DESTROY)).isPresent();
  }

  @Test
  void othersWhoUseTheSameTokenCount() {
    budget.heard(new Limits(false, null, 900, Instant.now().plusSeconds(600)));
    assertThat(budget.take(Urgency.CREATE)).isPresent();
    assertThat(budget.take(Urgency.LOOK)).isEmpty();
    assertThat(budget.left()).isEqualTo(900);
    budget.heard(new Limits(false, null, 900, Instant.now().minusSeconds(1)));
    assertThat(budget.take(Urgency.CREATE)).as("that was an hour ago").isEmpty();
  }

  private void used(String ago, int calls) {
    database
        .sql
        .sql(
            """
            insert into session_calls (slot, calls)
            values (to_timestamp(floor(extract(epoch from now() - ?::interval) / 5) * 5), ?)
            on conflict (slot) do update set calls = excluded.calls
            """)
        .params(ago, calls)
        .update();
  }

  private static Duration seconds(long number) {
    return Duration.ofSeconds(number);
  }
}
