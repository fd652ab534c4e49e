package dev.overwinter.universe.postgres;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Everything of universes that lives in PostgreSQL. Needs a data source and a meter registry.
@Configuration(proxyBeanMethods = false)
public class UniversePostgres {

  @Bean
  UniverseRecords universeRecords(
      JdbcClient sql,
      PlatformTransactionManager transactions,
      MeterRegistry meters,
      ObjectProvider<UniverseNews> news) {
    new UniverseGauges(sql).bindTo(meters);
    return UniverseRecords.of(
        sql,
        new TransactionTemplate(transactions),
        meters,
        news.getIfAvailable(() -> UniverseNews.NONE));
  }
}
