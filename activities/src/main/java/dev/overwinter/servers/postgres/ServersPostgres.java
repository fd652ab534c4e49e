package dev.overwinter.servers.postgres;

import dev.overwinter.billing.MeterReports;
import dev.overwinter.nodes.postgres.PostgresNodeRecordActivities;
import dev.overwinter.notices.postgres.NewsBell;
import dev.overwinter.notices.postgres.Outbox;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Everything of servers that lives in PostgreSQL. Needs a data source, JPA, and [Pools].
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(considerNestedRepositories = false)
@EntityScan
public class ServersPostgres {

  @Bean
  PostgresServerRecordActivities serverRecordActivities(
      ServerRows servers,
      AllocationRows allocations,
      JdbcClient sql,
      PlatformTransactionManager transactions,
      Pools pools,
      ObjectProvider<MeterReports> meters,
      ObjectProvider<NewsBell> bell) {
    return new PostgresServerRecordActivities(
        servers,
        allocations,
        sql,
        new TransactionTemplate(transactions),
        new Places(allocations, sql, pools, new SecureRandom()),
        meters.getIfAvailable(() -> MeterReports.OFF),
        new Outbox(sql, bell.getIfAvailable(() -> NewsBell.SILENT)),
        Clock.systemUTC());
  }

  @Bean
  PostgresKeptWorldActivities keptWorldActivities(
      JdbcClient sql, PlatformTransactionManager transactions) {
    return new PostgresKeptWorldActivities(
        sql, new TransactionTemplate(transactions), Clock.systemUTC());
  }

  @Bean
  PostgresConsoleRecordActivities consoleRecordActivities(
      JdbcTemplate sql, PlatformTransactionManager transactions) {
    return new PostgresConsoleRecordActivities(sql, new TransactionTemplate(transactions));
  }

  @Bean
  PostgresNodeRecordActivities nodeRecordActivities(
      JdbcClient sql, PlatformTransactionManager transactions) {
    return new PostgresNodeRecordActivities(sql, new TransactionTemplate(transactions));
  }

  @Bean
  JdbcTelemetrySink telemetrySink(JdbcTemplate sql, PlatformTransactionManager transactions) {
    return new JdbcTelemetrySink(sql, new TransactionTemplate(transactions));
  }
}
