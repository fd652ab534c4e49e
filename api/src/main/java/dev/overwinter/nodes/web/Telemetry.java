package dev.overwinter.nodes.web;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Keeps what nodes report that have no way to the database, in the tables and the manner of the
/// worker's own telemetry. A node may speak of its own servers only. Safe to repeat.
@Component
class Telemetry {
  private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
  private static final int LINES_KEPT = 1_000;
  private static final Duration OLDEST = Duration.ofHours(24);
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final JdbcTemplate sql;
  private final TransactionOperations transaction;

  Telemetry(JdbcTemplate sql, TransactionOperations transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  /// How much of a report was kept.
  ///
  /// @param kept samples, lines and steps that were kept
  /// @param ignored those about servers of other nodes or about times that cannot be
  record Kept(int kept, int ignored) {}

  Kept keep(String node, NodeRequests.Telemetry report) {
    var samples = orNone(report.samples());
    var lines = orNone(report.logs());
    var steps = orNone(report.progress());
    var own = own(node, samples, lines, steps);
    var goodSamples =
        samples.stream().filter(s -> own.contains(s.serverId()) && believable(s.at())).toList();
    var goodLines = lines.stream().filter(line -> own.contains(line.serverId())).toList();
    var goodSteps = steps.stream().filter(step -> own.contains(step.serverId())).toList();
    transaction.executeWithoutResult(_ -> {
      keepSamples(goodSamples);
      keepLines(goodLines);
      keepProgress(goodSteps);
    });
    int kept = goodSamples.size() + goodLines.size() + goodSteps.size();
    return new Kept(kept, samples.size() + lines.size() + steps.size() - kept);
  }

  /// Time of the newest line that is kept of a node's server; 0 when there is none.
  long newestLine(String node, String serverId) {
    var newest =
        sql.queryForObject(
            """
            SELECT coalesce(max(l.at_nanos), 0) FROM server_log_lines l
              JOIN servers s ON s.id = l.server_id
             WHERE s.id = ? AND s.node = ? AND l.voice = 'printed'
            """,
            Long.class,
            serverId,
            node);
    return newest == null ? 0 : newest;
  }

  private Set<String> own(
      String node,
      List<NodeRequests.SampleIn> samples,
      List<NodeRequests.LineIn> lines,
      List<NodeRequests.ProgressIn> steps) {
    var ids =
        Stream.of(
                ids(samples, NodeRequests.SampleIn::serverId),
                ids(lines, NodeRequests.LineIn::serverId),
                ids(steps, NodeRequests.ProgressIn::serverId))
            .flatMap(Function.identity())
            .distinct()
            .toArray(String[]::new);
    return new HashSet<>(
        sql.queryForList(
            """
            SELECT id FROM servers WHERE node = ? AND state <> 'DELETED' AND id = ANY (?)
            UNION
            SELECT server_id FROM allocations WHERE node = ? AND server_id = ANY (?)
            """,
            String.class,
            node,
            ids,
            node,
            ids));
  }

  private static <T> Stream<String> ids(List<T> items, Function<T, String> id) {
    return items.stream().map(id);
  }

  /// A clock that is wrong must not leave samples that no sweep ever reaches.
  private static boolean believable(Instant at) {
    var now = Instant.now();
    return at.isAfter(now.minus(OLDEST)) && at.isBefore(now.plus(SKEW));
  }

  private void keepSamples(List<NodeRequests.SampleIn> samples) {
    var rows =
        samples.stream()
            .map(s ->
                new @Nullable Object[] {
                  s.serverId(),
                  // One a second at most, whatever a node says.
                  Timestamp.from(s.at().truncatedTo(ChronoUnit.SECONDS)),
                  s.cpuMilli(),
                  s.memoryBytes(),
                  s.playersOnline(),
                  s.playersMax(),
                  s.rxBytes(),
                  s.txBytes()
                })
            .toList();
    sql.batchUpdate(
        """
        INSERT INTO server_samples (server_id, at, cpu_milli, memory_bytes, players_online,
                                    players_max, rx_bytes, tx_bytes)
        VALUES (?, ?, ?, ?, ?::integer, ?::integer, ?, ?) ON CONFLICT DO NOTHING
        """,
        rows);
  }

  private void keepLines(List<NodeRequests.LineIn> lines) {
    sql.batchUpdate(
        """
        INSERT INTO server_log_lines (server_id, at_nanos, line) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        lines.stream()
            .map(line -> new Object[] {line.serverId(), line.atNanos(), printable(line.line())})
            .toList());
    lines.stream()
        .map(NodeRequests.LineIn::serverId)
        .distinct()
        .forEach(id -> {
          sweep(id);
          sql.query("SELECT pg_notify('server_log', ?)", _ -> {}, id);
        });
  }

  private void keepProgress(List<NodeRequests.ProgressIn> steps) {
    for (var step : steps) {
      if (!believable(step.at())) {
        continue;
      }
      if (step.step().isEmpty()) {
        sql.update("DELETE FROM server_progress WHERE server_id = ?", step.serverId());
      } else {
        sql.update(
            """
            INSERT INTO server_progress (server_id, step, percent, detail, at)
            VALUES (?, ?, ?::smallint, ?, ?)
            ON CONFLICT (server_id) DO UPDATE
              SET step = excluded.step, percent = excluded.percent, detail = excluded.detail,
                  at = excluded.at
            """,
            step.serverId(),
            step.step(),
            step.percent(),
            step.detail() == null ? "" : printable(step.detail()),
            Timestamp.from(step.at()));
      }
      sql.query("SELECT pg_notify('server_progress', ?)", _ -> {}, step.serverId());
    }
  }

  private void sweep(String serverId) {
    sql.update(
        """
        DELETE FROM server_log_lines WHERE server_id = ? AND id <= (
          SELECT id FROM server_log_lines WHERE server_id = ?
           ORDER BY id DESC OFFSET ? LIMIT 1)
        """,
        serverId,
        serverId,
        LINES_KEPT);
  }

  /// PostgreSQL keeps no NUL. As the platform's own workers clean what games print: no colours, no
  /// forged line ends.
  private static String printable(String line) {
    return COLOURS.matcher(line).replaceAll("").replaceAll("[\\p{Cntrl}&&[^\t]]", "");
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
