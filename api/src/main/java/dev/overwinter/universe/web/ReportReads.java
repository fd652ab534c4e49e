package dev.overwinter.universe.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reports of battles, which both sides may read, and of espionage, which its sender may read and
/// who was looked at.
@Component
class ReportReads {
  private final JdbcClient sql;
  private final JsonMapper json;

  ReportReads(JdbcClient sql, JsonMapper json) {
    this.sql = sql;
    this.json = json;
  }

  /// Where something was.
  record Place(int galaxy, int system, int position, boolean moon) {}

  /// A battle.
  ///
  /// @param id of it
  /// @param attacker who led the attack
  /// @param attackerName for people
  /// @param defender who was attacked
  /// @param defenderName for people
  /// @param at where
  /// @param winner attacker, defender or draw
  /// @param rule by which rules
  /// @param report the rest
  /// @param createdAt when
  record Battle(
      long id,
      long attacker,
      String attackerName,
      long defender,
      String defenderName,
      Place at,
      String winner,
      String rule,
      JsonNode report,
      Instant createdAt) {}

  /// What probes saw.
  ///
  /// @param id of it
  /// @param attacker whose probes
  /// @param defender null when nobody lived there
  /// @param at where
  /// @param report what they saw
  /// @param createdAt when
  record Spied(
      long id,
      long attacker,
      @Nullable Long defender,
      Place at,
      JsonNode report,
      Instant createdAt) {}

  private static final String BATTLES =
      """
      SELECT b.*, coalesce(a.username, b.report ->> 'attacker_name') AS attacker_name,
             d.username AS defender_name
        FROM universe_battles b
        LEFT JOIN universe_players a ON a.id = b.attacker JOIN universe_players d ON d.id = b.defender
       WHERE (b.attackers @> ARRAY[:player] OR b.defenders @> ARRAY[:player])
      """;

  /// Those in which a player took part, newest first.
  List<Battle> battles(long player, int most, int skip) {
    return sql.sql(BATTLES + " ORDER BY b.id DESC LIMIT :most OFFSET :skip")
        .param("player", player)
        .param("most", most)
        .param("skip", skip)
        .query((row, _) -> battle(row))
        .list();
  }

  /// One, if the player took part in it.
  Optional<Battle> battle(long player, long id) {
    return sql.sql(BATTLES + " AND b.id = :id")
        .param("player", player)
        .param("id", id)
        .query((row, _) -> battle(row))
        .optional();
  }

  private Battle battle(ResultSet row) throws SQLException {
    return new Battle(
        row.getLong("id"),
        row.getLong("attacker"),
        row.getString("attacker_name"),
        row.getLong("defender"),
        row.getString("defender_name"),
        place(row),
        row.getString("winner"),
        row.getString("rule"),
        json.readTree(row.getString("report")),
        at(row));
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(
        row.getInt("galaxy"), row.getInt("system"), row.getInt("position"), row.getBoolean("moon"));
  }

  private static Instant at(ResultSet row) throws SQLException {
    return Objects.requireNonNull(Fields.instant(row, "at"));
  }

  private static final String SPIED =
      "SELECT * FROM universe_spy_reports WHERE (attacker = :player OR defender = :player)";

  /// Those that concern a player, newest first.
  List<Spied> spied(long player, int most, int skip) {
    return sql.sql(SPIED + " ORDER BY id DESC LIMIT :most OFFSET :skip")
        .param("player", player)
        .param("most", most)
        .param("skip", skip)
        .query((row, _) -> spied(row))
        .list();
  }

  /// One, if it concerns the player.
  Optional<Spied> spied(long player, long id) {
    return sql.sql(SPIED + " AND id = :id")
        .param("player", player)
        .param("id", id)
        .query((row, _) -> spied(row))
        .optional();
  }

  private Spied spied(ResultSet row) throws SQLException {
    return new Spied(
        row.getLong("id"),
        row.getLong("attacker"),
        Fields.number(row, "defender"),
        place(row),
        json.readTree(row.getString("report")),
        at(row));
  }
}
