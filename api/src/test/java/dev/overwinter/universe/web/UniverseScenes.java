package dev.overwinter.universe.web;

import static java.util.Objects.requireNonNull;

import dev.overwinter.platform.Platform;
import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.AfterBattle;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.combat.Battle;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.Goods;
import dev.overwinter.universe.combat.Technology;
import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.planet.BuildRules;
import dev.overwinter.universe.planet.PlanetMove;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.shipyard.YardRules;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What has happened in a universe, so that its pages have something of everything to show.
final class UniverseScenes {
  private final JdbcClient sql = Platform.shared().sql();
  private final PretendedUniverse universe;

  UniverseScenes(PretendedUniverse universe) {
    this.universe = universe;
  }

  /// A planet on which a lot goes on.
  void busy(long planet, Laws laws, Map<String, Integer> buildings, Map<String, Long> units) {
    var now = Instant.now();
    universe.change(
        planet,
        state ->
            state
                .withBuildings(new Levels(buildings))
                .withUnits(new Units(units))
                .withStock(Resources.ofUnits(12_345, 6_789, 2_345)));
    universe.change(planet, state -> next(BuildRules.build(laws, state, "metal_mine", now)));
    universe.change(planet, state -> next(BuildRules.build(laws, state, "solar_plant", now)));
    universe.change(
        planet, state -> next(YardRules.order(laws, state, "light_fighter", 3, 0, now)));
  }

  private static PlanetState next(Outcome<PlanetMove> outcome) {
    if (outcome instanceof Outcome.Accepted<PlanetMove>(var move)) {
      return move.next();
    }
    throw new IllegalStateException(outcome.toString());
  }

  /// What a player knows.
  void knows(long player, Map<String, Integer> techs) {
    sql.sql(
            """
            UPDATE universe_players SET research = jsonb_set(research, '{levels}', ?::jsonb)
             WHERE id = ?
            """)
        .params(PretendedUniverse.json(new Levels(techs)), player)
        .update();
    sql.sql(
            """
            UPDATE universe_planets SET state = jsonb_set(state, '{techs}', ?::jsonb)
             WHERE player = ?
            """)
        .params(PretendedUniverse.json(new Levels(techs)), player)
        .update();
  }

  /// Points and rank, as the daily count leaves them.
  void points(long player, long total, int rank) {
    sql.sql(
            """
            UPDATE universe_players SET points_total = :all, points_economy = :all / 2,
                   points_research = :all / 5, points_military = :all / 3, rank = :rank
             WHERE id = :id
            """)
        .param("all", total)
        .param("rank", rank)
        .param("id", player)
        .update();
  }

  /// A fleet that left some time ago and has as long again to fly.
  String fleet(
      long player,
      long planet,
      long target,
      Coordinate to,
      String mission,
      Map<String, Long> units,
      Duration half) {
    var id = "scene-" + player + "-" + mission.toLowerCase(java.util.Locale.ROOT) + "-" + planet;
    var now = Instant.now();
    sql.sql(
            """
            INSERT INTO universe_fleets (id, number, universe, player, mission, state,
                   origin_planet, origin_galaxy, origin_system, origin_position, origin_moon,
                   target_galaxy, target_system, target_position, target_moon, target_player,
                   units, units_sent, metal, books, speed_percent, departs_at, arrives_at,
                   returns_at, due_at, due_galaxy, due_system, due_position, due_moon)
            SELECT :id, nextval('universe_fleet_numbers'), universe, player, :mission, 'OUTBOUND',
                   id, galaxy, system, position, moon, :g, :s, :p, false,
                   nullif(:target, 0), :units::jsonb, :units::jsonb, 300000000, '{}', 100,
                   :departs, :arrives, :returns, :arrives, :g, :s, :p, false
              FROM universe_planets WHERE id = :planet
            """)
        .param("id", id)
        .param("mission", mission)
        .param("g", to.galaxy())
        .param("s", to.system())
        .param("p", to.position())
        .param("target", target)
        .param("units", PretendedUniverse.json(new Units(units)))
        .param("departs", Timestamp.from(now.minus(half)))
        .param("arrives", Timestamp.from(now.plus(half)))
        .param("returns", Timestamp.from(now.plus(half.multipliedBy(3))))
        .param("planet", planet)
        .update();
    return id;
  }

  /// Somebody is told something.
  void told(long player, String type, String priority, String payload, boolean read) {
    letter(player, "notification", type, null, priority, payload, read);
  }

  /// Somebody is written to.
  void written(long player, long sender, String subject, String body) {
    letter(
        player,
        "message",
        "message",
        sender,
        "normal",
        PretendedUniverse.json(Map.of("subject", subject, "body", body)),
        false);
  }

  private void letter(
      long player,
      String folder,
      String type,
      @org.jspecify.annotations.Nullable Long sender,
      String priority,
      String payload,
      boolean read) {
    sql.sql(
            """
            INSERT INTO universe_messages (player, folder, type, sender, payload, priority,
                   created_at, read_at)
            VALUES (:player, :folder, :type, :sender, :payload::jsonb, :priority, now(),
                    CASE WHEN :read THEN now() END)
            """)
        .param("player", player)
        .param("folder", folder)
        .param("type", type)
        .param("sender", sender)
        .param("payload", payload)
        .param("priority", priority)
        .param("read", read)
        .update();
  }

  /// A battle, fought by the engine and reported as the worker reports it.
  long battle(
      long attacker,
      long defender,
      String rules,
      Map<String, Long> attack,
      Map<String, Long> defence) {
    var set = RuleSetFiles.named(rules);
    var order =
        new BattleOrder(
            Armouries.of(set),
            List.of(BattleFleet.of("fleet-a", "" + attacker, Technology.of(3, 2, 4), attack)),
            List.of(BattleFleet.of("planet-1", "" + defender, Technology.of(2, 3, 2), defence)));
    var result = Battle.fight(order, Armouries.rules(set.battle()), 42);
    var after =
        AfterBattle.settle(
            order,
            result,
            new AfterBattle.Site(Goods.ofUnits(9_000, 6_000, 3_000), true),
            Armouries.after(set.battle()));
    var report = new LinkedHashMap<String, Object>();
    report.put("result", result);
    report.put("loot", whole(Armouries.resources(after.loot())));
    report.put("debris", whole(Armouries.resources(after.debris())));
    report.put("repaired", after.repaired());
    report.put("moon_percent", after.moonPercent());
    report.put("moon_planet_id", null);
    var winner =
        switch (result.winner()) {
          case ATTACKERS -> "attacker";
          case DEFENDERS -> "defender";
          case DRAW -> "draw";
        };
    return requireNonNull(
        sql.sql(
                """
                INSERT INTO universe_battles (universe, fought, seed, rule, attacker, defender,
                       attackers, defenders, galaxy, system, position, moon, winner, report, at)
                SELECT universe, 'scene ' || id || ' ' || random(), 42, :rule, id, :defender,
                       ARRAY[id], ARRAY[:defender], 1, 2, 3, false, :winner, :report::jsonb, now()
                  FROM universe_players WHERE id = :attacker RETURNING id
                """)
            .param("rule", rules)
            .param("attacker", attacker)
            .param("defender", defender)
            .param("winner", winner)
            .param("report", PretendedUniverse.json(report))
            .query(Long.class)
            .single());
  }

  private static Resources whole(Resources micros) {
    return new Resources(
        micros.metal() / Resources.MICROS,
        micros.crystal() / Resources.MICROS,
        micros.deuterium() / Resources.MICROS);
  }

  /// What probes saw.
  long looked(long attacker, long defender) {
    return requireNonNull(
        sql.sql(
                """
                INSERT INTO universe_spy_reports (universe, fleet, attacker, defender, galaxy,
                       system, position, moon, report, at)
                SELECT universe, 'scene ' || id || ' ' || random(), id, :defender, 1, 2, 3, false,
                       :report::jsonb, now()
                  FROM universe_players WHERE id = :attacker RETURNING id
                """)
            .param("attacker", attacker)
            .param("defender", defender)
            .param(
                "report",
                """
                {"snapshot": {"planet": {"name": "Ashfall", "temperature": 48, "size": 171},
                  "resources": {"metal": 9120, "crystal": 4011, "deuterium": 771},
                  "fleet": {"light_fighter": 12, "cruiser": 2, "bomber": 0},
                  "buildings": {"metal_mine": 9, "crystal_mine": 7, "shipyard": 2}},
                 "sections": ["RESOURCES", "SHIPS", "BUILDINGS"], "counter_percent": 0,
                 "noticed": false}
                """)
            .query(Long.class)
            .single());
  }

  /// What drifts at a place.
  void debris(String universe, Coordinate at, long metal, long crystal) {
    sql.sql(
            """
            INSERT INTO universe_debris VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 0)
            ON CONFLICT DO NOTHING
            """)
        .params(
            universe,
            at.galaxy(),
            at.system(),
            at.position(),
            metal * Resources.MICROS,
            crystal * Resources.MICROS,
            metal * Resources.MICROS,
            crystal * Resources.MICROS)
        .update();
  }

  /// Somebody founds an alliance.
  long alliance(long founder, String tag, String name) {
    long id =
        requireNonNull(
            sql.sql(
                    """
                    INSERT INTO universe_alliances (universe, tag, name, description, founder,
                           open, created_at)
                    SELECT universe, ?, ?, 'We share what we know.', id, true, now()
                      FROM universe_players WHERE id = ? RETURNING id
                    """)
                .params(tag, name, founder)
                .query(Long.class)
                .single());
    sql.sql("INSERT INTO universe_alliance_members VALUES (?, ?, 'founder', now())")
        .params(founder, id)
        .update();
    return id;
  }
}
