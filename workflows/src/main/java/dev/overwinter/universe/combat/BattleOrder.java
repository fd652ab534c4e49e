package dev.overwinter.universe.combat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Who fights whom. The order of the fleets is part of what a seed means.
///
/// @param armoury what their units are
/// @param attackers at least one
/// @param defenders at least one: the first is the planet's own, whose defences are repaired; the
///   others came to help
public record BattleOrder(
    Armoury armoury, List<BattleFleet> attackers, List<BattleFleet> defenders) {
  /// How many units a side may have: 8 bytes each are held while they fight.
  public static final long MOST_UNITS = 50_000_000;

  /// How many fleets a side may have.
  public static final int MOST_FLEETS = 64;

  public BattleOrder {
    Objects.requireNonNull(armoury, "armoury");
    attackers = List.copyOf(attackers);
    defenders = List.copyOf(defenders);
    check("attackers", attackers);
    check("defenders", defenders);
    var all = Stream.concat(attackers.stream(), defenders.stream()).toList();
    if (all.stream().map(BattleFleet::id).distinct().count() != all.size()) {
      throw new IllegalArgumentException("fleets: an id comes twice (expected: each once)");
    }
    // What all of them cost has to fit, so that everything that is counted afterwards fits too.
    try {
      var worth = Goods.NONE;
      for (var fleet : all) {
        worth = worth.plus(armoury.worth(fleet.units()));
        Math.multiplyExact(armoury.cargo(fleet.units()), Goods.MICROS);
      }
      worth.sum();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "units: worth more than can be counted (expected: below 9 * 10^12 units)", e);
    }
  }

  /// An order, or nothing when so many cannot fight: more than [#MOST_FLEETS] or [#MOST_UNITS] on a
  /// side, or worth more than can be counted.
  public static Optional<BattleOrder> possible(
      Armoury armoury, List<BattleFleet> attackers, List<BattleFleet> defenders) {
    try {
      return Optional.of(new BattleOrder(armoury, attackers, defenders));
    } catch (IllegalArgumentException | ArithmeticException tooMany) {
      return Optional.empty();
    }
  }

  private static void check(String side, List<BattleFleet> fleets) {
    if (fleets.isEmpty() || fleets.size() > MOST_FLEETS) {
      throw new IllegalArgumentException(
          side + ": " + fleets.size() + " fleets (expected: 1 to " + MOST_FLEETS + ")");
    }
    var units = fleets.stream().mapToLong(f -> Counts.sum(f.units())).reduce(0, Math::addExact);
    if (units > MOST_UNITS) {
      throw new IllegalArgumentException(
          side + ": " + units + " units (expected: at most " + MOST_UNITS + ")");
    }
  }

  /// How many units fight.
  public long units() {
    return Stream.concat(attackers.stream(), defenders.stream())
        .mapToLong(f -> Counts.sum(f.units()))
        .sum();
  }
}
