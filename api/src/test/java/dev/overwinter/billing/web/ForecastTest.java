package dev.overwinter.billing.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.AccountState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ForecastTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void whenNothingBurnsTheBalanceStaysAsItIs() {
    var forecast = Forecast.of(new AccountBook(AccountState.unknown("alice")), List.of(), NOW);
    assertThat(forecast.future()).isEqualTo("M300.0 120.0L600.0 120.0");
    assertThat(forecast.now()).isEqualTo("300.0");
    assertThat(forecast.nowPercent()).as("the word stands below the line").isEqualTo("50.00%");
    assertThat(forecast.nowAnchor()).isEqualTo("middle");
  }
}
