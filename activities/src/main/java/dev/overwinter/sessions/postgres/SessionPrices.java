package dev.overwinter.sessions.postgres;

import dev.overwinter.billing.PriceList;
import dev.overwinter.sessions.SessionSpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What sessions cost. Every method belongs into a transaction.
final class SessionPrices {
  private final JdbcClient sql;

  SessionPrices(JdbcClient sql) {
    this.sql = sql;
  }

  /// What one costs an hour now, in millionths of a credit; nothing on an operator's own machine.
  long microsPerHour(SessionSpec spec) {
    return spec.onDroplet() ? microsPerHour(spec.priceClass()) : 0;
  }

  /// What one of a class costs now, as [PriceList#perHour] says.
  long microsPerHour(String priceClass) {
    return sql.sql(
            """
            select per_hour from prices
            where use = 'SESSION' and price_class in (:own, :usual) and from_at <= now()
            order by price_class = :own desc, from_at desc limit 1
            """)
        .param("own", priceClass)
        .param("usual", PriceList.USUAL_CLASS)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }
}
