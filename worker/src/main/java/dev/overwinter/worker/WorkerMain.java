package dev.overwinter.worker;

import dev.overwinter.billing.postgres.BillingPostgres;
import dev.overwinter.schedules.postgres.SchedulesPostgres;
import dev.overwinter.servers.postgres.ServersPostgres;
import dev.overwinter.sessions.postgres.SessionsPostgres;
import dev.overwinter.universe.postgres.UniversePostgres;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
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
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Starts a worker. Exit code 2 means that it was told something it does not understand.
public final class WorkerMain {
  private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);

  private static final int CARRIERS = 32;

  private WorkerMain() {}

  /// Runs until the process is told to stop.
  public static void main(String[] args) {
    moreCarriers(); // before the first virtual thread
    try {
      run(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println("worker: " + e.getMessage());
      System.exit(2);
    }
  }

  /// A virtual thread that waits while a class is made ready keeps its processor's only carrier. On
  /// two processors two of them are enough: seen, whoever made the class ready waited for a third
  /// that held a lock of the class path and had no carrier left.
  private static void moreCarriers() {
    var key = "jdk.virtualThreadScheduler.parallelism";
    if (System.getProperty(key) == null) {
      System.setProperty(
          key, Integer.toString(Math.max(CARRIERS, Runtime.getRuntime().availableProcessors())));
    }
  }

  /// Runs with an environment; returns as soon as metrics and health are served.
  static ConfigurableApplicationContext run(Map<String, String> environment) {
    var config = WorkerConfig.from(environment);
    log.info("Overwinter worker\n{}", config.printed());
    return new SpringApplicationBuilder(config.reportsToApi() ? NodeApp.class : App.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .properties(properties(config))
        .initializers(context -> context.getBeanFactory().registerSingleton("workerConfig", config))
        .run();
  }

  private static Map<String, Object> properties(WorkerConfig config) {
    return Map.ofEntries(
        Map.entry("spring.main.keep-alive", "true"),
        Map.entry("spring.datasource.url", config.databaseUrl()),
        Map.entry("spring.datasource.username", config.databaseUser()),
        Map.entry("spring.datasource.password", config.databasePassword()),
        Map.entry("spring.datasource.hikari.maximum-pool-size", "10"),
        Map.entry("spring.datasource.hikari.minimum-idle", "1"),
        Map.entry("spring.datasource.hikari.connection-timeout", "1000"),
        Map.entry("spring.datasource.hikari.data-source-properties.socketTimeout", "20"),
        Map.entry("spring.datasource.hikari.data-source-properties.connectTimeout", "3"),
        Map.entry("spring.datasource.hikari.data-source-properties.tcpKeepAlive", "true"),
        // PostgreSQL may come later than we do: nothing may ask it anything while we start.
        Map.entry("spring.datasource.hikari.initialization-fail-timeout", "-1"),
        Map.entry("spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access", "false"),
        Map.entry("spring.jpa.properties.jakarta.persistence.database-product-name", "PostgreSQL"),
        Map.entry("spring.jpa.properties.jakarta.persistence.database-major-version", "15"),
        Map.entry("spring.jpa.hibernate.ddl-auto", "none"),
        Map.entry("spring.jpa.open-in-view", "false"));
  }

  /// Only what is needed: a full auto-configuration would double the time to start.
  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    DataJpaRepositoriesAutoConfiguration.class,
  })
  @Import({
    ServersPostgres.class,
    BillingPostgres.class,
    SessionsPostgres.class,
    SchedulesPostgres.class,
    UniversePostgres.class,
    WorkerBeans.class,
    DatabaseBeans.class,
  })
  static class App {}

  /// Without PostgreSQL.
  @Configuration(proxyBeanMethods = false)
  @Import({WorkerBeans.class, NodeBeans.class})
  static class NodeApp {}
}
