package dev.overwinter.servers.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings the tables of servers up to date; only the worker does. Several workers may at once.
public final class ServersMigration {
  private ServersMigration() {}

  /// Migrates. Throws while the database is away.
  public static void migrate(DataSource database) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration")
        .table("flyway_servers")
        // The api keeps tables of its own, with a history of its own, in the same schema.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        // Numbers are given out before the work is done: the later one may come first.
        .outOfOrder(true)
        .load()
        .migrate();
  }
}
