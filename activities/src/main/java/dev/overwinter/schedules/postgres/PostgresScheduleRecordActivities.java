package dev.overwinter.schedules.postgres;

import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.Cron;
import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.RunOrder;
import dev.overwinter.schedules.RunOutcome;
import dev.overwinter.schedules.RunView;
import dev.overwinter.schedules.ScheduleChange;
import dev.overwinter.schedules.ScheduleOrder;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.workflow.ScheduleRecordActivities;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The records of schedules in PostgreSQL. Thread-safe; each method is one transaction.
public final class PostgresScheduleRecordActivities implements ScheduleRecordActivities {
  /// Of each schedule.
  static final int KEPT_RUNS = 50;

  private static final Duration KEPT = Duration.ofDays(30);

  /// Longer than any run can take, so its workflow was ended by an operator.
  private static final Duration LOST_AFTER = Duration.ofHours(6);

  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final ScheduleRows rows;
  private final Clock clock;

  /// Works on these rows.
  ///
  /// @param clock by which runs are late
  public PostgresScheduleRecordActivities(
      JdbcClient sql, TransactionOperations transaction, ScheduleRows rows, Clock clock) {
    this.clock = clock;
    this.sql = sql;
    this.transaction = transaction;
    this.rows = rows;
  }

  @Override
  public ChangeOutcome change(ScheduleOrder order) {
    return within(() ->
        switch (order.change()) {
          case ScheduleChange.Create(var plan) -> create(order, plan);
          case ScheduleChange.Replace(var plan) -> replace(order, plan);
          case ScheduleChange.Pause(var why) -> activate(order, false, why);
          case ScheduleChange.Resume _ -> activate(order, true, "");
          case ScheduleChange.Remove _ -> remove(order);
        });
  }

  private ChangeOutcome create(ScheduleOrder order, Plan plan) {
    if (!ScheduleRules.faults(plan).isEmpty()) {
      return ChangeOutcome.INVALID;
    }
    // Held until this is committed: two that come together are counted one after the other, and a
    // server that is about to be deleted takes this one with it.
    var lives =
        sql.sql(
                "select 1 from servers where id = ? and state not in ('DELETING', 'DELETED') for update")
            .param(order.server())
            .query(Integer.class)
            .optional();
    if (lives.isEmpty()) {
      return ChangeOutcome.GONE;
    }
    if (rows.find(order.server(), order.schedule()).isPresent()) {
      return ChangeOutcome.DONE;
    }
    var others =
        sql.sql("select count(*) from schedules where server_id = ?")
            .param(order.server())
            .query(Integer.class)
            .single();
    if (others >= ScheduleRules.MOST) {
      return ChangeOutcome.TOO_MANY;
    }
    sql.sql(
            """
            insert into schedules (server_id, id, version, name, cron, zone, only_if_empty, steps,
              active, why_paused, made_by, made_at, changed_by, changed_at)
            values (:server, :id, nextval('schedule_versions'), :name, :cron, :zone, :empty,
              :steps::jsonb, true, '', :by, now(), :by, now())
            """)
        .param("server", order.server())
        .param("id", order.schedule())
        .param("name", plan.name())
        .param("cron", plan.cron())
        .param("zone", plan.zone())
        .param("empty", plan.onlyIfEmpty())
        .param("steps", ScheduleRows.json(plan.steps()))
        .param("by", order.by())
        .update();
    return ChangeOutcome.DONE;
  }

  private ChangeOutcome replace(ScheduleOrder order, Plan plan) {
    if (!ScheduleRules.faults(plan).isEmpty()) {
      return ChangeOutcome.INVALID;
    }
    return found(
        sql.sql(
                """
                update schedules
                   set version = nextval('schedule_versions'), name = :name, cron = :cron,
                       zone = :zone, only_if_empty = :empty, steps = :steps::jsonb,
                       made_by = :by, changed_by = :by, changed_at = now()
                 where server_id = :server and id = :id
                """)
            .param("server", order.server())
            .param("id", order.schedule())
            .param("name", plan.name())
            .param("cron", plan.cron())
            .param("zone", plan.zone())
            .param("empty", plan.onlyIfEmpty())
            .param("steps", ScheduleRows.json(plan.steps()))
            // From now on it runs on their behalf: it does what they may do.
            .param("by", order.by())
            .update());
  }

  private ChangeOutcome activate(ScheduleOrder order, boolean active, String why) {
    return found(
        sql.sql(
                """
                update schedules
                   set version = nextval('schedule_versions'), active = :active,
                       why_paused = :why, changed_by = :by, changed_at = now(),
                       made_by = case when :active then :by else made_by end
                 where server_id = :server and id = :id
                """)
            .param("server", order.server())
            .param("id", order.schedule())
            .param("active", active)
            .param("why", why)
            .param("by", order.by())
            .update());
  }

  private ChangeOutcome remove(ScheduleOrder order) {
    var _ =
        sql.sql("delete from schedules where server_id = ? and id = ?")
            .params(order.server(), order.schedule())
            .update();
    return ChangeOutcome.DONE;
  }

  private static ChangeOutcome found(int changed) {
    return changed == 0 ? ChangeOutcome.GONE : ChangeOutcome.DONE;
  }

  @Override
  public RunOrder begin(RunView run) {
    return within(() -> {
      var schedule = rows.find(run.server(), run.schedule()).orElse(null);
      var byHand = !run.by().isEmpty();
      if (schedule == null || !(schedule.active() || byHand)) {
        return new RunOrder.Stale();
      }
      write(run);
      if (byHand) {
        return go(schedule, run.by());
      }
      var zone = ScheduleRules.zone(schedule.plan().zone());
      var first = zone.flatMap(known -> Cron.firstOfTwo(run.due(), known));
      if (first.isPresent() && hasRun(run, first.get())) {
        return new RunOrder.Again();
      }
      return ScheduleRules.tooLate(run.due(), clock.instant())
          ? new RunOrder.Missed()
          : go(schedule, schedule.madeBy());
    });
  }

  private static RunOrder go(ScheduleRows.Row schedule, String by) {
    return new RunOrder.Go(by, schedule.plan().onlyIfEmpty(), schedule.plan().steps());
  }

  private boolean hasRun(RunView run, Instant due) {
    return sql.sql(
            """
            select exists (select from schedule_runs
              where server_id = ? and schedule_id = ? and due = ? and by_hand = '')
            """)
        .params(run.server(), run.schedule(), Timestamp.from(due))
        .query(Boolean.class)
        .single();
  }

  @Override
  public void record(RunView run) {
    within(() -> {
      // One that was removed meanwhile takes its runs with it.
      if (rows.find(run.server(), run.schedule()).isPresent()) {
        write(run);
        forget(run);
      }
      return true;
    });
  }

  private void write(RunView run) {
    var ended = run.endedAt();
    sql.sql(
            """
            insert into schedule_runs (id, server_id, schedule_id, due, by_hand, began_at, ended_at,
              outcome, reason, steps)
            values (:id, :server, :schedule, :due, :by, :began, :ended, :outcome, :reason,
              :steps::jsonb)
            on conflict (id) do update
               set ended_at = excluded.ended_at, outcome = excluded.outcome,
                   reason = excluded.reason, steps = excluded.steps
             where schedule_runs.outcome = 'RUNNING'
               and jsonb_array_length(schedule_runs.steps) <= jsonb_array_length(excluded.steps)
            """)
        .param("id", run.id())
        .param("server", run.server())
        .param("schedule", run.schedule())
        .param("due", Timestamp.from(run.due()))
        .param("by", run.by())
        .param("began", Timestamp.from(run.beganAt()))
        .param("ended", ended == null ? null : Timestamp.from(ended))
        .param("outcome", run.outcome().name())
        .param("reason", run.reason())
        .param("steps", ScheduleRows.json(run.steps()))
        .update();
  }

  private void forget(RunView run) {
    if (run.outcome() == RunOutcome.RUNNING) {
      return;
    }
    sql.sql(
            """
            delete from schedule_runs where id in (
              select id from schedule_runs where server_id = ? and schedule_id = ?
              order by began_at desc, id offset ?)
            """)
        .params(run.server(), run.schedule(), KEPT_RUNS)
        .update();
  }

  @Override
  public void tidy(Instant now) {
    within(() -> {
      sql.sql(
              """
              delete from schedules where exists (
                select from servers where servers.id = server_id and servers.state = 'DELETED')
              """)
          .update();
      sql.sql("delete from schedule_runs where began_at < ?")
          .param(Timestamp.from(now.minus(KEPT)))
          .update();
      sql.sql(
              """
              update schedule_runs
                 set outcome = 'CANCELLED', ended_at = ?, reason = 'was ended by an operator'
               where outcome = 'RUNNING' and began_at < ?
              """)
          .params(Timestamp.from(now), Timestamp.from(now.minus(LOST_AFTER)))
          .update();
      return true;
    });
  }

  private <T> T within(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(_ -> work.get()), "result");
  }
}
