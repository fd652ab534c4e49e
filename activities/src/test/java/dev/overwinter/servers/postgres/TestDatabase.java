package dev.overwinter.servers.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.postgres.BillingMigration;
import dev.overwinter.nodes.postgres.PostgresNodeRecordActivities;
import dev.overwinter.notices.postgres.NewsBell;
import dev.overwinter.notices.postgres.Outbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A real PostgreSQL of its own with the tables of servers, and the beans that work on it.
public final class TestDatabase implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final ConfigurableApplicationContext context;

  private TestDatabase(EmbeddedPostgres postgres, ConfigurableApplicationContext context) {
    this.postgres = postgres;
    this.context = context;
  }

  /// Starts one whose servers get these ports.
  public static TestDatabase start(String ports) {
    try {
      var postgres = EmbeddedPostgres.builder().start();
      var context =
          new SpringApplicationBuilder(Beans.class)
              .web(WebApplicationType.NONE)
              .properties(
                  Map.of(
                      "spring.datasource.url",
                      postgres.getJdbcUrl("postgres", "postgres"),
                      "spring.main.banner-mode",
                      "off",
                      "test.ports",
                      ports))
              .run();
      return new TestDatabase(postgres, context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is tested, mostly.
  public PostgresServerRecordActivities records() {
    return context.getBean(PostgresServerRecordActivities.class);
  }

  PostgresNodeRecordActivities nodes() {
    return context.getBean(PostgresNodeRecordActivities.class);
  }

  JdbcTelemetrySink telemetry() {
    return context.getBean(JdbcTelemetrySink.class);
  }

  JdbcClient sql() {
    return context.getBean(JdbcClient.class);
  }

  DataSource dataSource() {
    return context.getBean(HikariDataSource.class);
  }

  @Override
  public void close() {
    context.close();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same of an installation that charges.
  PostgresServerRecordActivities records(MeterReports meters) {
    return records(meters, context.getBean(PlatformTransactionManager.class));
  }

  /// The same with somebody who is told of news.
  PostgresServerRecordActivities records(Outbox news) {
    var transactions = context.getBean(PlatformTransactionManager.class);
    return records(MeterReports.OFF, transactions, news);
  }

  TransactionTemplate transaction() {
    return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  }

  /// The same while the database is away.
  PostgresServerRecordActivities recordsWithoutDatabase(MeterReports meters) {
    var gone = new HikariDataSource();
    gone.close();
    return records(meters, new JdbcTransactionManager(gone));
  }

  private PostgresServerRecordActivities records(
      MeterReports meters, PlatformTransactionManager transactions) {
    return records(meters, transactions, new Outbox(sql(), NewsBell.SILENT));
  }

  private PostgresServerRecordActivities records(
      MeterReports meters, PlatformTransactionManager transactions, Outbox news) {
    var allocations = context.getBean(AllocationRows.class);
    return new PostgresServerRecordActivities(
        context.getBean(ServerRows.class),
        allocations,
        sql(),
        new TransactionTemplate(transactions),
        new Places(allocations, sql(), context.getBean(Pools.class), new SecureRandom()),
        meters,
        news,
        Clock.systemUTC());
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    DataJpaRepositoriesAutoConfiguration.class,
  })
  @Import(ServersPostgres.class)
  static class Beans {
    @Bean
    Pools pools(
        @org.springframework.beans.factory.annotation.Value("${test.ports}") String ports,
        DataSource database) {
      ServersMigration.migrate(database);
      BillingMigration.migrate(database);
      return Pools.parse(ports, "10.213.0.0/16");
    }
  }
}
