package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.digitalocean.CallBudget;
import dev.overwinter.sessions.digitalocean.Limits;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Counts calls in slots of 5 s. A slot counts until its last moment is a minute or an hour ago, so
/// that no window of either length ever holds more than its limit. Thread-safe; each method is one
/// transaction of less than a millisecond.
public final class PostgresCallBudget implements CallBudget {
  private static final Duration SLOT = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1).plus(SLOT);
  private static final Duration HOUR = Duration.ofHours(1).plus(SLOT);
  private static final Duration KEPT = Duration.ofHours(2);

  private final JdbcClient sql;
  private final TransactionOperations transaction;

  PostgresCallBudget(JdbcClient sql, TransactionOperations transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  /// The one row, and PostgreSQL's clock: that of all workers.
  private record Gate(
      Instant now,
      int minuteLimit,
      int hourLimit,
      Instant blockedUntil,
      @Nullable Integer saidLeft,
      @Nullable Instant saidReset,
      @Nullable Instant saidAt) {}

  @Override
  public Optional<Duration> take(Urgency urgency) {
    return Objects.requireNonNull(transaction.execute(_ -> takeNow(urgency)));
  }

  private Optional<Duration> takeNow(Urgency urgency) {
    var gate = gate();
    var now = gate.now();
    if (gate.blockedUntil().isAfter(now)) {
      return Optional.of(Duration.between(now, gate.blockedUntil()).plusMillis(1));
    }
    var wait = wait(now, MINUTE, urgency.of(gate.minuteLimit()));
    if (wait.isEmpty()) {
      wait = wait(now, HOUR, urgency.of(gate.hourLimit()));
    }
    if (wait.isEmpty()) {
      wait = ofOthers(gate, urgency);
    }
    if (wait.isEmpty()) {
      sql.sql(
              """
              insert into session_calls (slot, calls) values (?, 1)
              on conflict (slot) do update set calls = session_calls.calls + 1
              """)
          .param(stamp(slot(now)))
          .update();
    }
    return wait;
  }

  private Gate gate() {
    return sql.sql(
            """
            select clock_timestamp() as now, * from session_budget for update
            """)
        .query((row, _) ->
            new Gate(
                row.getTimestamp("now").toInstant(),
                row.getInt("minute_limit"),
                row.getInt("hour_limit"),
                row.getTimestamp("blocked_until").toInstant(),
                row.getObject("said_left", Integer.class),
                instant(row.getTimestamp("said_reset")),
                instant(row.getTimestamp("said_at"))))
        .single();
  }

  /// How long until enough calls have left a window; empty when there is room in it.
  private Optional<Duration> wait(Instant now, Duration window, int limit) {
    // Newest first: the slot in which the sum reaches the limit must leave before there is room.
    var full =
        sql.sql(
                """
                select slot from (
                  select slot, sum(calls) over (order by slot desc) as since
                  from session_calls where slot > ?) as sums
                where since >= ? order by slot desc limit 1
                """)
            .params(stamp(now.minus(window)), limit)
            .query(Timestamp.class)
            .optional();
    return full.map(slot -> atLeast(Duration.between(now, slot.toInstant().plus(window))));
  }

  /// Others may use the same token: what the provider says counts, less what was taken since.
  private Optional<Duration> ofOthers(Gate gate, Urgency urgency) {
    var left = gate.saidLeft();
    var reset = gate.saidReset();
    var at = gate.saidAt();
    if (left == null || reset == null || at == null || !reset.isAfter(gate.now())) {
      return Optional.empty();
    }
    int reserve = gate.hourLimit() - urgency.of(gate.hourLimit());
    if (left - since(at) > reserve) {
      return Optional.empty();
    }
    var untilReset = atLeast(Duration.between(gate.now(), reset));
    // One call leaves the window then; asking again sooner than in a minute could not tell more.
    var minute = Duration.ofMinutes(1);
    return Optional.of(untilReset.compareTo(minute) < 0 ? untilReset : minute);
  }

  private long since(Instant at) {
    return sql.sql("select coalesce(sum(calls), 0) from session_calls where slot > ?")
        .param(stamp(at))
        .query(Long.class)
        .single();
  }

  @Override
  public void heard(Limits limits) {
    var _ =
        transaction.execute(_ -> {
          var now = gate().now();
          if (limits.throttled()) {
            sql.sql(
                    """
                    update session_budget set blocked_until = greatest(blocked_until, ?)
                    """)
                .param(stamp(now.plus(limits.pause(now))))
                .update();
            sql.sql("update session_calls set throttled = throttled + 1 where slot = ?")
                .param(stamp(slot(now)))
                .update();
          }
          var left = limits.left();
          var reset = limits.reset();
          if (left != null && reset != null) {
            sql.sql("update session_budget set said_left = ?, said_reset = ?, said_at = ?")
                .params(left, stamp(reset), stamp(now))
                .update();
          }
          return true;
        });
  }

  @Override
  public int left() {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          var gate = gate();
          var ours = gate.hourLimit() - since(gate.now().minus(HOUR));
          var said = gate.saidLeft();
          return (int) Math.max(0, said == null ? ours : Math.min(ours, said));
        }));
  }

  @Override
  public void room(int dropletLimit, int droplets) {
    var _ =
        transaction.execute(_ ->
            sql.sql(
                    """
                    update session_budget set droplet_limit = ?, droplets = ?, room_at = now()
                    """)
                .params(dropletLimit, droplets)
                .update());
  }

  /// Forgets what counts no more.
  void forgetOld() {
    sql.sql("delete from session_calls where slot < ?")
        .param(stamp(Instant.now().minus(KEPT)))
        .update();
  }

  private static Instant slot(Instant now) {
    var millis = SLOT.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis);
  }

  private static Duration atLeast(Duration wait) {
    var least = Duration.ofMillis(100);
    return wait.compareTo(least) < 0 ? least : wait;
  }

  private static Timestamp stamp(Instant at) {
    return Timestamp.from(at);
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
