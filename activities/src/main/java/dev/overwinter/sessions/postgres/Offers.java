package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.FleetLimits;
import dev.overwinter.sessions.SessionLimits;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes what a worker offers, for the api.
public final class Offers {
  private Offers() {}

  /// Where droplets come from.
  public enum Provider {
    /// Nowhere: no token and no simulator.
    OFF,
    /// Ours, which costs nothing.
    SIMULATOR,
    /// The real one.
    DIGITALOCEAN
  }

  /// One offer.
  ///
  /// @param endpoint base URL; empty when off
  /// @param choices in order of preference; empty when off
  /// @param house account that pays for what is nobody's
  public record Offer(
      Provider provider,
      String endpoint,
      String fleetTag,
      List<Choice> choices,
      String house,
      String priceClass,
      SessionLimits limits,
      FleetLimits fleet) {
    public Offer {
      choices = List.copyOf(choices);
    }
  }

  /// The offer holds from now on. Safe to repeat; of several workers the last one counts.
  public static void publish(DataSource database, Offer offer) {
    JdbcClient.create(database)
        .sql(
            """
            insert into session_offer (provider, endpoint, fleet_tag, choices, house, price_class,
              session_limits, fleet_limits, updated_at)
            values (?, ?, ?, ?::jsonb, ?, ?, ?::jsonb, ?::jsonb, now())
            on conflict (only_one) do update set provider = excluded.provider,
              endpoint = excluded.endpoint, fleet_tag = excluded.fleet_tag,
              choices = excluded.choices, house = excluded.house,
              price_class = excluded.price_class, session_limits = excluded.session_limits,
              fleet_limits = excluded.fleet_limits, updated_at = now()
            """)
        .params(
            offer.provider().name(),
            offer.endpoint(),
            offer.fleetTag(),
            SessionJson.of(offer.choices()),
            offer.house(),
            offer.priceClass(),
            SessionJson.of(offer.limits()),
            SessionJson.of(offer.fleet()))
        .update();
  }
}
