package dev.overwinter.universe.combat;

/// What a fleet's owner has researched: a level adds a tenth of what a unit has without it.
///
/// @param weapons level
/// @param shields level
/// @param armour level
/// @param cargoPercent how much the fleet's ships carry, 100 without research
public record Technology(int weapons, int shields, int armour, int cargoPercent) {
  /// Nothing researched.
  public static final Technology NONE = new Technology(0, 0, 0, 100);

  /// The highest level that a battle takes; nobody could pay for it.
  public static final int HIGHEST = 200;

  public Technology {
    check("weapons", weapons);
    check("shields", shields);
    check("armour", armour);
    if (cargoPercent < 0) {
      throw new IllegalArgumentException("cargoPercent: " + cargoPercent + " (expected: >= 0)");
    }
  }

  private static void check(String what, int level) {
    if (level < 0 || level > HIGHEST) {
      throw new IllegalArgumentException(what + ": " + level + " (expected: 0 to " + HIGHEST + ")");
    }
  }

  /// Levels of the three that count while it is fought.
  public static Technology of(int weapons, int shields, int armour) {
    return new Technology(weapons, shields, armour, 100);
  }
}
