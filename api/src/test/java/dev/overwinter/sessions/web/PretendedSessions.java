package dev.overwinter.sessions.web;

import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import dev.overwinter.sessions.EndOutcome;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Sessions whose workflows are one statement each on real tables, and which remember what they
/// were told.
final class PretendedSessions implements SessionOrders {
  final List<HeartbeatFact> told = new CopyOnWriteArrayList<>();
  final List<String> ended = new CopyOnWriteArrayList<>();
  final AtomicInteger begun = new AtomicInteger();

  /// What a new session is answered; null makes it ready.
  volatile @Nullable Refusal refuses;

  /// Whether new ones take longer than anybody waits.
  volatile boolean slow;

  private final JdbcClient sql;
  private final Seal seal;
  private final AtomicInteger machines = new AtomicInteger(10);

  PretendedSessions(JdbcClient sql, Seal seal) {
    this.sql = sql;
    this.seal = seal;
  }

  /// A session that is there, with a secret of its own.
  ///
  /// @param address empty for none yet
  /// @return its secret
  String session(Unit unit, String state, String address, String owner) {
    row(unit, state, address, owner, "");
    return key(unit, 1);
  }

  String key(Unit unit, int generation) {
    var secret = Secrets.random();
    sql.sql(
            """
            INSERT INTO session_keys (unit, generation, session_id, sealed) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """)
        .params(unit.text(), generation, unit.session().text(), seal.seal(unit.text(), secret))
        .update();
    return secret;
  }

  private void row(Unit unit, String state, String address, String owner, String machine) {
    boolean noUnit = state.equals("RESERVING") || state.equals("CREATING");
    sql.sql(
            """
            INSERT INTO sessions (id, tag, version, state, reason, state_since, joinable, pool,
                   owner, house, price_class, micros_per_hour, machine, unit, droplet_id, ipv4,
                   region, size, snapshot, clients, loose, last_change, spec, created_at, updated_at)
            VALUES (:id, :tag, 1, :state, '', now(), :joinable, '', nullif(:owner, ''), 'admin',
                    'session', 0, :machine, nullif(:unit, ''), 7, nullif(:ip, ''), 'fra1',
                    's-1vcpu-1gb', '1', 0, 0, 'test', '{}', clock_timestamp(), now())
            """)
        .param("id", unit.session().text())
        .param("tag", unit.session().tag().text())
        .param("state", state)
        .param("joinable", state.equals("READY"))
        .param("owner", owner)
        .param("machine", machine)
        .param("unit", noUnit ? "" : unit.text())
        .param("ip", address)
        .update();
  }

  private void request(Lease lease, String id, String tag) {
    sql.sql(
            """
            INSERT INTO session_requests (owner, idempotency_key, session_id, tag, requester, at)
            VALUES (?, ?, ?, ?, ?, now())
            """)
        .params(lease.owner(), lease.idempotencyKey(), id, tag, lease.requester())
        .update();
  }

  @Override
  public boolean begin(SessionSpec spec) {
    begun.incrementAndGet();
    var lease = spec.lease();
    var unit = new Unit(spec.id(), 1);
    row(unit, "CREATING", "", lease == null ? "" : lease.owner(), spec.machine());
    if (lease != null) {
      request(lease, spec.id().text(), spec.tag().text());
    }
    key(unit, 1);
    return true;
  }

  @Override
  public Optional<StartOutcome> awaitReady(ShareTag tag, Duration patience) {
    if (slow) {
      return Optional.empty();
    }
    var why = refuses;
    if (why != null) {
      return Optional.of(new StartOutcome.Refused(why, "no room", Duration.ofSeconds(7)));
    }
    var ip = "203.0.113." + machines.incrementAndGet();
    sql.sql(
            """
            UPDATE sessions SET state = 'READY', joinable = true, ipv4 = coalesce(ipv4, ?),
                   unit = 'ow-sess-' || id || '-a1', ready_at = now()
             WHERE tag = ? AND over_at IS NULL AND state = 'CREATING'
            """)
        .params(ip, tag.text())
        .update();
    return Optional.of(ready(tag));
  }

  private StartOutcome ready(ShareTag tag) {
    var ip =
        sql.sql("SELECT ipv4 FROM sessions WHERE tag = ? AND over_at IS NULL")
            .param(tag.text())
            .query(String.class)
            .single();
    return new StartOutcome.Ready(tag, ip, Instant.now());
  }

  @Override
  public StartOutcome lease(ShareTag tag, Lease lease) {
    int taken =
        sql.sql(
                """
                UPDATE sessions SET state = 'READY', joinable = true, owner = ?
                 WHERE tag = ? AND state = 'WARM'
                """)
            .params(lease.owner(), tag.text())
            .update();
    if (taken == 0) {
      return new StartOutcome.Refused(Refusal.TAKEN, "somebody was faster", Duration.ZERO);
    }
    return ready(tag);
  }

  @Override
  public Optional<EndOutcome> end(ShareTag tag, EndRequest request, Duration patience) {
    int over =
        sql.sql(
                """
                UPDATE sessions SET state = 'ENDED', joinable = false, over_at = now(), ipv4 = NULL,
                       unit = NULL WHERE tag = ? AND over_at IS NULL
                """)
            .param(tag.text())
            .update();
    if (over > 0) {
      ended.add(tag.text());
    }
    return Optional.empty();
  }

  @Override
  public void tell(ShareTag tag, HeartbeatFact fact) {
    told.add(fact);
  }

  @Override
  public void configure(String pool, PoolSettings settings) {
    told.clear();
  }
}
