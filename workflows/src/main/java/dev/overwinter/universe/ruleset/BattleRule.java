package dev.overwinter.universe.ruleset;

import java.util.Map;

/// How battles are fought, and what is left.
///
/// @param kind the engine
/// @param attack what a level of a technology adds to attack, as a share; the parts add up
/// @param shield likewise
/// @param hull likewise
public record BattleRule(
    Kind kind,
    Map<String, Double> attack,
    Map<String, Double> shield,
    Map<String, Double> hull,
    int lootPercent,
    int shipDebrisPercent,
    int defenceDebrisPercent,
    int repairPercent) {

  /// Which engine.
  public enum Kind {
    /// One deterministic exchange of all attack against all shields.
    EXCHANGE,
    /// Up to six rounds, unit against unit, seeded.
    ROUNDS
  }

  public BattleRule {
    attack = Tables.copy(attack);
    shield = Tables.copy(shield);
    hull = Tables.copy(hull);
  }
}
