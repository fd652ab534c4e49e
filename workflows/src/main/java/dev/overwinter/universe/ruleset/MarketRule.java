package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Resource;
import java.time.Duration;
import java.util.Map;

/// The market between players.
///
/// @param feeRate share of what the seller gets that is burnt
/// @param expiry how long an offer stands; zero for without end
/// @param guidance the usual rates of exchange, for people only
public record MarketRule(double feeRate, Duration expiry, Map<Resource, Double> guidance) {
  public MarketRule {
    guidance = Tables.copy(guidance);
    if (!(feeRate >= 0 && feeRate < 1)) {
      throw new IllegalArgumentException("fee_rate: " + feeRate + " (expected: 0 to 1)");
    }
  }
}
