package dev.overwinter.universe.postgres;

import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.Speeds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Universes, each read once: their rows never change. Thread-safe.
final class Worlds {
  private final JdbcClient sql;
  private final Map<String, World> known = new ConcurrentHashMap<>();

  Worlds(JdbcClient sql) {
    this.sql = sql;
  }

  Optional<World> find(String id) {
    var world = known.get(id);
    if (world != null) {
      return Optional.of(world);
    }
    var found =
        sql.sql("select * from universes where id = ?").param(id).query(Worlds::world).optional();
    found.ifPresent(one -> known.put(id, one));
    return found;
  }

  /// One that is there.
  World get(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalStateException("universe " + id + " is not there"));
  }

  private static World world(ResultSet row, int number) throws SQLException {
    return new World(
        row.getString("id"),
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
        UniverseJson.read(row.getString("settings"), UniverseSettings.class));
  }
}
