package dev.overwinter.api;

import dev.overwinter.api.auth.FirstAdmin;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Waits for PostgreSQL, brings the api's own tables up to date, makes the first admin, and waits
/// for the worker's tables; all beside the web server, which answers `/healthz` meanwhile. Becomes
/// the readiness component `storage`.
@Component("storage")
final class Storage implements SmartLifecycle, HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final DataSource dataSource;
  private final JdbcClient sql;
  private final FirstAdmin firstAdmin;
  private final AtomicReference<String> waitingFor = new AtomicReference<>("PostgreSQL");
  private volatile boolean running;

  Storage(DataSource dataSource, JdbcClient sql, FirstAdmin firstAdmin) {
    this.dataSource = dataSource;
    this.sql = sql;
    this.firstAdmin = firstAdmin;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("storage").start(this::prepare);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public Health health() {
    var missing = waitingFor.get();
    if (!missing.isEmpty()) {
      return Health.outOfService().withDetail("waitingFor", missing).build();
    }
    try {
      sql.sql("SELECT 1").query(Integer.class).single();
      return Health.up().build();
    } catch (DataAccessException _) {
      return Health.down().withDetail("waitingFor", "PostgreSQL").build();
    }
  }

  private void prepare() {
    until("PostgreSQL", this::migrate);
    until("the first admin", firstAdmin::ensure);
    until(
        "the tables of the worker",
        () -> sql.sql("SELECT 1 FROM servers LIMIT 1").query().listOfRows());
    if (!running) {
      return;
    }
    waitingFor.set("");
    LOG.info("storage is ready");
  }

  private void migrate() {
    Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration-api")
        .table("flyway_api")
        // The worker's tables may be there first: they are none of our business.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private void until(String what, Runnable step) {
    waitingFor.set(what);
    var pause = Duration.ofMillis(100);
    for (int tries = 1; running; tries++) {
      try {
        step.run();
        return;
      } catch (DataAccessException | FlywayException | TransactionException | Problem e) {
        if (tries == 1 || tries % 30 == 0) {
          LOG.info("waiting for {}: {}", what, firstLine(e));
        }
        sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
  }

  private static String firstLine(Exception e) {
    var cause = NestedExceptionUtils.getMostSpecificCause(e);
    return firstLine(e.getMessage()) + (cause.equals(e) ? "" : "; " + firstLine(cause.toString()));
  }

  private static String firstLine(@Nullable String text) {
    return String.valueOf(text).strip().lines().findFirst().orElse("");
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
