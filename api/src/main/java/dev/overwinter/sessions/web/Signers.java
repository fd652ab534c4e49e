package dev.overwinter.sessions.web;

import dev.overwinter.durable.Seal;
import dev.overwinter.sessions.Unit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Finds who may sign: by the unit that a request names, otherwise by the address. One SELECT each,
/// with the secrets and what the workflow was told last.
///
/// An address has had several units after a while, and a game whose answer was lost asks again when
/// its address is already another's. So everybody who had it lately is found, whoever has it now
/// first; the signature says which of them it is.
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
       ORDER BY f.rank, f.since DESC, f.unit
      """;

  /// How many of those that had an address before are asked for: a flood of short sessions on one
  /// address must not make each of its heartbeats dear.
  private static final int BEFORE = 16;

  private static final String BY_UNIT =
      """
      WITH found AS (
        SELECT DISTINCT unit, session_id, 1 AS rank, now() AS since
          FROM session_keys WHERE unit = :what)
      """
          + FROM_FOUND;

  private static final String BY_ADDRESS =
      """
      WITH found AS (
        SELECT DISTINCT ON (unit) unit, session_id, rank, since FROM (
          (SELECT unit, id AS session_id, 1 AS rank, created_at AS since FROM sessions
            WHERE ipv4 = :what AND unit IS NOT NULL ORDER BY created_at DESC LIMIT 1)
          UNION ALL
          (SELECT k.unit, k.session_id, 2, now() FROM session_machines m
             JOIN sessions s ON s.id = m.session_id AND s.over_at IS NULL
             JOIN session_keys k ON k.session_id = s.id
            WHERE m.ipv4 = :what LIMIT 1)
          UNION ALL
          (SELECT a.unit, a.session_id, 3, a.since FROM session_addresses a
             JOIN sessions s ON s.id = a.session_id
            WHERE a.ipv4 = :what AND (s.over_at IS NULL OR s.over_at > now() - interval '1 day')
            ORDER BY a.since DESC LIMIT %d)
          ) AS all_of_them
        ORDER BY unit, rank)
      """
              .formatted(BEFORE)
          + FROM_FOUND;

  private final JdbcClient sql;
  private final Seal seal;

  Signers(JdbcClient sql, Seal seal) {
    this.sql = sql;
    this.seal = seal;
  }

  /// Who signs under a name: one, or none of ours.
  List<Signer> byUnit(String unit) {
    return Unit.parse(unit).map(known -> find(BY_UNIT, known.text())).orElse(List.of());
  }

  /// Who has an address now, then who had it within a day, the latest first.
  List<Signer> byAddress(String address) {
    return Addresses.ipv4(address).map(known -> find(BY_ADDRESS, known)).orElse(List.of());
  }

  /// Whether any unit has a secret of its own, so that requests could be signed.
  boolean any() {
    return !sql.sql("SELECT 1 FROM session_keys LIMIT 1").query().listOfRows().isEmpty();
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
            DELETE FROM session_addresses a WHERE NOT EXISTS (
              SELECT 1 FROM sessions s WHERE s.id = a.session_id
                 AND (s.over_at IS NULL OR s.over_at > now() - interval '1 day'))
            """)
        .update();
  }

  /// A row for each secret becomes one signer for each unit, in the order of the rows.
  private List<Signer> find(String query, String what) {
    var found = new LinkedHashMap<Unit, Signer>();
    sql.sql(query)
        .param("what", what)
        .query(this::row)
        .list()
        .forEach(row -> found.merge(row.unit(), row, Signer::and));
    return List.copyOf(found.values());
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
