package dev.overwinter.sessions.postgres;

import dev.overwinter.billing.MeterReports;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Everything of sessions that lives in PostgreSQL. Needs a data source and [SessionsSettings].
@Configuration(proxyBeanMethods = false)
public class SessionsPostgres {

  @Bean
  PostgresUnitKeys unitKeys(JdbcClient sql, SessionsSettings settings) {
    return new PostgresUnitKeys(sql, settings.sealKeyFile());
  }

  @Bean
  PostgresCallBudget callBudget(JdbcClient sql, PlatformTransactionManager transactions) {
    return new PostgresCallBudget(sql, new TransactionTemplate(transactions));
  }

  @Bean
  PostgresSessionRecordActivities sessionRecordActivities(
      JdbcClient sql,
      PlatformTransactionManager transactions,
      SessionsSettings settings,
      PostgresUnitKeys keys,
      PostgresCallBudget budget,
      ObjectProvider<MeterReports> meters) {
    return new PostgresSessionRecordActivities(
        sql,
        new TransactionTemplate(transactions),
        settings,
        keys,
        new FleetRows(sql, budget),
        meters.getIfAvailable(() -> MeterReports.OFF));
  }
}
