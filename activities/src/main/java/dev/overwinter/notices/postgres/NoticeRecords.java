package dev.overwinter.notices.postgres;

import dev.overwinter.durable.Seal;
import dev.overwinter.notices.http.HookClient;
import dev.overwinter.notices.workflow.NoticeActivities;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// What notices need of the outside.
///
/// @param activities what the lanes use
/// @param overdue what lanes have missed
public record NoticeRecords(NoticeActivities activities, OverdueNotices overdue) {
  /// From the first question about the host to the last byte that is read.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// In one PostgreSQL.
  ///
  /// @param seal opens what hooks keep; asked when something is sent
  /// @param privateToo whether receivers may have addresses that are not public
  /// @param alive says that an activity under way lives; throws when nobody waits for it any more
  /// @param clock by which attempts are due and deliveries given up
  public static NoticeRecords of(
      JdbcClient sql,
      TransactionOperations transaction,
      Supplier<Seal> seal,
      boolean privateToo,
      Runnable alive,
      MeterRegistry meters,
      Clock clock) {
    new NoticeGauges(sql).bindTo(meters);
    var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return new NoticeRecords(
        new PostgresNoticeActivities(
            new DeliveryRows(sql, transaction),
            seal,
            new HookClient(privateToo, PATIENCE, tls),
            privateToo,
            meters,
            alive,
            clock),
        new OverdueNotices(sql));
  }
}
