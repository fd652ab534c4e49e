package dev.overwinter.universe.combat;

/// What follows a battle in a universe; a part of its rule set's data. Percentages are whole.
///
/// @param lootPercent of each resource of the planet, when nobody defends it any more
/// @param debrisShipsPercent of the cost of a lost ship
/// @param debrisDefencePercent of the cost of a defence that is lost for good
/// @param debrisDeuterium whether deuterium is left of it too
/// @param repairPercent how likely each lost defence is repaired
/// @param moonMostPercent the most likely that a moon can be
/// @param moonDebris units of debris that make a moon one percent likelier
public record AfterRules(
    int lootPercent,
    int debrisShipsPercent,
    int debrisDefencePercent,
    boolean debrisDeuterium,
    int repairPercent,
    int moonMostPercent,
    long moonDebris) {
  /// As the real game.
  public static final AfterRules OGAME = new AfterRules(50, 30, 0, false, 70, 20, 100_000);

  /// As the seed: what is lost is gone, and nothing else happens.
  public static final AfterRules CLASSIC = new AfterRules(0, 0, 0, false, 0, 0, 100_000);

  public AfterRules {
    percent("lootPercent", lootPercent);
    percent("debrisShipsPercent", debrisShipsPercent);
    percent("debrisDefencePercent", debrisDefencePercent);
    percent("repairPercent", repairPercent);
    percent("moonMostPercent", moonMostPercent);
    if (moonDebris < 1) {
      throw new IllegalArgumentException("moonDebris: " + moonDebris + " (expected: 1 or more)");
    }
  }

  private static void percent(String what, int value) {
    if (value < 0 || value > 100) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to 100)");
    }
  }
}
