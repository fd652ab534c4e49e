package dev.overwinter.universe.combat;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.ruleset.BattleRule;
import dev.overwinter.universe.ruleset.RuleSet;
import dev.overwinter.universe.ruleset.UnitRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What battles need to know of a rule set: its words in theirs, for those who fight battles and
/// for those who only estimate them.
public final class Armouries {
  private static final int LEAST_STRUCTURE = 10;
  private static final int MOON_MOST_PERCENT = 20;
  private static final long MOON_DEBRIS = 100_000;

  private Armouries() {}

  /// All that fights, in the order of the data file.
  public static Armoury of(RuleSet rules) {
    var types = new ArrayList<UnitType>();
    var rapid = new LinkedHashMap<String, Map<String, Integer>>();
    rules
        .units()
        .forEach((id, unit) -> {
          if (unit.role() != UnitRule.Role.MISSILE) {
            types.add(type(id, unit));
          }
        });
    rules
        .units()
        .forEach((id, unit) -> {
          var targets = new TreeMap<>(unit.rapidFire());
          targets.keySet().removeIf(target -> types.stream().noneMatch(t -> t.id().equals(target)));
          if (unit.role() != UnitRule.Role.MISSILE && !targets.isEmpty()) {
            rapid.put(id, targets);
          }
        });
    return new Armoury(types, rapid);
  }

  private static UnitType type(String id, UnitRule unit) {
    var role =
        unit.role() == UnitRule.Role.DEFENCE
            ? UnitType.Role.DEFENCE
            : unit.civil() ? UnitType.Role.CIVIL_SHIP : UnitType.Role.WARSHIP;
    return new UnitType(
        id,
        role,
        Math.max(LEAST_STRUCTURE, unit.structure()),
        unit.shield(),
        unit.attack(),
        unit.cargo(),
        goods(unit.cost().each()));
  }

  /// The engine.
  public static BattleRules rules(BattleRule rule) {
    return switch (rule.kind()) {
      case EXCHANGE -> BattleRules.CLASSIC;
      case ROUNDS -> BattleRules.OGAME;
    };
  }

  /// Moons are known to universes that have rounds.
  public static AfterRules after(BattleRule rule) {
    return new AfterRules(
        rule.lootPercent(),
        rule.shipDebrisPercent(),
        rule.defenceDebrisPercent(),
        false,
        rule.repairPercent(),
        rule.kind() == BattleRule.Kind.ROUNDS ? MOON_MOST_PERCENT : 0,
        MOON_DEBRIS);
  }

  /// Levels as battles of rounds count them.
  public static Technology technology(RuleSet rules, Levels techs) {
    var fleet = rules.fleet();
    var percent = 100 + Math.round(100 * fleet.cargoPerLevel() * techs.of(fleet.cargoTech()));
    return new Technology(
        Math.min(Technology.HIGHEST, techs.of("weapons")),
        Math.min(Technology.HIGHEST, techs.of("shields")),
        Math.min(Technology.HIGHEST, techs.of("armour")),
        (int) percent);
  }

  /// What of some units fights.
  public static Map<String, Long> fighting(RuleSet rules, Units units) {
    return only(rules, units, false);
  }

  /// What of them does not.
  public static Units standing(RuleSet rules, Units units) {
    return new Units(only(rules, units, true));
  }

  private static Map<String, Long> only(RuleSet rules, Units units, boolean missiles) {
    var some = new TreeMap<String, Long>();
    units.forEach((unit, count) -> {
      var role = rules.unit(unit).map(UnitRule::role).orElse(UnitRule.Role.MISSILE);
      if ((role == UnitRule.Role.MISSILE) == missiles) {
        some.put(unit, count);
      }
    });
    return some;
  }

  /// How many of some units are ships.
  public static long ships(RuleSet rules, Units units) {
    return units.byKey().entrySet().stream()
        .filter(unit ->
            rules.unit(unit.getKey()).filter(r -> r.role() == UnitRule.Role.SHIP).isPresent())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// The same amounts.
  public static Goods goods(Resources resources) {
    return new Goods(resources.metal(), resources.crystal(), resources.deuterium());
  }

  /// The same amounts.
  public static Resources resources(Goods goods) {
    return new Resources(goods.metal(), goods.crystal(), goods.deuterium());
  }
}
