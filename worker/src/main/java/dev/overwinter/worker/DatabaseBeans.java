package dev.overwinter.worker;

import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.postgres.BillingSettings;
import dev.overwinter.billing.postgres.NoticeEar;
import dev.overwinter.billing.postgres.PostgresLedgerActivities;
import dev.overwinter.nodes.postgres.PostgresNodeRecordActivities;
import dev.overwinter.notices.postgres.NewsBell;
import dev.overwinter.notices.postgres.NoticeRecords;
import dev.overwinter.notices.postgres.Outbox;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.schedules.postgres.PostgresScheduleRecordActivities;
import dev.overwinter.schedules.postgres.ScheduleGauges;
import dev.overwinter.schedules.postgres.ScheduleRows;
import dev.overwinter.servers.postgres.JdbcTelemetrySink;
import dev.overwinter.servers.postgres.Pools;
import dev.overwinter.servers.postgres.PostgresConsoleRecordActivities;
import dev.overwinter.servers.postgres.PostgresKeptWorldActivities;
import dev.overwinter.servers.postgres.PostgresServerRecordActivities;
import dev.overwinter.sessions.digitalocean.CallBudget;
import dev.overwinter.sessions.digitalocean.UnitKeys;
import dev.overwinter.sessions.postgres.PostgresSessionRecordActivities;
import dev.overwinter.sessions.postgres.SessionsSettings;
import dev.overwinter.universe.postgres.UniverseNews;
import dev.overwinter.universe.postgres.UniverseRecords;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.activity.Activity;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts a worker together that has PostgreSQL.
@Configuration(proxyBeanMethods = false)
class DatabaseBeans {

  @Bean
  Pools pools(WorkerConfig config) {
    return Pools.parse(config.ports(), config.subnets());
  }

  @Bean
  BillingSettings billingSettings(WorkerConfig config) {
    return config.billingSettings();
  }

  @Bean
  MeterReports meterReports(Temporal temporal) {
    // Where nobody is charged, too: what goes on now is charged from the moment that somebody is.
    return new TemporalMeterReports(temporal.client());
  }

  @Bean
  NewsBell newsBell(Temporal temporal) {
    return new TemporalNewsBell(temporal.client());
  }

  @Bean
  NoticeEar noticeEar(JdbcClient sql, NewsBell bell) {
    return new CreditNews(new Outbox(sql, bell));
  }

  @Bean
  NoticeRecords notices(
      WorkerConfig config,
      JdbcClient sql,
      PlatformTransactionManager transactions,
      PrometheusMeterRegistry meters) {
    var transaction = new TransactionTemplate(transactions);
    return NoticeRecords.of(
        sql,
        transaction,
        config::seal,
        config.noticesPrivate(),
        () -> Activity.getExecutionContext().heartbeat(null),
        meters,
        Clock.systemUTC());
  }

  /// How late runs of schedules are, for whoever scrapes this worker.
  @Bean
  ScheduleGauges scheduleGauges(ScheduleRows rows, PrometheusMeterRegistry meters) {
    var gauges = new ScheduleGauges(rows, Clock.systemUTC());
    gauges.bindTo(meters);
    return gauges;
  }

  @Bean
  UniverseNews universeNews(Temporal temporal) {
    return new TemporalUniverseNews(temporal.client());
  }

  @Bean
  SessionsSettings sessionsSettings(WorkerConfig config) {
    return config.sessionsSettings();
  }

  @Bean
  Droplets droplets(
      WorkerConfig config, UnitKeys keys, CallBudget budget, PrometheusMeterRegistry meters) {
    return Droplets.of(config.sessions().ocean(), keys, budget, meters);
  }

  @Bean
  PoolWatch poolWatch(DataSource database, WorkerConfig config) {
    return new PoolWatch(database, config);
  }

  @Bean
  OverdueWatch overdueWatch(WorkerConfig config, UniverseRecords universe) {
    return new OverdueWatch(universe.overdue(), config.has(WorkerConfig.Role.CONTROL));
  }

  /// Null without the keys that rooms are sealed with.
  @Bean
  @Nullable RoomRecords rooms(
      WorkerConfig config,
      JdbcClient sql,
      PlatformTransactionManager transactions,
      PrometheusMeterRegistry meters) {
    var transaction = new TransactionTemplate(transactions);
    return config
        .roomKeys()
        .map(keys -> RoomRecords.of(sql, transaction, keys, meters))
        .orElse(null);
  }

  @Bean
  Lifecycle lifecycle(
      WorkerConfig config,
      Temporal temporal,
      DataSource database,
      ObjectProvider<RoomRecords> rooms,
      PostgresServerRecordActivities servers,
      PostgresKeptWorldActivities keptWorlds,
      PostgresConsoleRecordActivities consoles,
      PostgresNodeRecordActivities nodes,
      PostgresLedgerActivities ledger,
      PostgresSessionRecordActivities sessions,
      Droplets droplets,
      UniverseRecords universe,
      PostgresScheduleRecordActivities schedules,
      ScheduleRows scheduleRows,
      NoticeRecords notices,
      JdbcTelemetrySink telemetry,
      PrometheusMeterRegistry meters,
      Health health) {
    var store =
        new Store(
            database,
            servers,
            keptWorlds,
            consoles,
            nodes,
            ledger,
            sessions,
            droplets.activities(),
            universe,
            schedules,
            scheduleRows,
            rooms.getIfAvailable(),
            notices);
    return new Lifecycle(config, temporal, store, telemetry, meters, health);
  }
}
