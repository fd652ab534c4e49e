package dev.overwinter.servers.postgres;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.Standing;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What accounts have said last, in the rows that they write.
final class Purses {
  private final JdbcClient sql;
  private final boolean charged;

  Purses(JdbcClient sql, MeterReports meters) {
    this.sql = sql;
    charged = !meters.equals(MeterReports.OFF);
  }

  /// Why an account may have no further server; empty when it may. One that has never been heard of
  /// may: it is opened by its first server.
  Optional<String> objection(String account) {
    return charged && isEmpty(account)
        ? Optional.of(CreditStanding.of(0, Standing.EMPTY).reason())
        : Optional.empty();
  }

  private boolean isEmpty(String account) {
    return !sql.sql("select 1 from billing_accounts where id = ? and standing = ?")
        .params(account, Standing.EMPTY.name())
        .query(Integer.class)
        .list()
        .isEmpty();
  }
}
