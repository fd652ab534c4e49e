package dev.overwinter.lab.benchmarks.battle;

import dev.overwinter.universe.combat.Battle;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.BattleResult;
import dev.overwinter.universe.combat.BattleRules;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One whole battle, from the order to the report, in one thread; every call with another seed.
@State(Scope.Thread)
public class BattleJmh {
  /// Which of [Fights].
  @Param({"1k", "10k", "100k", "1M", "readme", "5M"})
  public String fight = "1k";

  private BattleOrder order = Fights.named("1k");
  private long seed;

  /// Musters the armies.
  @Setup
  public void muster() {
    order = Fights.named(fight);
  }

  /// The universe's engine.
  @Benchmark
  public BattleResult engine() {
    return Battle.fight(order, BattleRules.OGAME, seed++);
  }

  /// What it is compared with.
  @Benchmark
  public PlainBattle.Left plain() {
    return PlainBattle.fight(order, seed++);
  }
}
