package dev.overwinter.universe.combat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One side of a battle in rounds. Its units stand in one array, those of a slot (one type of one
/// fleet) side by side, each packed into a long: a shot touches one cache line and allocates
/// nothing. Hulls, shields and attacks are whole tenths of a point, so that every tenth that a
/// level adds is exact. Confined to the thread of its battle.
final class Ranks {
  private static final int SHIELD_BITS = 24;
  private static final int HULL_BITS = 28;
  private static final int SHIELD_MASK = (1 << SHIELD_BITS) - 1;
  private static final int HULL_MASK = (1 << HULL_BITS) - 1;
  private static final int MOST_SLOTS = 1 << (Long.SIZE - SHIELD_BITS - HULL_BITS);

  /// A type of a fleet.
  private record Slot(int fleet, UnitType type) {}

  private final List<BattleFleet> fleets;
  private final List<Slot> slots = new ArrayList<>();

  /// The units that are left are the first [#size]; beyond them is what earlier rounds left behind.
  final long[] units;

  int size;

  /// By slot, in tenths of a point.
  final int[] attack;

  final int[] hull;
  final int[] shield;

  /// By slot: what an attack has to reach to do anything to it.
  final int[] bouncesBelow;

  /// By slot: a hull below this may explode.
  final int[] explodesBelow;

  /// By slot: how many are left.
  final int[] left;

  /// By slot, of this round.
  final long[] shots;

  final long[] bounced;
  final long[] absorbed;
  final int[] lost;

  Ranks(Armoury armoury, List<BattleFleet> fleets, BattleRules.Rounds rules) {
    this.fleets = fleets;
    for (var fleet = 0; fleet < fleets.size(); fleet++) {
      for (var type : armoury.types()) {
        if (fleets.get(fleet).units().containsKey(type.id())) {
          slots.add(new Slot(fleet, type));
        }
      }
    }
    var count = slots.size();
    if (count >= MOST_SLOTS) {
      throw new IllegalArgumentException(
          "side: " + count + " types of its fleets (expected: below " + MOST_SLOTS + ")");
    }
    attack = new int[count];
    hull = new int[count];
    shield = new int[count];
    bouncesBelow = new int[count];
    explodesBelow = new int[count];
    left = new int[count];
    shots = new long[count];
    bounced = new long[count];
    absorbed = new long[count];
    lost = new int[count];
    for (var slot = 0; slot < count; slot++) {
      arm(slot, rules);
      size += left[slot];
    }
    units = new long[size];
    muster();
  }

  private void arm(int slot, BattleRules.Rounds rules) {
    var type = slots.get(slot).type();
    var fleet = fleets.get(slots.get(slot).fleet());
    var technology = fleet.technology();
    // A hull is a tenth of the structure: in tenths of a point, the structure's own number.
    var hulls = type.structure() * (10 + technology.armour()) / 10;
    var shields = type.shield() * (10 + technology.shields());
    var attacks = type.attack() * (10 + technology.weapons());
    if (hulls > HULL_MASK || shields > SHIELD_MASK || attacks > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s with %s: too strong (expected: hull %,d, shield %,d, attack %,d tenths at most)"
              .formatted(type.id(), technology, HULL_MASK, SHIELD_MASK, Integer.MAX_VALUE));
    }
    hull[slot] = (int) hulls;
    shield[slot] = (int) shields;
    attack[slot] = (int) attacks;
    bouncesBelow[slot] = (int) ((shields * rules.bouncePercent() + 99) / 100);
    explodesBelow[slot] = (int) ((hulls * rules.safePercent() + 99) / 100);
    left[slot] = fleet.units().getOrDefault(type.id(), 0L).intValue();
  }

  private void muster() {
    var at = 0;
    for (var slot = 0; slot < left.length; slot++) {
      Arrays.fill(units, at, at + left[slot], pack(slot, hull[slot], shield[slot]));
      at += left[slot];
    }
  }

  static long pack(int slot, int hull, int shield) {
    return (long) slot << (HULL_BITS + SHIELD_BITS) | (long) hull << SHIELD_BITS | shield;
  }

  static int slot(long unit) {
    return (int) (unit >>> (HULL_BITS + SHIELD_BITS));
  }

  static int hull(long unit) {
    return (int) (unit >>> SHIELD_BITS) & HULL_MASK;
  }

  static int shield(long unit) {
    return (int) unit & SHIELD_MASK;
  }

  /// How often each slot of these fires on average at each of those, by slot and slot.
  int[][] rapidFire(Armoury armoury, Ranks at) {
    var table = new int[slots.size()][at.slots.size()];
    for (var from = 0; from < table.length; from++) {
      for (var to = 0; to < table[from].length; to++) {
        table[from][to] = armoury.shots(slots.get(from).type().id(), at.slots.get(to).type().id());
      }
    }
    return table;
  }

  void beginRound() {
    Arrays.fill(shots, 0);
    Arrays.fill(bounced, 0);
    Arrays.fill(absorbed, 0);
    Arrays.fill(lost, 0);
  }

  /// Takes away whose hull is gone, and makes the shields of the rest whole. Keeps their order.
  void sweep() {
    var kept = 0;
    for (var i = 0; i < size; i++) {
      var unit = units[i];
      var slot = slot(unit);
      if (hull(unit) == 0) {
        lost[slot]++;
        left[slot]--;
      } else {
        units[kept++] = pack(slot, hull(unit), shield[slot]);
      }
    }
    size = kept;
  }

  /// What the units that are left attack with, in points.
  long power() {
    var tenths = 0L;
    for (var slot = 0; slot < left.length; slot++) {
      tenths += (long) attack[slot] * left[slot];
    }
    return tenths / 10;
  }

  List<BattleResult.FleetRound> round() {
    var rounds = new ArrayList<BattleResult.FleetRound>();
    for (var fleet = 0; fleet < fleets.size(); fleet++) {
      rounds.add(round(fleet));
    }
    return rounds;
  }

  private BattleResult.FleetRound round(int fleet) {
    var fired = 0L;
    var missed = 0L;
    var power = 0L;
    var taken = 0L;
    for (var slot = 0; slot < left.length; slot++) {
      if (slots.get(slot).fleet() == fleet) {
        fired += shots[slot];
        missed += bounced[slot];
        power += (shots[slot] - bounced[slot]) * attack[slot];
        taken += absorbed[slot];
      }
    }
    return new BattleResult.FleetRound(
        fleets.get(fleet).id(),
        fired,
        missed,
        power / 10,
        taken / 10,
        counts(fleet, lost),
        counts(fleet, left));
  }

  /// The side as it was and is.
  BattleResult.Side outcome(long powerBefore) {
    var outcomes = new ArrayList<BattleResult.FleetOutcome>();
    for (var at = 0; at < fleets.size(); at++) {
      var fleet = fleets.get(at);
      var remaining = counts(at, left);
      outcomes.add(
          new BattleResult.FleetOutcome(
              fleet.id(),
              fleet.owner(),
              fleet.units(),
              Counts.minus(fleet.units(), remaining),
              remaining));
    }
    return new BattleResult.Side(powerBefore, power(), outcomes);
  }

  private Map<String, Long> counts(int fleet, int[] bySlot) {
    var counts = new TreeMap<String, Long>();
    for (var slot = 0; slot < bySlot.length; slot++) {
      if (slots.get(slot).fleet() == fleet) {
        counts.put(slots.get(slot).type().id(), (long) bySlot[slot]);
      }
    }
    return counts;
  }
}
