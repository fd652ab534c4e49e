package dev.overwinter.billing.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings the tables of the ledger up to date; only the worker does. Several workers may at once.
public final class BillingMigration {
  private BillingMigration() {}

  /// Migrates. Throws while the database is away.
  public static void migrate(DataSource database) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration-billing")
        .table("flyway_billing")
        // Servers and the api keep tables of their own in the same schema.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
