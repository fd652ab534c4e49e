package dev.overwinter.sessions.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.postgres.BillingMigration;
import dev.overwinter.servers.postgres.ServersMigration;
import dev.overwinter.sessions.FleetLimits;
import dev.overwinter.sessions.ShareTag;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A real PostgreSQL of its own with the tables of sessions, and what works on it.
final class SessionsDatabase implements AutoCloseable {
  static final FleetLimits LIMITS = new FleetLimits(10, 3, 4, 50, 100_000_000);

  private final EmbeddedPostgres postgres;
  private final HikariDataSource source = new HikariDataSource();
  private final TransactionTemplate transaction;
  final JdbcClient sql;
  final PostgresCallBudget budget;

  SessionsDatabase() {
    try {
      postgres = EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    source.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
    source.setMaximumPoolSize(20);
    ServersMigration.migrate(source);
    BillingMigration.migrate(source);
    sql = JdbcClient.create(source);
    transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    budget = new PostgresCallBudget(sql, transaction);
  }

  HikariDataSource source() {
    return source;
  }

  PostgresUnitKeys keys(@Nullable Path seal) {
    return new PostgresUnitKeys(sql, seal);
  }

  PostgresSessionRecordActivities records(FleetLimits limits, MeterReports meters) {
    return records(limits, meters, ShareTag.USUAL_BYTES);
  }

  /// With tags of so many bytes.
  PostgresSessionRecordActivities records(int tagBytes) {
    return records(LIMITS, MeterReports.OFF, tagBytes);
  }

  private PostgresSessionRecordActivities records(
      FleetLimits limits, MeterReports meters, int tagBytes) {
    var settings = new SessionsSettings(limits, Duration.ofHours(1), tagBytes, true, null);
    return new PostgresSessionRecordActivities(
        sql, transaction, settings, keys(null), new FleetRows(sql, budget), meters);
  }

  void empty() {
    sql.sql(
            """
            truncate sessions, session_events, session_tags, session_requests, session_keys,
              session_heartbeats, session_pools, session_reconciliations, session_orphans,
              session_calls, session_addresses
            """)
        .update();
    sql.sql(
            """
            update session_budget set blocked_until = 'epoch', said_left = null, said_reset = null,
              said_at = null, minute_limit = 250, hour_limit = 5000
            """)
        .update();
  }

  @Override
  public void close() {
    source.close();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
