package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.api.Problem;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

  /// Who starts one is kept waiting until this opens; null lets everybody through.
  volatile @Nullable CountDownLatch hold;

  /// How many wait there now.
  final AtomicInteger held = new AtomicInteger();

  /// What becomes of the next workflows that begin.
  volatile Beginning beginning = Beginning.WELL;

  enum Beginning {
    WELL,
    /// The control plane cannot be asked.
    NOBODY_ANSWERS,
    /// It has begun, and who asked never hears of it.
    ANSWER_LOST,
    /// Another session runs under the tag, which is still to be admitted.
    TAG_TAKEN
  }

  private final JdbcClient sql;
  private final Seal seal;
  private final Map<ShareTag, SessionSpec> running = new ConcurrentHashMap<>();
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
    if (!noUnit) {
      sql.sql("INSERT INTO session_addresses (ipv4, unit, session_id) VALUES (?, ?, ?)")
          .params(address, unit.text(), unit.session().text())
          .update();
    }
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

  /// As at the beginning, and nothing waits for somebody.
  void calm() {
    sql.sql("UPDATE sessions SET state = 'ENDED', over_at = now() WHERE state = 'WARM'").update();
    refuses = null;
    slow = false;
    hold = null;
    beginning = Beginning.WELL;
  }

  @Override
  public boolean begin(SessionSpec spec) {
    switch (beginning) {
      case NOBODY_ANSWERS -> throw away();
      case TAG_TAKEN -> {
        sql.sql("INSERT INTO session_tags (tag, session_id, reserved_at) VALUES (?, ?, now())")
            .params(spec.tag().text(), "another-0000001")
            .update();
        beginning = Beginning.WELL;
        return false;
      }
      case ANSWER_LOST -> {
        // Its worker is slow as well: no row says yet that it runs.
        running.put(spec.tag(), spec);
        throw away();
      }
      case WELL -> {}
    }
    if (running.putIfAbsent(spec.tag(), spec) != null) {
      return false;
    }
    admit(spec);
    return true;
  }

  private static Problem away() {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Temporal does not answer.");
  }

  /// The worker gets to what has begun meanwhile.
  void admit(SessionSpec spec) {
    begun.incrementAndGet();
    var lease = spec.lease();
    var unit = new Unit(spec.id(), 1);
    row(unit, "CREATING", "", lease == null ? "" : lease.owner(), spec.machine());
    if (lease != null) {
      request(lease, spec.id().text(), spec.tag().text());
    }
    key(unit, 1);
  }

  /// All that run under the address of a machine, whether or not a row says so.
  List<SessionSpec> on(String machine) {
    return running.values().stream().filter(spec -> spec.machine().equals(machine)).toList();
  }

  @Override
  public Optional<StartOutcome> awaitReady(ShareTag tag, Duration patience) {
    var waits = hold;
    if (waits != null) {
      held.incrementAndGet();
      try {
        assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        held.decrementAndGet();
      }
    }
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
    running.remove(tag);
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
