package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Levels;
import java.util.Map;

/// What a unit can do with what its owner has researched.
///
/// @param hull structure with research, ten times what a battle counts
/// @param speed of its best drive; 0 when it has none
/// @param cargo units
public record UnitStats(long attack, long shield, long hull, long speed, long cargo) {

  static UnitStats of(RuleSet rules, String key, Levels techs) {
    var unit = rules.unitNamed(key);
    var battle = rules.battle();
    var fleet = rules.fleet();
    return new UnitStats(
        better(unit.attack(), battle.attack(), techs),
        better(unit.shield(), battle.shield(), techs),
        better(unit.structure(), battle.hull(), techs),
        speed(unit, fleet, techs),
        cut(unit.cargo(), fleet.cargoPerLevel() * techs.of(fleet.cargoTech())));
  }

  private static long speed(UnitRule unit, FleetRule fleet, Levels techs) {
    var speed = 0L;
    for (var drive : unit.drives()) {
      if (techs.of(drive.tech()) >= drive.from()) {
        var bonus = fleet.driveBonus().getOrDefault(drive.tech(), 0.0);
        speed = cut(drive.speed(), bonus * techs.of(drive.tech()));
      }
    }
    return speed;
  }

  private static long better(long base, Map<String, Double> bonuses, Levels techs) {
    var share = 0.0;
    for (var bonus : bonuses.entrySet()) {
      share += bonus.getValue() * techs.of(bonus.getKey());
    }
    return cut(base, share);
  }

  /// Cut to a whole number, as the seed does. The share is rounded to millionths before: 1.1 x 1000
  /// must not become 1099 because a tenth has no exact binary form.
  private static long cut(long base, double share) {
    return base + base * Math.round(share * 1_000_000) / 1_000_000;
  }
}
