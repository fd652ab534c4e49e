package dev.overwinter.universe.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.durable.Payloads;
import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.Speeds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The universes and what holds in each. One that was read once is kept: a universe never changes
/// its rules, its speeds or its size.
@Component
class UniverseReads {
  private static final ObjectMapper PAYLOADS = Payloads.mapper();

  private final JdbcClient sql;
  private final Map<String, Universe> known = new ConcurrentHashMap<>();

  UniverseReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// A universe.
  ///
  /// @param id of it
  /// @param name for people
  /// @param laws rules and speeds
  /// @param galaxies how many
  /// @param systems of a galaxy
  /// @param positions of a system
  /// @param startChoice whether players choose their first planet
  /// @param settings the rest
  /// @param createdAt since when
  record Universe(
      String id,
      String name,
      Laws laws,
      int galaxies,
      int systems,
      int positions,
      boolean startChoice,
      UniverseSettings settings,
      Instant createdAt) {}

  /// Reads one value that the worker wrote.
  static <T> T value(ResultSet row, String column, Class<T> type) throws SQLException {
    try {
      return PAYLOADS.readValue(row.getString(column), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("universe: " + column, e);
    }
  }

  Optional<Universe> find(String id) {
    var kept = known.get(id);
    if (kept != null) {
      return Optional.of(kept);
    }
    var read =
        sql.sql("SELECT * FROM universes WHERE id = ?")
            .param(id)
            .query((row, _) -> universe(row))
            .optional();
    read.ifPresent(universe -> known.put(id, universe));
    return read;
  }

  /// One that there is for sure, since something refers to it.
  Universe of(String id) {
    return find(id).orElseThrow(() -> new IllegalStateException("universe " + id));
  }

  List<Universe> all() {
    return sql.sql("SELECT * FROM universes ORDER BY created_at, id")
        .query((row, _) -> universe(row))
        .list();
  }

  private static Universe universe(ResultSet row) throws SQLException {
    return new Universe(
        row.getString("id"),
        row.getString("name"),
        new Laws(
            RuleSetFiles.named(row.getString("rules")),
            new Speeds(
                row.getDouble("speed_economy"),
                row.getDouble("speed_research"),
                row.getDouble("speed_fleet"))),
        row.getInt("galaxies"),
        row.getInt("systems"),
        row.getInt("positions"),
        row.getBoolean("start_choice"),
        value(row, "settings", UniverseSettings.class),
        Objects.requireNonNull(Fields.instant(row, "created_at")));
  }
}
