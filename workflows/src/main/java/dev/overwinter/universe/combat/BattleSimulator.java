package dev.overwinter.universe.combat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// What a battle would probably come to: fights it many times, each with a seed of its own. Pure
/// but for whoever says that it is enough.
public final class BattleSimulator {
  private BattleSimulator() {}

  /// How much of it is done at most. Shots are what takes time, some tens of millions a second and
  /// core: a limit on them holds on a slow machine too, and gives everybody the same answer.
  ///
  /// @param runs battles
  /// @param units that may fight in one
  /// @param shots in all, looked at after each battle
  public record Limits(int runs, long units, long shots) {
    /// For a page that somebody waits for: about a second.
    public static final Limits PAGE = new Limits(100, 200_000, 20_000_000);

    public Limits {
      if (runs < 1 || units < 1 || shots < 1) {
        throw new IllegalArgumentException(
            "limits: " + runs + ", " + units + ", " + shots + " (expected: each above 0)");
      }
    }
  }

  /// What came of it.
  ///
  /// @param runs how many battles were fought; fewer than asked when a limit was reached
  /// @param attackersWon how many of them
  /// @param defendersWon how many of them
  /// @param draws how many of them
  /// @param rounds how many a battle had on average
  /// @param attackers each fleet's average
  /// @param defenders each fleet's average
  /// @param debris what a battle left on average
  /// @param loot what was carried away on average
  /// @param moonPercent how likely a moon was on average
  public record Estimate(
      int runs,
      int attackersWon,
      int defendersWon,
      int draws,
      double rounds,
      List<FleetMean> attackers,
      List<FleetMean> defenders,
      Goods debris,
      Goods loot,
      double moonPercent) {
    public Estimate {
      attackers = List.copyOf(attackers);
      defenders = List.copyOf(defenders);
    }
  }

  /// A fleet's average.
  ///
  /// @param fleet its id
  /// @param owner whose
  /// @param units how many there were, by id
  /// @param lost how many were lost on average, by id, before any repair
  /// @param lossMean what these cost on average
  public record FleetMean(
      String fleet,
      String owner,
      Map<String, Long> units,
      Map<String, Double> lost,
      Goods lossMean) {}

  /// Fights.
  ///
  /// @param seed the same one gives the same estimate, unless it was enough earlier
  /// @param enough asked before every battle but the first, for example whether a deadline is over
  /// @throws IllegalArgumentException when more units would fight than the limits allow
  public static Estimate estimate(
      BattleOrder order,
      BattleRules rules,
      AfterRules after,
      AfterBattle.Site site,
      long seed,
      Limits limits,
      BooleanSupplier enough) {
    if (order.units() > limits.units()) {
      throw new IllegalArgumentException(
          "units: " + order.units() + " (expected: at most " + limits.units() + ")");
    }
    var seeds = Dice.of(seed, "simulation");
    var tally = new Tally(order);
    do {
      var result = Battle.fight(order, rules, seeds.next());
      tally.add(result, AfterBattle.settle(order, result, site, after));
    } while (tally.runs < limits.runs()
        && tally.shots < limits.shots()
        && !(rules instanceof BattleRules.Exchange)
        && !enough.getAsBoolean());
    return tally.estimate();
  }

  /// Sums of what battles came to.
  private static final class Tally {
    private final BattleOrder order;
    private final Map<String, Map<String, Long>> lost = new TreeMap<>();
    private int runs;
    private long shots;
    private int attackersWon;
    private int defendersWon;
    private long rounds;
    private Mean debris = Mean.NONE;
    private Mean loot = Mean.NONE;
    private long moonPercent;

    Tally(BattleOrder order) {
      this.order = order;
    }

    void add(BattleResult result, Aftermath aftermath) {
      runs++;
      shots += result.shots();
      rounds += result.rounds().size();
      switch (result.winner()) {
        case ATTACKERS -> attackersWon++;
        case DEFENDERS -> defendersWon++;
        case DRAW -> {}
      }
      debris = debris.and(aftermath.debris());
      loot = loot.and(aftermath.loot());
      moonPercent += aftermath.moonPercent();
      for (var side : List.of(result.attackers(), result.defenders())) {
        for (var fleet : side.fleets()) {
          lost.merge(fleet.fleet(), fleet.lost(), Counts::plus);
        }
      }
    }

    Estimate estimate() {
      return new Estimate(
          runs,
          attackersWon,
          defendersWon,
          runs - attackersWon - defendersWon,
          (double) rounds / runs,
          means(order.attackers()),
          means(order.defenders()),
          debris.over(runs),
          loot.over(runs),
          (double) moonPercent / runs);
    }

    private List<FleetMean> means(List<BattleFleet> fleets) {
      var means = new ArrayList<FleetMean>();
      for (var fleet : fleets) {
        var mean = new TreeMap<String, Double>();
        var cost = Mean.NONE;
        for (var unit : lost.getOrDefault(fleet.id(), Map.of()).entrySet()) {
          mean.put(unit.getKey(), (double) unit.getValue() / runs);
          cost = cost.and(order.armoury().type(unit.getKey()).cost(), unit.getValue());
        }
        means.add(new FleetMean(fleet.id(), fleet.owner(), fleet.units(), mean, cost.over(runs)));
      }
      return means;
    }
  }

  /// Sums that need not fit into a long.
  ///
  /// @param metal micro-units
  /// @param crystal micro-units
  /// @param deuterium micro-units
  private record Mean(double metal, double crystal, double deuterium) {
    static final Mean NONE = new Mean(0, 0, 0);

    Mean and(Goods goods) {
      return and(goods, 1);
    }

    Mean and(Goods goods, long times) {
      return new Mean(
          metal + (double) goods.metal() * times,
          crystal + (double) goods.crystal() * times,
          deuterium + (double) goods.deuterium() * times);
    }

    Goods over(int runs) {
      return new Goods(
          Math.round(metal / runs), Math.round(crystal / runs), Math.round(deuterium / runs));
    }
  }
}
