package dev.overwinter.rooms.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoomRatesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RoomRates rates = new RoomRates(nanos::get, 600);

  @Test
  @Tag("ROOM-28")
  void aBudgetIsWholeAtFirstAndRefillsSteadily() {
    for (int nth = 0; nth < 40; nth++) {
      assertThat(rates.take(RoomRates.Budget.MEMBER, "ada")).isEmpty();
    }
    assertThat(rates.take(RoomRates.Budget.MEMBER, "ada")).contains(Duration.ofMillis(100));
    assertThat(rates.take(RoomRates.Budget.MEMBER, "bob")).isEmpty();
    nanos.addAndGet(Duration.ofMillis(250).toNanos());
    assertThat(rates.take(RoomRates.Budget.MEMBER, "ada")).isEmpty();
    assertThat(rates.take(RoomRates.Budget.MEMBER, "ada")).isEmpty();
    assertThat(rates.take(RoomRates.Budget.MEMBER, "ada")).contains(Duration.ofMillis(50));
  }

  @Test
  void whoWasHeldIsNotHeldLongerForTrying() {
    for (int nth = 0; nth < 10; nth++) {
      assertThat(rates.take(RoomRates.Budget.SAYING, "ada")).isEmpty();
    }
    for (int nth = 0; nth < 5; nth++) {
      assertThat(rates.take(RoomRates.Budget.SAYING, "ada")).contains(Duration.ofSeconds(1));
    }
  }

  @Test
  void whoIsWholeAgainIsForgottenAndStillWhole() {
    assertThat(rates.take(RoomRates.Budget.SAYING, "ada")).isEmpty();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    rates.forget();
    assertThat(rates.take(RoomRates.Budget.SAYING, "ada")).isEmpty();
  }
}
