package dev.overwinter.billing.postgres;

import dev.overwinter.billing.Proof;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Everything of billing that lives in PostgreSQL. Needs a data source, a registry of meters, and
/// [BillingSettings].
@Configuration(proxyBeanMethods = false)
public class BillingPostgres {

  @Bean
  PostgresLedgerActivities ledgerActivities(
      JdbcClient sql,
      PlatformTransactionManager transactions,
      BillingSettings settings,
      MeterRegistry meters,
      ObjectProvider<NoticeEar> ear) {
    var problems = new AtomicLong();
    var provenAt = new AtomicLong();
    Gauge.builder("overwinter_ledger_problems", problems, AtomicLong::get)
        .description("What the last proof of the ledger found wrong; anything but 0 is an alarm")
        .register(meters);
    Gauge.builder("overwinter_ledger_proven_timestamp_seconds", provenAt, AtomicLong::get)
        .description("When this worker last proved the ledger; 0 before the first time")
        .register(meters);
    var refused =
        Counter.builder("overwinter_ledger_refused_bookings")
            .description("Bookings that PostgreSQL refuses; anything but 0 is an alarm")
            .register(meters);
    return new PostgresLedgerActivities(
        sql,
        new TransactionTemplate(transactions),
        settings,
        proof -> tell(proof, problems, provenAt),
        _ -> refused.increment(),
        ear.getIfAvailable(() -> NoticeEar.DEAF));
  }

  private static void tell(Proof proof, AtomicLong problems, AtomicLong provenAt) {
    problems.set(proof.problems().size());
    provenAt.set(System.currentTimeMillis() / 1_000);
  }
}
