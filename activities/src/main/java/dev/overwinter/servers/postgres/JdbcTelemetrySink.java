package dev.overwinter.servers.postgres;

import dev.overwinter.servers.telemetry.LogLine;
import dev.overwinter.servers.telemetry.Progress;
import dev.overwinter.servers.telemetry.Sample;
import dev.overwinter.servers.telemetry.TelemetrySink;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/// Telemetry in PostgreSQL, in batches; plain JDBC because rows are only ever added and swept.
/// Thread-safe.
public final class JdbcTelemetrySink implements TelemetrySink {
  private static final int LINES_KEPT = 1_000;
  // Sweeping after each batch would cost more than the batch.
  private static final int SWEEP_AFTER = 250;

  private final JdbcTemplate sql;
  private final TransactionOperations transaction;
  private final Map<String, Integer> sinceSweep = new HashMap<>();

  /// Writes through a data source.
  public JdbcTelemetrySink(JdbcTemplate sql, TransactionOperations transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  @Override
  public void keepSamples(List<Sample> samples) {
    var rows =
        samples.stream()
            .map(s ->
                new Object[] {
                  s.serverId(),
                  Timestamp.from(s.at()),
                  s.cpuMilli(),
                  s.memoryBytes(),
                  s.playersOnline(),
                  s.playersMax(),
                  s.rxBytes(),
                  s.txBytes()
                })
            .toList();
    sql.batchUpdate(
        "insert into server_samples values (?, ?, ?, ?, ?::integer, ?::integer, ?, ?)"
            + " on conflict do nothing",
        rows);
  }

  @Override
  public void keepProgress(List<Progress> progress) {
    transaction.executeWithoutResult(_ -> {
      for (var one : progress) {
        keep(one);
        sql.query("select pg_notify('server_progress', ?)", _ -> {}, one.serverId());
      }
    });
  }

  private void keep(Progress one) {
    if (one.over()) {
      sql.update("delete from server_progress where server_id = ?", one.serverId());
      return;
    }
    sql.update(
        """
        insert into server_progress values (?, ?, ?::smallint, ?, ?)
        on conflict (server_id) do update
        set step = excluded.step, percent = excluded.percent, detail = excluded.detail,
            at = excluded.at
        where server_progress.at <= excluded.at
        """,
        one.serverId(),
        one.step(),
        one.percent(),
        one.detail(),
        Timestamp.from(one.at()));
  }

  @Override
  public synchronized void keepLines(List<LogLine> lines) {
    transaction.executeWithoutResult(_ -> {
      sql.batchUpdate(
          "insert into server_log_lines (server_id, at_nanos, line) values (?, ?, ?)"
              + " on conflict do nothing",
          lines.stream().map(l -> new Object[] {l.serverId(), l.atNanos(), l.line()}).toList());
      lines.stream()
          .map(LogLine::serverId)
          .distinct()
          .forEach(id -> sql.query("select pg_notify('server_log', ?)", _ -> {}, id));
    });
    lines.forEach(line -> sinceSweep.merge(line.serverId(), 1, Integer::sum));
    sinceSweep
        .entrySet()
        .removeIf(entry -> {
          var due = entry.getValue() >= SWEEP_AFTER;
          if (due) {
            sweep(entry.getKey());
          }
          return due;
        });
  }

  private void sweep(String serverId) {
    sql.update(
        """
        delete from server_log_lines where server_id = ? and id <= (
          select id from server_log_lines where server_id = ?
          order by id desc offset ? limit 1)
        """,
        serverId,
        serverId,
        LINES_KEPT);
  }

  @Override
  public long newestLine(String serverId) {
    var newest =
        sql.queryForObject(
            // What people typed has a clock of its own, and is nothing that a game has printed.
            "select coalesce(max(at_nanos), 0) from server_log_lines"
                + " where server_id = ? and voice = 'printed'",
            Long.class,
            serverId);
    return newest == null ? 0 : newest;
  }

  @Override
  public void prune() {
    sql.update("delete from server_samples where at < now() - interval '24 hours'");
    // Of a node that died in the middle: a step that goes on says so every few seconds.
    sql.update("delete from server_progress where at < now() - interval '15 minutes'");
    // What came in while its server was being deleted.
    sql.update(
        """
        delete from server_log_lines where server_id in
          (select id from servers where state = 'DELETED' and deleted_at > now() - interval '1 day')
        """);
    sql.update(
        """
        delete from server_samples where server_id in
          (select id from servers where state = 'DELETED' and deleted_at > now() - interval '1 day')
        """);
  }
}
