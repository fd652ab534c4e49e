package dev.overwinter.universe.postgres;

import dev.overwinter.universe.Units;
import dev.overwinter.universe.combat.AfterBattle;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.combat.Battle;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.Loot;
import dev.overwinter.universe.expedition.ExpeditionRules;
import dev.overwinter.universe.expedition.Find;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What expeditions come home with. Every method belongs into a transaction.
final class Expeditions {
  private Expeditions() {}

  /// An expedition has looked around, finds what it finds, and flies home, if anything is left.
  static void find(Turn turn, FleetRow fleet, Instant at, long seed) {
    var laws = turn.world.laws();
    var rules = laws.rules();
    var armoury = Armouries.of(rules);
    var technology = Armouries.technology(rules, turn.techs(fleet.player, at));
    var expedition =
        new ExpeditionRules.Expedition(
            fleet.id,
            fleet.units.byKey(),
            technology,
            Arrivals.room(turn, fleet),
            fleet.oneWay(),
            Duration.between(fleet.arrivesAt, at));
    var find =
        ExpeditionRules.OGAME.find(
            expedition,
            armoury,
            bestScore(turn),
            whole(laws.speeds().economy()),
            whole(laws.speeds().fleet()),
            seed);
    switch (find) {
      case Find.Nothing _ -> home(fleet, at, fleet.oneWay(), "found nothing");
      case Find.Resources found -> {
        var goods = Armouries.resources(found.goods());
        fleet.load(Freight.Reason.FOUND, goods);
        home(fleet, at, fleet.oneWay(), "found " + goods.text());
      }
      case Find.Ships found -> {
        fleet.units = fleet.units.plus(new Units(found.ships()));
        home(fleet, at, fleet.oneWay(), "found ships");
      }
      case Find.Later later -> home(fleet, at, fleet.oneWay().plus(later.by()), "was held up");
      case Find.Sooner sooner ->
          home(fleet, at, atLeastASecond(fleet.oneWay().minus(sooner.by())), "found a shorter way");
      case Find.Fight fight -> fight(turn, fleet, fight, at, seed);
      case Find.Lost _ -> lose(fleet, "was never heard of again");
    }
  }

  private static int whole(double speed) {
    return (int) Math.max(1, Math.round(speed));
  }

  private static long bestScore(Turn turn) {
    return turn.sql
        .sql("select coalesce(max(points_total), 0) from universe_players where universe = ?")
        .param(turn.world.id())
        .query(Long.class)
        .single();
  }

  private static Duration atLeastASecond(Duration duration) {
    var least = Duration.ofSeconds(1);
    return duration.compareTo(least) < 0 ? least : duration;
  }

  private static void home(FleetRow fleet, Instant at, Duration flight, String what) {
    fleet.outcome = what;
    fleet.turn(at, flight);
  }

  private static void lose(FleetRow fleet, String why) {
    fleet.load(Freight.Reason.LOST, fleet.cargo());
    fleet.units = Units.NONE;
    fleet.end(FleetRow.State.LOST, why);
  }

  private static void fight(Turn turn, FleetRow fleet, Find.Fight fight, Instant at, long seed) {
    var rules = turn.world.laws().rules();
    var armoury = Armouries.of(rules);
    var own =
        new BattleFleet(
            "fleet-" + fleet.id,
            Long.toString(fleet.player),
            Armouries.technology(rules, turn.techs(fleet.player, at)),
            fleet.units.byKey(),
            Armouries.goods(fleet.cargo()));
    var order = BattleOrder.possible(armoury, List.of(fight.enemies()), List.of(own));
    if (order.isEmpty()) {
      home(fleet, at, fleet.oneWay(), "was too large for anybody to attack");
      return;
    }
    var result = Battle.fight(order.get(), Armouries.rules(rules.battle()), seed);
    var left = result.defenders().fleet(own.id()).remaining();
    fleet.units = new Units(left);
    var who = fight.who() == Find.Who.PIRATES ? "pirates" : "strangers";
    fleet.battle = BattleRows.write(turn, BattleRows.expedition(fleet, who, result, at));
    if (fleet.units.none()) {
      lose(fleet, "was destroyed by " + who);
      return;
    }
    var room = AfterBattle.capacity(armoury, own, left);
    var kept = Armouries.resources(Loot.fit(own.carried(), room));
    fleet.load(Freight.Reason.LOST, fleet.cargo().minus(kept));
    home(fleet, at, fleet.oneWay(), "was attacked by " + who);
  }
}
