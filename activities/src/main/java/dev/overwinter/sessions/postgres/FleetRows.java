package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.FleetReport;
import dev.overwinter.sessions.PoolView;
import dev.overwinter.sessions.SessionId;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rows of pools and reconciliations, and what is swept with each of the latter. Every method
/// belongs into a transaction.
final class FleetRows {
  private final JdbcClient sql;
  private final PostgresCallBudget budget;

  FleetRows(JdbcClient sql, PostgresCallBudget budget) {
    this.sql = sql;
    this.budget = budget;
  }

  /// Unless a newer one is kept.
  void keepPool(PoolView view) {
    var spec = view.spec();
    var state = view.state();
    var paused = state.pausedUntil();
    var written =
        sql.sql(
                """
                insert into session_pools (id, version, region, size, snapshot, least, most, target,
                  warm, coming, paused_until, why, spec, settings, updated_at)
                values (:id, :version, :region, :size, :snapshot, :least, :most, :target,
                  :warm, :coming, :pausedUntil, :why, :spec::jsonb, :settings::jsonb, now())
                on conflict (id) do update set version = excluded.version, least = excluded.least,
                  most = excluded.most, target = excluded.target, warm = excluded.warm,
                  coming = excluded.coming, paused_until = excluded.paused_until,
                  why = excluded.why, spec = excluded.spec, settings = excluded.settings,
                  updated_at = now()
                where session_pools.version < excluded.version
                """)
            .param("id", spec.id())
            .param("version", view.version())
            .param("region", spec.choice().region())
            .param("size", spec.choice().size())
            .param("snapshot", spec.choice().snapshot())
            .param("least", view.settings().least())
            .param("most", view.settings().most())
            .param("target", view.target())
            .param("warm", state.warm())
            .param("coming", state.members().size() - state.warm())
            .param("pausedUntil", paused == null ? null : Timestamp.from(paused))
            .param("why", state.why())
            .param("spec", SessionJson.of(spec))
            .param("settings", SessionJson.of(view.settings()))
            .update();
    if (written > 0) {
      sql.sql("select pg_notify('pool_changed', ?)").param(spec.id()).query(_ -> {});
    }
  }

  void keepReport(@Nullable FleetReport report, String why) {
    if (report == null) {
      sql.sql(
              """
              insert into session_reconciliations (at, orphans, lost, why)
              values (now(), '{}', '{}', ?)
              """)
          .param(why)
          .update();
    } else {
      keep(report, why);
    }
    sweep();
    sql.sql("select pg_notify('fleet_changed', '')").query(_ -> {});
  }

  private void keep(FleetReport report, String why) {
    var at = Timestamp.from(report.at());
    var known =
        sql.sql("select 1 from session_reconciliations where at = ? and droplets is not null")
            .param(at)
            .query(Integer.class)
            .list();
    if (!known.isEmpty()) {
      return;
    }
    sql.sql(
            """
            insert into session_reconciliations (at, droplets, sessions, orphans, lost, why)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(
            at,
            report.droplets(),
            report.sessions(),
            report.orphans().toArray(String[]::new),
            report.lost().stream().map(SessionId::text).toArray(String[]::new),
            why)
        .update();
    report
        .orphans()
        .forEach(unit ->
            sql.sql("insert into session_orphans (unit, destroyed_at) values (?, ?)")
                .params(unit, at)
                .update());
  }

  private void sweep() {
    sql.sql("delete from session_reconciliations where at < now() - interval '7 days'").update();
    sql.sql("delete from session_requests where ended_at < now() - interval '1 day'").update();
    sql.sql("delete from session_tags where kept_until < now()").update();
    // Those that never were anything but a wish, and what was written about them.
    sql.sql(
            """
            with gone as (
              delete from sessions
              where state = 'REFUSED' and over_at < now() - interval '1 day' returning id)
            delete from session_events using gone where session_id = gone.id
            """)
        .update();
    sql.sql("delete from session_keys where valid_until < now() - interval '7 days'").update();
    budget.forgetOld();
  }
}
