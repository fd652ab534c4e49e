package dev.overwinter.billing.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// `overwinter_accounts{standing}` and `overwinter_ledger_credits{side}`, read every 30 seconds.
@Component
final class BillingMetrics {
  private static final List<String> STANDINGS = List.of("FUNDED", "EMPTY");
  private static final List<String> SIDES =
      List.of("customers", "payments", "grants", "revenue", "adjustments");

  private final BillingReads reads;
  private final MultiGauge accounts;
  private final MultiGauge credits;

  BillingMetrics(BillingReads reads, MeterRegistry registry) {
    this.reads = reads;
    accounts =
        MultiGauge.builder("overwinter_accounts")
            .description("Accounts by whether they pay")
            .register(registry);
    credits =
        MultiGauge.builder("overwinter_ledger_credits")
            .description("Credits on each side of the ledger; all sides together are 0")
            .register(registry);
  }

  @Scheduled(fixedDelay = 30_000, initialDelay = 5_000)
  void count() {
    try {
      var standings = reads.countByStanding();
      var sides = reads.creditsBySide();
      accounts.register(
          STANDINGS.stream()
              .map(one ->
                  MultiGauge.Row.of(Tags.of("standing", one), standings.getOrDefault(one, 0L)))
              .toList(),
          true);
      credits.register(
          SIDES.stream()
              .map(
                  one -> MultiGauge.Row.of(Tags.of("side", one), sides.getOrDefault(one, 0L) / 1e6))
              .toList(),
          true);
    } catch (DataAccessException _) {
      // Unknown is not zero: without the database there is no figure at all.
      accounts.register(List.of(), true);
      credits.register(List.of(), true);
    }
  }
}
