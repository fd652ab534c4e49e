package dev.overwinter.universe.combat;

/// Fights battles.
public final class Battle {
  private Battle() {}

  /// Fights one to its end in the calling thread: some 50 ms for 200,000 small ships, seconds for
  /// millions, so call it from an activity. Safe to repeat: the result depends on the arguments
  /// alone.
  ///
  /// @param seed the chance in it; draw it once, where the battle begins, and keep it
  public static BattleResult fight(BattleOrder order, BattleRules rules, long seed) {
    return switch (rules) {
      case BattleRules.Rounds rounds -> new RoundsBattle(order, rounds, seed).fight();
      case BattleRules.Exchange exchange -> ExchangeBattle.fight(order, exchange, seed);
    };
  }
}
