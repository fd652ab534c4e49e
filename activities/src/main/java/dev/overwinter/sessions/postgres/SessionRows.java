package dev.overwinter.sessions.postgres;

import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.SessionState.Booting;
import dev.overwinter.sessions.SessionState.Creating;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.Unit;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Table `sessions` and what is written together with it. Every method belongs into a transaction.
final class SessionRows {
  private final JdbcClient sql;
  private final SessionsSettings settings;
  private final Restoration restoration;

  /// What became of a row.
  private enum Written {
    ANEW,
    OVER
  }

  SessionRows(JdbcClient sql, SessionsSettings settings) {
    this.sql = sql;
    this.settings = settings;
    restoration = new Restoration(sql);
  }

  /// Keeps a view, unless a newer one is kept.
  void keep(SessionView view) {
    event(view);
    var written = write(view);
    if (written.isEmpty()) {
      return;
    }
    if (written.get() == Written.ANEW) {
      restoration.write(view);
    }
    told(view);
    address(view);
    if (view.state().over()) {
      release(view);
    }
    sql.sql("select pg_notify('session_changed', ?)").param(id(view)).query(_ -> {});
  }

  private static String id(SessionView view) {
    return view.spec().id().text();
  }

  /// Of a view that is newer than the row and says something else about what the session is doing.
  private void event(SessionView view) {
    sql.sql(
            """
            insert into session_events (session_id, version, at, state, reason, cause)
            select :id, :version, :at, :state, :reason, :cause
            where not exists (select from sessions where id = :id
              and (version >= :version or (version > 0 and state = :state and reason = :reason)))
            on conflict do nothing
            """)
        .param("id", id(view))
        .param("version", view.version())
        .param("at", Timestamp.from(view.state().since()))
        .param("state", view.state().label())
        .param("reason", view.state().reason())
        .param("cause", view.lastChange())
        .update();
  }

  /// Empty when a newer one is kept. Whoever is admitted has a row: one that is written here for
  /// the first time was refused, or forgotten.
  private Optional<Written> write(SessionView view) {
    var spec = view.spec();
    var state = view.state();
    var lease = view.lease();
    var host = view.host();
    var choice = choice(view);
    var heard = view.presence().last();
    return sql.sql(
            """
            insert into sessions (id, tag, version, state, reason, state_since, joinable, pool, owner,
              house, price_class, micros_per_hour, machine, unit, droplet_id, ipv4, region, size,
              snapshot, clients, heard_at, empty_since, ends_at, loose, last_change, spec, created_at,
              ready_at, over_at, updated_at)
            values (:id, :tag, :version, :state, :reason, :since, :joinable, :pool, :owner,
              :house, :priceClass, 0, :machine, :unit, :droplet, :ipv4, :region, :size,
              :snapshot, :clients, :heardAt, :emptySince, :endsAt, :loose, :lastChange, :spec::jsonb,
              :createdAt, :readyAt, :overAt, now())
            on conflict (id) do update set version = excluded.version, state = excluded.state,
              reason = excluded.reason, state_since = excluded.state_since,
              joinable = excluded.joinable, owner = coalesce(excluded.owner, sessions.owner),
              unit = excluded.unit, droplet_id = excluded.droplet_id, ipv4 = excluded.ipv4,
              region = coalesce(nullif(excluded.region, ''), sessions.region),
              size = coalesce(nullif(excluded.size, ''), sessions.size),
              snapshot = coalesce(nullif(excluded.snapshot, ''), sessions.snapshot),
              clients = excluded.clients, heard_at = excluded.heard_at,
              empty_since = excluded.empty_since, ends_at = excluded.ends_at,
              loose = excluded.loose, last_change = excluded.last_change,
              ready_at = coalesce(sessions.ready_at, excluded.ready_at),
              over_at = excluded.over_at, updated_at = now()
            where sessions.version < excluded.version
            returning xmax = 0 as anew
            """)
        .param("id", id(view))
        .param("tag", spec.tag().text())
        .param("version", view.version())
        .param("state", state.label())
        .param("reason", state.reason())
        .param("since", Timestamp.from(state.since()))
        .param("joinable", state instanceof SessionState.Ready)
        .param("pool", spec.pool())
        .param("owner", lease == null ? null : lease.owner())
        .param("house", spec.house())
        .param("priceClass", spec.priceClass())
        .param("machine", spec.machine())
        .param("unit", view.unit().map(Unit::text).orElse(null))
        .param("droplet", view.droplet())
        .param("ipv4", host.map(found -> found.ipv4()).orElse(null))
        .param("region", choice.map(Choice::region).orElse(""))
        .param("size", choice.map(Choice::size).orElse(""))
        .param("snapshot", choice.map(Choice::snapshot).orElse(""))
        .param("clients", view.presence().clients())
        .param("heardAt", stamp(heard == null ? null : heard.at()))
        .param("emptySince", stamp(view.presence().emptySince()))
        .param("endsAt", stamp(view.endsAt()))
        .param("loose", view.loose().size())
        .param("lastChange", view.lastChange())
        .param("spec", SessionJson.of(spec))
        .param("createdAt", Timestamp.from(view.createdAt()))
        .param("readyAt", stamp(state instanceof SessionState.Ready s ? s.since() : null))
        .param("overAt", stamp(state.over() ? state.since() : null))
        .query((row, _) -> row.getBoolean("anew") ? Written.ANEW : Written.OVER)
        .optional();
  }

  /// What it is made of, or is asked for; empty when the state does not say.
  private static Optional<Choice> choice(SessionView view) {
    var choices = view.spec().choices();
    return switch (view.state()) {
      case Creating s -> Optional.of(choices.get(s.choice()));
      case Booting s -> Optional.of(choices.get(s.choice()));
      default ->
          view.host().stream()
              .flatMap(
                  host -> choices.stream().filter(choice -> choice.region().equals(host.region())))
              // Of several sizes in a region the row has known since CREATING which one it is.
              .findFirst()
              .filter(found ->
                  choices.stream().filter(c -> c.region().equals(found.region())).count() == 1);
    };
  }

  /// The workflow has taken this heartbeat: see [dev.overwinter.sessions.HeartbeatFact#isNews].
  private void told(SessionView view) {
    var last = view.presence().last();
    if (last != null) {
      sql.sql(
              """
              update session_heartbeats set told_number = :number, told_clients = :clients
              where unit = :unit and coalesce(told_number, 0) < :number
              """)
          .param("unit", last.unit().text())
          .param("number", last.number())
          .param("clients", last.clients())
          .update();
    }
  }

  /// Whose an address is, for as long as its game may ask again what became of an end whose answer
  /// it did not hear: the row forgets the address when the droplet is gone.
  private void address(SessionView view) {
    if (view.host().isEmpty() || view.unit().isEmpty()) {
      return;
    }
    sql.sql(
            """
            insert into session_addresses (ipv4, unit, session_id) values (?, ?, ?)
            on conflict do nothing
            """)
        .params(view.host().get().ipv4(), view.unit().get().text(), id(view))
        .update();
  }

  /// It is over: its place, its tag after the quarantine, and its keys at once, so that no
  /// heartbeat of it is ever taken again.
  private void release(SessionView view) {
    var id = id(view);
    sql.sql(
            """
            update session_tags set kept_until = now() + make_interval(secs => ?)
            where session_id = ? and kept_until is null
            """)
        .params((double) settings.quarantine().toSeconds(), id)
        .update();
    sql.sql(
            "update session_requests set ended_at = now() where session_id = ? and ended_at is null")
        .param(id)
        .update();
    sql.sql(
            """
            update session_keys set valid_until = now()
            where session_id = ? and (valid_until is null or valid_until > now())
            """)
        .param(id)
        .update();
    sql.sql("delete from session_heartbeats where session_id = ?").param(id).update();
  }

  private static @Nullable Timestamp stamp(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }
}
