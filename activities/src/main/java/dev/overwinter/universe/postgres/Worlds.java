package dev.overwinter.universe.postgres;

import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.MarketRule;
import dev.overwinter.universe.ruleset.RuleSet;
import dev.overwinter.universe.ruleset.Speeds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
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
    var settings = UniverseJson.read(row.getString("settings"), UniverseSettings.class);
    return new World(
        row.getString("id"),
        new Laws(
            rules(RuleSetFiles.named(row.getString("rules")), settings),
            new Speeds(
                row.getDouble("speed_economy"),
                row.getDouble("speed_research"),
                row.getDouble("speed_fleet"))),
        row.getInt("galaxies"),
        row.getInt("systems"),
        row.getInt("positions"),
        row.getBoolean("start_choice"),
        settings);
  }

  /// A rule set with what this universe has otherwise.
  private static RuleSet rules(RuleSet rules, UniverseSettings settings) {
    var usual = rules.market();
    var market =
        new MarketRule(
            Objects.requireNonNullElse(settings.tradeFee(), usual.feeRate()),
            Objects.requireNonNullElse(settings.offersExpire(), usual.expiry()),
            usual.guidance());
    return new RuleSet(
        rules.name(),
        rules.title(),
        rules.buildings(),
        rules.research(),
        rules.units(),
        rules.production(),
        rules.size(),
        rules.storage(),
        rules.fields(),
        rules.buildingTime(),
        rules.unitTime(),
        rules.researchTime(),
        rules.labs(),
        rules.labNetwork(),
        rules.builds(),
        rules.studies(),
        rules.yard(),
        rules.demolition(),
        rules.fleet(),
        rules.battle(),
        market,
        rules.start(),
        rules.score(),
        rules.noticePause());
  }
}
