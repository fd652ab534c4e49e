package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What droplets cost, for an operator who is about to rent some.
public final class Prices {
  private Prices() {}

  /// Asks, once. Takes 15 s at most; is counted in no budget.
  ///
  /// @return US dollars an hour of each size, by its slug; empty when the provider does not say
  public static Map<String, BigDecimal> perHour(OceanSettings settings) {
    var prices = new TreeMap<String, BigDecimal>();
    try (var ocean =
        new Ocean(settings, new Uncounted(), new SimpleMeterRegistry(), Clock.systemUTC())) {
      var reply = Replies.expected(ocean.get("sizes", Urgency.LOOK, "sizes?per_page=200"));
      reply
          .json()
          .ifPresent(body ->
              body.path("sizes")
                  .forEach(size ->
                      prices.put(
                          size.path("slug").asText(), size.path("price_hourly").decimalValue())));
    } catch (Later | Unanswered _) {
      return Map.of();
    }
    return prices;
  }

  /// The one call of a process that ends at once, and may have no database.
  private static final class Uncounted implements CallBudget {
    @Override
    public Optional<Duration> take(Urgency urgency) {
      return Optional.empty();
    }

    @Override
    public void heard(Limits limits) {}

    @Override
    public int left() {
      return 0;
    }

    @Override
    public void room(int dropletLimit, int droplets) {}
  }
}
