package dev.overwinter.sessions.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Operators' own machines, which have no droplet, and the secrets that games sign with.
@Component
class Machines {
  /// A unit of a machine: it has no further attempts.
  private static final int ONLY = 1;

  /// The worker makes the first generation of every unit.
  private static final int SECOND = 2;

  private final JdbcClient sql;
  private final TransactionTemplate transactions;
  private final SessionDesk desk;
  private final Seal seal;

  Machines(JdbcClient sql, TransactionTemplate transactions, SessionDesk desk, Seal seal) {
    this.sql = sql;
    this.transactions = transactions;
    this.desk = desk;
    this.seal = seal;
  }

  /// Makes a machine known and begins a session on it, unless one lives there.
  ///
  /// @param address IPv4, as [Addresses] writes it
  /// @param name for people
  /// @param by who registers it
  /// @return what it signs with; empty when a session lives there already
  /// @throws Problem 409 while no worker has said what it offers
  Optional<Registered> register(String address, String name, String by) {
    if (lives(address)) {
      return Optional.empty();
    }
    // Two at once: the second sees the first one's session, or waits for its row.
    return transactions.execute(_ -> {
      sql.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 4712))")
          .param(address)
          .query()
          .listOfRows();
      if (lives(address)) {
        return Optional.empty();
      }
      var spec = desk.beginOn(address).orElseThrow(SessionDesk::off);
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
          .param("session", spec.id().text())
          .param("by", by)
          .update();
      var unit = new Unit(spec.id(), ONLY);
      var secret = Secrets.random();
      addKey(unit.text(), SECOND, spec.id().text(), secret);
      return Optional.of(new Registered(unit, spec.tag(), secret));
    });
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

  /// Whether a session lives on a machine, or is about to: a row may come a moment after its
  /// workflow has begun.
  private boolean lives(String address) {
    return !sql.sql(
            """
            SELECT 1 FROM session_machines m LEFT JOIN sessions s ON s.id = m.session_id
             WHERE m.ipv4 = :ip AND s.over_at IS NULL
               AND (s.id IS NOT NULL OR m.registered_at > now() - interval '1 minute')
            UNION ALL
            SELECT 1 FROM sessions WHERE machine = :ip AND over_at IS NULL
            """)
        .param("ip", address)
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// Forgets a machine; its session ends by itself, or when it is told to.
  boolean remove(String address) {
    return sql.sql("DELETE FROM session_machines WHERE ipv4 = ?").param(address).update() > 0;
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
