package dev.overwinter.universe.ruleset;

/// How much faster a universe runs than its rule set says.
///
/// @param economy production, buildings and units
/// @param research technologies
/// @param fleet flights, not their fuel
public record Speeds(double economy, double research, double fleet) {
  /// As the rule set says.
  public static final Speeds USUAL = new Speeds(1, 1, 1);

  private static final double MOST = 1_000_000;

  public Speeds {
    check("economy", economy);
    check("research", research);
    check("fleet", fleet);
  }

  private static void check(String name, double factor) {
    if (!(factor > 0 && factor <= MOST)) {
      throw new IllegalArgumentException(
          name + ": " + factor + " (expected: > 0, <= " + MOST + ")");
    }
  }
}
