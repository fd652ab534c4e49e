package dev.overwinter.billing.workflow;

import dev.overwinter.billing.Standing;
import io.temporal.workflow.Workflow;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an account's workflow counts; silent during a replay.
final class AccountMetrics {
  private AccountMetrics() {}

  /// The ledger has refused what nobody may change any more: somebody has to look.
  static void refused() {
    Workflow.getMetricsScope().counter("overwinter_account_refused_bookings").inc(1);
  }

  /// @param before null when a run begins
  static void stands(@Nullable Standing before, Standing now) {
    if (before != null) {
      Workflow.getMetricsScope()
          .tagged(Map.of("standing", now.name().toLowerCase(Locale.ROOT)))
          .counter("overwinter_account_standings")
          .inc(1);
    }
  }
}
