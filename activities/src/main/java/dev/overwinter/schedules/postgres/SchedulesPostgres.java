package dev.overwinter.schedules.postgres;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Everything of schedules that lives in PostgreSQL. Needs a data source.
@Configuration(proxyBeanMethods = false)
public class SchedulesPostgres {

  @Bean
  ScheduleRows scheduleRows(JdbcClient sql) {
    return new ScheduleRows(sql);
  }

  @Bean
  PostgresScheduleRecordActivities scheduleRecordActivities(
      JdbcClient sql, PlatformTransactionManager transactions, ScheduleRows rows) {
    return new PostgresScheduleRecordActivities(
        sql, new TransactionTemplate(transactions), rows, Clock.systemUTC());
  }
}
