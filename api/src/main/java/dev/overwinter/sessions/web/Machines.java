package dev.overwinter.sessions.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Operators' own machines, which have no droplet, and the secrets that games sign with.
///
/// A registration is written down before its workflow begins, and begins under the id that was
/// written: whatever dies between, the next registration of the address goes on with it, and no
/// machine has two sessions.
@Component
class Machines {
  /// A unit of a machine: it has no further attempts.
  private static final int ONLY = 1;

  /// The worker makes the first generation of every unit.
  private static final int SECOND = 2;

  private static final int TAG_TRIES = 8;

  /// Who registers those that nobody has named.
  static final String HEARTBEAT = "heartbeat";

  private final JdbcClient sql;
  private final TransactionTemplate transactions;
  private final SessionReads reads;
  private final SessionDesk desk;
  private final Seal seal;
  private final int most;

  Machines(
      JdbcClient sql,
      TransactionTemplate transactions,
      SessionReads reads,
      SessionDesk desk,
      Seal seal,
      ApiConfig config) {
    this.sql = sql;
    this.transactions = transactions;
    this.reads = reads;
    this.desk = desk;
    this.seal = seal;
    this.most = config.sessions().machines();
  }

  /// Makes a machine known and begins a session on it, unless one lives there. May be repeated: a
  /// session that was about to begin is the same one then, with one secret more.
  ///
  /// @param address IPv4, as [Addresses] writes it
  /// @param name for people
  /// @param by who registers it; [#HEARTBEAT] for itself
  /// @return what it signs with; empty when a session lives there already
  /// @throws Problem 409 while no worker has said what it offers, 429 when it registers itself and
  ///   there are enough of these, 503 while the control plane does not answer
  Optional<Registered> register(String address, String name, String by) {
    for (int tries = 1; tries <= TAG_TRIES; tries++) {
      var plan = plan(address, name, by);
      if (plan.isEmpty()) {
        return Optional.empty();
      }
      // Outside of the transaction: nobody's row is locked while Temporal thinks.
      if (desk.beginOn(address, plan.get().session()) || isIts(plan.get().session())) {
        return Optional.of(plan.get().registered());
      }
      giveUp(address, plan.get().session());
    }
    throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "No tag is free at the moment.")
        .retryAfter(Duration.ofMinutes(1));
  }

  /// A session that is to begin, and a secret that its game may sign with.
  private record Plan(SessionId session, String secret) {
    Registered registered() {
      return new Registered(new Unit(session, ONLY), session.tag(), secret);
    }

    @Override
    public String toString() {
      return "Plan[" + session + "]";
    }
  }

  /// A machine that is known from now on.
  ///
  /// @param unit under which name it signs
  /// @param tag of its session
  /// @param secret what it signs with, shown this once
  record Registered(Unit unit, ShareTag tag, String secret) {
    @Override
    public String toString() {
      return "Registered[" + unit + "]";
    }
  }

  private Optional<Plan> plan(String address, String name, String by) {
    desk.requireOffer();
    return transactions.execute(_ -> {
      sql.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 4712))")
          .param(address)
          .query()
          .listOfRows();
      if (lives(address)) {
        return Optional.empty();
      }
      if (by.equals(HEARTBEAT)) {
        requireRoom(address);
      }
      var session = begunBefore(address).orElseGet(desk::newId);
      forgetOther(address, session);
      sql.sql(
              """
              INSERT INTO session_machines (ipv4, name, session_id, registered_by)
              VALUES (:ip, :name, :session, :by)
              ON CONFLICT (ipv4) DO UPDATE
                SET session_id = excluded.session_id, registered_by = excluded.registered_by,
                    registered_at = now(),
                    name = CASE WHEN excluded.name = '' THEN session_machines.name
                                ELSE excluded.name END
              """)
          .param("ip", address)
          .param("name", name)
          .param("session", session.text())
          .param("by", by)
          .update();
      var secret = Secrets.random();
      addKey(new Unit(session, ONLY).text(), SECOND, session.text(), secret);
      return Optional.of(new Plan(session, secret));
    });
  }

  /// Which session was to begin on a machine and has left no trace yet: its workflow may run all
  /// the same, and a second one beside it must not.
  private Optional<SessionId> begunBefore(String address) {
    return sql.sql(
            """
            SELECT m.session_id FROM session_machines m
             WHERE m.ipv4 = ? AND m.session_id IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = m.session_id)
            """)
        .param(address)
        .query(String.class)
        .optional()
        .flatMap(SessionId::parse)
        .filter(this::isIts);
  }

  /// Whether a session has its tag, or nobody has it yet: then whoever has begun under it is
  /// itself.
  private boolean isIts(SessionId session) {
    return sql.sql(
            """
            SELECT session_id FROM session_tags
             WHERE tag = ? AND (kept_until IS NULL OR kept_until > now())
            """)
        .param(session.tag().text())
        .query(String.class)
        .optional()
        .map(session.text()::equals)
        .orElse(true);
  }

  /// Another session has the tag: this one never begins.
  private void giveUp(String address, SessionId session) {
    transactions.executeWithoutResult(_ -> {
      sql.sql("UPDATE session_machines SET session_id = NULL WHERE ipv4 = ? AND session_id = ?")
          .params(address, session.text())
          .update();
      sql.sql("DELETE FROM session_keys WHERE session_id = ?").param(session.text()).update();
    });
  }

  private void addKey(String unit, int least, String session, String secret) {
    sql.sql(
            """
            INSERT INTO session_keys (unit, generation, session_id, sealed)
            SELECT :unit, greatest(:least, coalesce(max(generation), 0) + 1), :session, :sealed
              FROM session_keys WHERE unit = :unit
            """)
        .param("unit", unit)
        .param("least", least)
        .param("session", session)
        .param("sealed", seal.seal(unit, secret))
        .update();
  }

  /// Whether a session lives on a machine.
  boolean lives(String address) {
    return !sql.sql("SELECT 1 FROM sessions WHERE machine = ? AND over_at IS NULL LIMIT 1")
        .param(address)
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// Whoever has the shared secret could otherwise name addresses without end. Counted one after
  /// the other, so that many at once are no more than one by one.
  private void requireRoom(String address) {
    sql.sql("SELECT pg_advisory_xact_lock(4714)").query().listOfRows();
    int others =
        sql.sql(
                """
                SELECT count(*) FROM session_machines m LEFT JOIN sessions s ON s.id = m.session_id
                 WHERE m.registered_by = ? AND m.ipv4 <> ? AND m.session_id IS NOT NULL
                   AND s.over_at IS NULL
                """)
            .params(HEARTBEAT, address)
            .query(Integer.class)
            .single();
    if (others >= most) {
      throw Problem.of(
              HttpStatus.TOO_MANY_REQUESTS,
              "There are enough machines that registered themselves. Ask an operator.")
          .retryAfter(Duration.ofMinutes(1));
    }
  }

  /// Secrets of one that was to begin and never will.
  private void forgetOther(String address, SessionId session) {
    sql.sql(
            """
            DELETE FROM session_keys k USING session_machines m
             WHERE m.ipv4 = ? AND k.session_id = m.session_id AND m.session_id <> ?
               AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = m.session_id)
            """)
        .params(address, session.text())
        .update();
  }

  /// Ends the session of a machine, so that nobody is sent there any more, and forgets the machine.
  /// Its game may go on to send heartbeats: they are those of a session that is over. Safe to
  /// repeat.
  ///
  /// @return false when there is no such machine
  /// @throws Problem 503 while the control plane does not answer; nothing is forgotten then
  boolean remove(String address, String by) {
    reads
        .onMachine(address)
        .ifPresent(session -> {
          remember(address, session);
          desk.end(session, by, true, Duration.ZERO);
        });
    begunBefore(address).ifPresent(session -> desk.endUnseen(session, by));
    return sql.sql("DELETE FROM session_machines WHERE ipv4 = ?").param(address).update() > 0;
  }

  private void remember(String address, SessionRow session) {
    var known = SessionId.parse(session.id()).orElseThrow();
    sql.sql(
            """
            INSERT INTO session_addresses (ipv4, unit, session_id) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING
            """)
        .params(address, new Unit(known, ONLY).text(), session.id())
        .update();
  }

  /// Gives a game another secret; those before hold for as long as said, so that it can be told.
  ///
  /// @return the new one, shown this once
  /// @throws Problem 409 while the session has no unit, so that nothing signs for it
  String rotate(SessionRow session, Duration overlap) {
    if (session.unit().isEmpty()) {
      throw Problem.of(
              HttpStatus.CONFLICT, "Nothing runs for this session that could sign anything.")
          .code("NO_UNIT");
    }
    var secret = Secrets.random();
    transactions.executeWithoutResult(_ -> {
      var unit = session.unit();
      sql.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 4713))")
          .param(unit)
          .query()
          .listOfRows();
      sql.sql(
              """
              UPDATE session_keys
                 SET valid_until = least(valid_until, now() + :seconds * interval '1 second')
               WHERE unit = :unit
              """)
          .param("seconds", overlap.toSeconds())
          .param("unit", unit)
          .update();
      addKey(unit, ONLY, session.id(), secret);
    });
    return secret;
  }
}
