package dev.overwinter.sessions.postgres;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes what a worker offers, for the api.
public final class Offers {
  private Offers() {}

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
