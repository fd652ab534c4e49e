package dev.overwinter.sessions.web;

import dev.overwinter.durable.Seal;
import dev.overwinter.sessions.Unit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Finds who signs: by the unit that a request names, otherwise by the address. One SELECT each,
/// with the secrets and what the workflow was told last.
@Component
class Signers {
  private static final Logger LOG = LoggerFactory.getLogger(Signers.class);

  private static final String FROM_FOUND =
      """
      SELECT f.unit, s.id, s.tag, s.machine <> '' AS machine, k.sealed,
             s.over_at IS NULL AND s.state NOT IN ('ENDING', 'REFUSED')
               AND (s.unit IS NULL OR s.unit = f.unit) AS live,
             h.told_number, h.told_clients
        FROM found f
        JOIN sessions s ON s.id = f.session_id
        LEFT JOIN session_keys k ON k.unit = f.unit
              AND (k.valid_until IS NULL OR k.valid_until > now()
                   -- Of a session that is over, for who asks again whether it is.
                   OR (s.over_at IS NOT NULL AND k.generation =
                       (SELECT max(generation) FROM session_keys l WHERE l.unit = f.unit)))
        LEFT JOIN session_heartbeats h ON h.unit = f.unit
      """;

  private static final String BY_UNIT =
      """
      WITH found AS (
        SELECT DISTINCT unit, session_id FROM session_keys WHERE unit = :what)
      """
          + FROM_FOUND;

  private static final String BY_ADDRESS =
      """
      WITH found AS (
        SELECT unit, session_id FROM (
          (SELECT unit, id AS session_id, 1 AS rank FROM sessions
            WHERE ipv4 = :what AND unit IS NOT NULL ORDER BY created_at DESC LIMIT 1)
          UNION ALL
          (SELECT k.unit, k.session_id, 2 FROM session_machines m
             JOIN sessions s ON s.id = m.session_id AND s.over_at IS NULL
             JOIN session_keys k ON k.session_id = s.id
            WHERE m.ipv4 = :what LIMIT 1)
          UNION ALL
          SELECT unit, session_id, 3 FROM session_ends e
           WHERE ipv4 = :what
             AND (at > now() - interval '1 day' OR EXISTS (
                  SELECT 1 FROM sessions s WHERE s.id = e.session_id
                     AND (s.over_at IS NULL OR s.over_at > now() - interval '1 day')))
          ) AS all_of_them
        ORDER BY rank LIMIT 1)
      """
          + FROM_FOUND;

  private final JdbcClient sql;
  private final Seal seal;

  Signers(JdbcClient sql, Seal seal) {
    this.sql = sql;
    this.seal = seal;
  }

  /// Who signs under a name; empty for none of ours.
  Optional<Signer> byUnit(String unit) {
    return Unit.parse(unit).flatMap(known -> find(BY_UNIT, known.text()));
  }

  /// Who has an address now, or had it when its session was asked to end.
  Optional<Signer> byAddress(String address) {
    return Addresses.ipv4(address).flatMap(known -> find(BY_ADDRESS, known));
  }

  /// Whether any unit has a secret of its own, so that requests could be signed.
  boolean any() {
    return !sql.sql("SELECT 1 FROM session_keys LIMIT 1").query().listOfRows().isEmpty();
  }

  /// Remembers whose an address is, for when its session is over: what comes from there then is
  /// late, and nobody new. Does nothing with an address that is not the signer's own.
  void remember(String address, Signer signer) {
    sql.sql(
            """
            INSERT INTO session_ends (ipv4, unit, session_id)
            SELECT :ip, :unit, id FROM sessions
             WHERE id = :session AND (ipv4 = :ip OR machine = :ip)
            ON CONFLICT (ipv4) DO UPDATE
              SET unit = excluded.unit, session_id = excluded.session_id, at = now()
            """)
        .param("ip", address)
        .param("unit", signer.unit().text())
        .param("session", signer.sessionId())
        .update();
  }

  /// Whether a signature is used for the first time, or was used by the same unit before: what was
  /// signed for another one is not taken. Safe to repeat.
  boolean mayUse(String signature, Unit unit) {
    sql.sql(
            """
            INSERT INTO session_signatures (signature, unit) VALUES (?, ?)
            ON CONFLICT (signature) DO NOTHING
            """)
        .params(signature, unit.text())
        .update();
    return sql.sql("SELECT unit FROM session_signatures WHERE signature = ?")
        .param(signature)
        .query(String.class)
        .optional()
        .filter(unit.text()::equals)
        .isPresent();
  }

  /// Two days: longer than the largest skew that an operator may set.
  @Scheduled(fixedDelay = 600_000, initialDelay = 240_000)
  void forget() {
    sql.sql("DELETE FROM session_signatures WHERE at < now() - interval '2 days'").update();
    sql.sql(
            """
            DELETE FROM session_ends e WHERE at < now() - interval '1 day' AND NOT EXISTS (
              SELECT 1 FROM sessions s WHERE s.id = e.session_id
                 AND (s.over_at IS NULL OR s.over_at > now() - interval '1 day'))
            """)
        .update();
  }

  private Optional<Signer> find(String query, String what) {
    var rows = sql.sql(query).param("what", what).query(this::row).list();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    var secrets = new ArrayList<String>();
    rows.forEach(row -> secrets.addAll(row.secrets()));
    var one = rows.getFirst();
    return Optional.of(
        new Signer(
            one.unit(),
            one.sessionId(),
            one.tag(),
            one.machine(),
            one.live(),
            secrets,
            one.toldNumber(),
            one.toldClients()));
  }

  private Signer row(ResultSet row, int nth) throws SQLException {
    var unit = Unit.parse(row.getString("unit")).orElseThrow();
    var sealed = row.getString("sealed");
    return new Signer(
        unit,
        row.getString("id"),
        row.getString("tag"),
        row.getBoolean("machine"),
        row.getBoolean("live"),
        sealed == null ? List.of() : open(unit, sealed),
        row.getObject("told_number", Long.class),
        row.getInt("told_clients"));
  }

  /// One that cannot be opened, because the seal is another now, fits nothing.
  private List<String> open(Unit unit, String sealed) {
    try {
      return List.of(seal.open(unit.text(), sealed));
    } catch (IllegalArgumentException e) {
      LOG.warn("a secret of {} cannot be opened: {}", unit, e.getMessage());
      return List.of();
    }
  }
}
