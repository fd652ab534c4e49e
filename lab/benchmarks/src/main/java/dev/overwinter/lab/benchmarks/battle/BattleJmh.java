package dev.overwinter.lab.benchmarks.battle;

import dev.overwinter.universe.combat.Battle;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.BattleResult;
import dev.overwinter.universe.combat.BattleRules;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.AuxCounters;
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

  /// What the thread worked, whoever else had the cores meanwhile.
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Cpu {
    /// Nanoseconds.
    public long nanos;

    /// How many of them there were.
    public long battles;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private <T> T count(Supplier<T> battle) {
      var began = THREADS.getCurrentThreadCpuTime();
      var result = battle.get();
      nanos += THREADS.getCurrentThreadCpuTime() - began;
      battles++;
      return result;
    }
  }

  /// The universe's engine.
  @Benchmark
  public BattleResult engine(Cpu cpu) {
    return cpu.count(() -> Battle.fight(order, BattleRules.OGAME, seed++));
  }

  /// What it is compared with.
  @Benchmark
  public PlainBattle.Left plain(Cpu cpu) {
    return cpu.count(() -> PlainBattle.fight(order, seed++));
  }
}
