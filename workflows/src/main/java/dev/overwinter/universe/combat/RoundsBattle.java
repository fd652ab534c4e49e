package dev.overwinter.universe.combat;

import dev.overwinter.universe.combat.BattleResult.Winner;
import java.util.ArrayList;

/// A battle in rounds, see the package documentation. Both sides fire before anybody is taken away,
/// so it does not matter who fires first. One thread; as much memory as its units need.
final class RoundsBattle {
  /// How many shots are aimed at a time.
  private static final int BLOCK = 128;

  private final BattleRules.Rounds rules;
  private final long seed;
  private final Ranks attackers;
  private final Ranks defenders;
  private final int[][] attackersRapidFire;
  private final int[][] defendersRapidFire;
  private final Dice dice;
  private final int[] aims = new int[BLOCK];

  /// Of no meaning; what is read into it is read early.
  long touched;

  RoundsBattle(BattleOrder order, BattleRules.Rounds rules, long seed) {
    this.rules = rules;
    this.seed = seed;
    attackers = new Ranks(order.armoury(), order.attackers(), rules);
    defenders = new Ranks(order.armoury(), order.defenders(), rules);
    attackersRapidFire = attackers.rapidFire(order.armoury(), defenders);
    defendersRapidFire = defenders.rapidFire(order.armoury(), attackers);
    dice = Dice.of(seed, "shots");
  }

  BattleResult fight() {
    var attackersPower = attackers.power();
    var defendersPower = defenders.power();
    var rounds = new ArrayList<BattleResult.Round>();
    while (rounds.size() < rules.most() && attackers.size > 0 && defenders.size > 0) {
      attackers.beginRound();
      defenders.beginRound();
      volley(attackers, attackersRapidFire, defenders);
      volley(defenders, defendersRapidFire, attackers);
      attackers.sweep();
      defenders.sweep();
      rounds.add(new BattleResult.Round(rounds.size() + 1, attackers.round(), defenders.round()));
    }
    return new BattleResult(
        rules,
        seed,
        winner(),
        attackers.outcome(attackersPower),
        defenders.outcome(defendersPower),
        rounds);
  }

  private Winner winner() {
    if (attackers.size > 0 && defenders.size > 0) {
      return Winner.DRAW;
    }
    if (attackers.size > 0) {
      return Winner.ATTACKERS;
    }
    return defenders.size > 0 ? Winner.DEFENDERS : Winner.DRAW;
  }

  private void volley(Ranks from, int[][] rapidFire, Ranks at) {
    var state = dice.state();
    for (var slot = 0; slot < from.left.length; slot++) {
      if (from.left[slot] > 0) {
        state = fire(state, from, slot, rapidFire[slot], at);
      }
    }
    dice.resume(state);
  }

  /// All units of one slot fire. They are all alike, so it does not matter which of them fires a
  /// shot, only how many have not had their last one yet. Allocates nothing.
  private long fire(long state, Ranks from, int shooters, int[] rapidFire, Ranks at) {
    var targets = at.units;
    var attack = from.attack[shooters];
    var shots = 0L;
    var bounced = 0L;
    for (var left = from.left[shooters]; left > 0; ) {
      // Each has at least one shot to come.
      var block = Math.min(left, aims.length);
      state = aim(state, targets, at.size, block);
      shots += block;
      for (var i = 0; i < block; i++) {
        var target = targets[aims[i]];
        var slot = Ranks.slot(target);
        if (attack < at.bouncesBelow[slot]) {
          // It does nothing, and nobody fires again after nothing.
          bounced++;
          left--;
          continue;
        }
        var shield = Ranks.shield(target);
        var absorbed = Math.min(attack, shield);
        var hull = Math.max(0, Ranks.hull(target) - (attack - absorbed));
        shield -= absorbed;
        at.absorbed[slot] += absorbed;
        if (hull < at.explodesBelow[slot] && hull > 0) {
          state += Dice.STEP;
          // Explodes with 1 - hull / whole hull.
          if (Math.unsignedMultiplyHigh(Dice.mix(state), at.hull[slot]) >= hull) {
            hull = 0;
          }
        }
        // What has exploded has no shield that could still take anything.
        targets[aims[i]] = Ranks.pack(slot, hull, hull == 0 ? 0 : shield);
        var often = rapidFire[slot];
        if (often > 1) {
          state += Dice.STEP;
          // Fires again with 1 - 1 / often.
          if (Math.unsignedMultiplyHigh(Dice.mix(state), often) != 0) {
            continue;
          }
        }
        left--;
      }
    }
    from.shots[shooters] += shots;
    from.bounced[shooters] += bounced;
    return state;
  }

  /// Draws the targets of the next shots, and asks the memory for all of them at once: a battle of
  /// millions waits for little else.
  private long aim(long state, long[] targets, int size, int block) {
    var seen = 0L;
    for (var i = 0; i < block; i++) {
      state += Dice.STEP;
      aims[i] = (int) Math.unsignedMultiplyHigh(Dice.mix(state), size);
      seen += targets[aims[i]];
    }
    touched = seen;
    return state;
  }
}
