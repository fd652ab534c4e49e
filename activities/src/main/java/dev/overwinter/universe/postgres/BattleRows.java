package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.Aftermath;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.combat.BattleResult;
import dev.overwinter.universe.combat.Goods;
import dev.overwinter.universe.order.Spot;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Table `universe_battles`, and who is told of a battle. Every method belongs into a transaction.
final class BattleRows {
  private BattleRows() {}

  /// Who attacks expeditions is no player.
  private static final long NOBODY = 0;

  /// A battle and what came of it.
  ///
  /// @param key the same battle is never kept twice
  /// @param spot where it was
  /// @param attacker who led the attackers; 0 when that was no player
  /// @param strangers what attackers are called that are no players; empty for players
  /// @param attackers all players that attacked
  /// @param defender who led the defenders
  /// @param defenders all players that defended
  /// @param fled ships of the planet that did not wait for it
  /// @param moon the id of the moon that it made; null for none
  record Fought(
      String key,
      Spot spot,
      long attacker,
      String strangers,
      SortedSet<Long> attackers,
      long defender,
      SortedSet<Long> defenders,
      BattleResult result,
      Aftermath after,
      Units fled,
      @Nullable Long moon,
      Instant at) {}

  /// Over a planet.
  static Fought over(
      PlanetRow planet,
      List<FleetRow> attacking,
      List<FleetRow> holding,
      BattleResult result,
      Aftermath after,
      Units fled,
      @Nullable Long moon,
      Instant at) {
    var leader = attacking.getFirst();
    var attackers = new TreeSet<Long>();
    attacking.forEach(fleet -> attackers.add(fleet.player));
    var defenders = new TreeSet<Long>();
    defenders.add(planet.player);
    holding.forEach(fleet -> defenders.add(fleet.player));
    return new Fought(
        leader.id + "@" + at,
        Settler.spot(planet),
        leader.player,
        "",
        attackers,
        planet.player,
        defenders,
        result,
        after,
        fled,
        moon,
        at);
  }

  /// Of an expedition with strangers, which leaves nothing behind.
  static Fought expedition(FleetRow fleet, String strangers, BattleResult result, Instant at) {
    return new Fought(
        fleet.id + "@" + at,
        fleet.target,
        NOBODY,
        strangers,
        new TreeSet<>(),
        fleet.player,
        new TreeSet<>(List.of(fleet.player)),
        result,
        new Aftermath(List.of(), Goods.NONE, Goods.NONE, Map.of(), 0, null),
        Units.NONE,
        null,
        at);
  }

  static String winner(BattleResult.Winner winner) {
    return switch (winner) {
      case ATTACKERS -> "attacker";
      case DEFENDERS -> "defender";
      case DRAW -> "draw";
    };
  }

  /// Keeps it and tells everybody who took part.
  ///
  /// @return its id: the same in push, list and get
  static long write(Turn turn, Fought fought) {
    var spot = fought.spot();
    var outcome = outcome(fought);
    var id =
        turn.sql
            .sql(
                """
                insert into universe_battles (universe, fought, seed, rule, attacker, defender,
                  attackers, defenders, galaxy, system, position, moon, winner, report, at)
                values (:universe, :fought, :seed, :rule, :attacker, :defender, :attackers,
                  :defenders, :galaxy, :system, :position, :moon, :winner, :report::jsonb, :at)
                returning id
                """)
            .param("universe", turn.world.id())
            .param("fought", fought.key())
            .param("seed", fought.result().seed())
            .param("rule", turn.world.laws().rules().name())
            .param("attacker", fought.attacker())
            .param("defender", fought.defender())
            .param("attackers", fought.attackers().toArray(Long[]::new))
            .param("defenders", fought.defenders().toArray(Long[]::new))
            .param("galaxy", spot.galaxy())
            .param("system", spot.system())
            .param("position", spot.position())
            .param("moon", spot.moon())
            .param("winner", winner(fought.result().winner()))
            .param("report", UniverseJson.of(report(fought, outcome)))
            .param("at", Timestamp.from(fought.at()))
            .query(Long.class)
            .single();
    var everybody = new TreeSet<>(fought.attackers());
    everybody.addAll(fought.defenders());
    var news = new LinkedHashMap<String, Object>();
    news.put("report_id", id);
    news.put("created_at", fought.at());
    news.put("location", Turn.location(spot));
    news.put("outcome", outcome);
    everybody.forEach(player -> {
      turn.letters.event(player, "battle_report", news, fought.at());
      turn.letters.notice(player, "battle_report", news, "critical", fought.at());
    });
    return id;
  }

  /// The contract's form.
  private static Map<String, Object> outcome(Fought fought) {
    var result = fought.result();
    var outcome = new LinkedHashMap<String, Object>();
    outcome.put("winner", winner(result.winner()));
    outcome.put("attacker_power", result.attackers().power());
    outcome.put("defender_power", result.defenders().power());
    outcome.put("attacker_remaining_power", result.attackers().remainingPower());
    outcome.put("defender_remaining_power", result.defenders().remainingPower());
    outcome.put("attacker_losses", sum(result.attackers(), true));
    outcome.put("defender_losses", sum(result.defenders(), true));
    outcome.put("attacker_remaining", sum(result.attackers(), false));
    outcome.put("defender_remaining", sum(result.defenders(), false));
    outcome.put("resolved_at", fought.at());
    outcome.put("location", Turn.location(fought.spot()));
    return outcome;
  }

  private static Map<String, Long> sum(BattleResult.Side side, boolean lost) {
    var sum = new TreeMap<String, Long>();
    side.fleets()
        .forEach(fleet ->
            (lost ? fleet.lost() : fleet.remaining())
                .forEach((unit, count) -> sum.merge(unit, count, Math::addExact)));
    return sum;
  }

  /// The contract's outcome, and beside it all that there is to know.
  private static Map<String, Object> report(Fought fought, Map<String, Object> outcome) {
    var after = fought.after();
    var report = new LinkedHashMap<String, Object>();
    report.put("outcome", outcome);
    report.put("attacker_name", fought.strangers());
    report.put("result", fought.result());
    report.put("loot", Battles.whole(Armouries.resources(after.loot())));
    report.put("debris", Battles.whole(Armouries.resources(after.debris())));
    report.put("repaired", after.repaired());
    report.put("fled", fought.fled());
    report.put("moon_percent", after.moonPercent());
    report.put("moon_planet_id", fought.moon());
    report.put("micros_per_unit", Resources.MICROS);
    return report;
  }
}
