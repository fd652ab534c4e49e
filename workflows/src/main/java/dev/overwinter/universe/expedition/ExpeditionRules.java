package dev.overwinter.universe.expedition;

import dev.overwinter.universe.combat.Armoury;
import dev.overwinter.universe.combat.Dice;
import dev.overwinter.universe.combat.Goods;
import dev.overwinter.universe.combat.Loot;
import dev.overwinter.universe.combat.Technology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What expeditions find; a part of a rule set's data. What the real game gives as dark matter or
/// as a visit of a merchant is nothing here: there is neither.
///
/// @param weights how likely each kind is, in relation to the rest
/// @param caps the most that can be found, by the score of the best player; ascending
/// @param ranks ships that can be found, from the least: up to one rank above the fleet's own best
public record ExpeditionRules(Map<Kind, Long> weights, List<Cap> caps, List<List<String>> ranks) {
  /// As the real game, in hundredths of a percent.
  public static final ExpeditionRules OGAME =
      new ExpeditionRules(
          Map.of(
              Kind.RESOURCES, 3_500L,
              // 25 %, and 7.5 % dark matter, and 0.4 % merchants.
              Kind.NOTHING, 2_500L + 750 + 40,
              Kind.SHIPS, 1_700L,
              Kind.DELAY, 750L,
              Kind.PIRATES, 300L,
              Kind.SPEEDUP, 275L,
              Kind.ALIENS, 150L,
              Kind.BLACK_HOLE, 20L),
          List.of(
              new Cap(0, 40_000),
              new Cap(10_000, 500_000),
              new Cap(100_000, 1_200_000),
              new Cap(1_000_000, 1_800_000),
              new Cap(5_000_000, 2_400_000),
              new Cap(25_000_000, 3_000_000),
              new Cap(50_000_000, 3_600_000),
              new Cap(75_000_000, 4_200_000),
              new Cap(100_000_000, 5_000_000)),
          List.of(
              List.of("small_cargo", "light_fighter", "espionage_probe"),
              List.of("large_cargo"),
              List.of("heavy_fighter"),
              List.of("cruiser"),
              List.of("battleship"),
              List.of("battlecruiser"),
              List.of("bomber"),
              List.of("destroyer")));

  /// What may happen; the order is part of what a seed means.
  public enum Kind {
    RESOURCES,
    SHIPS,
    NOTHING,
    DELAY,
    SPEEDUP,
    PIRATES,
    ALIENS,
    BLACK_HOLE
  }

  /// What can be found at most.
  ///
  /// @param score points of the best player from which on it holds
  /// @param metal units; of crystal two thirds of it, of deuterium one third
  public record Cap(long score, long metal) {}

  /// An expedition that has arrived and looked around.
  ///
  /// @param id of the fleet
  /// @param units its ships, by id
  /// @param technology its owner's
  /// @param room free micro-units in its holds
  /// @param flight how long it flew out
  /// @param stay how long it looked around
  public record Expedition(
      String id,
      Map<String, Long> units,
      Technology technology,
      long room,
      Duration flight,
      Duration stay) {
    public Expedition {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(technology, "technology");
      Objects.requireNonNull(flight, "flight");
      Objects.requireNonNull(stay, "stay");
      units = Collections.unmodifiableMap(new TreeMap<>(units));
    }
  }

  public ExpeditionRules {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    caps = List.copyOf(caps);
    ranks = ranks.stream().map(List::copyOf).toList();
    if (weights.values().stream().anyMatch(w -> w < 0)
        || weights.values().stream().mapToLong(Long::longValue).sum() < 1) {
      throw new IllegalArgumentException(
          "weights: " + weights + " (expected: none below 0, one above)");
    }
    if (caps.isEmpty() || caps.getFirst().score() != 0) {
      throw new IllegalArgumentException("caps: " + caps + " (expected: one from score 0 on)");
    }
  }

  /// What it finds.
  ///
  /// @param bestScore points of the universe's best player
  /// @param economySpeed of the universe; as much more is found
  /// @param fleetSpeed of the universe; as much less is lost by delays
  public Find find(
      Expedition expedition,
      Armoury armoury,
      long bestScore,
      int economySpeed,
      int fleetSpeed,
      long seed) {
    var dice = Dice.of(seed, "expedition");
    return switch (kind(dice)) {
      case NOTHING -> new Find.Nothing();
      case BLACK_HOLE -> new Find.Lost();
      case RESOURCES -> resources(expedition, amount(bestScore, economySpeed, dice), dice);
      case SHIPS -> ships(expedition, armoury, amount(bestScore, economySpeed, dice), dice);
      case DELAY ->
          new Find.Later(expedition.stay().multipliedBy(delay(dice)).dividedBy(fleetSpeed));
      case SPEEDUP ->
          // Of the whole way out, 5 to 10 %.
          new Find.Sooner(
              expedition
                  .flight()
                  .plus(expedition.stay())
                  .multipliedBy(dice.between(5, 10))
                  .dividedBy(100));
      case PIRATES -> new Find.Fight(Find.Who.PIRATES, Enemies.pirates(expedition, armoury, dice));
      case ALIENS -> new Find.Fight(Find.Who.ALIENS, Enemies.aliens(expedition, armoury, dice));
    };
  }

  private Kind kind(Dice dice) {
    var all = weights.values().stream().mapToLong(Long::longValue).sum();
    var thrown = dice.below(all);
    for (var weight : weights.entrySet()) {
      thrown -= weight.getValue();
      if (thrown < 0) {
        return weight.getKey();
      }
    }
    throw new IllegalStateException("weights: " + weights);
  }

  /// Twice as long as it stayed, seldom three times, very seldom five times.
  private static int delay(Dice dice) {
    var thrown = dice.below(100);
    return thrown < 89 ? 2 : thrown < 99 ? 3 : 5;
  }

  /// Micro-units of metal, a tenth to all of what can be found at most.
  private long amount(long bestScore, int economySpeed, Dice dice) {
    var cap = caps.getFirst();
    for (var next : caps) {
      if (next.score() <= bestScore) {
        cap = next;
      }
    }
    return dice.between(cap.metal() / 10, cap.metal()) * economySpeed * Goods.MICROS;
  }

  private static Find resources(Expedition expedition, long metal, Dice dice) {
    var goods =
        switch ((int) dice.below(3)) {
          case 0 -> new Goods(metal, 0, 0);
          case 1 -> new Goods(0, metal / 3 * 2, 0);
          default -> new Goods(0, 0, metal / 3);
        };
    var fitting = Loot.fit(goods, expedition.room());
    return fitting.isNone() ? new Find.Nothing() : new Find.Resources(fitting);
  }

  /// One to six kinds of those that it may find share what was found, each a quarter to seven
  /// quarters of an even share, the last one the rest. Nobody finds more than it could carry.
  private Find ships(Expedition expedition, Armoury armoury, long metal, Dice dice) {
    var possible = possible(expedition, armoury, dice);
    var kinds = (int) Math.min(dice.between(1, 6), possible.size());
    var left = Math.min(metal, expedition.room());
    var even = left / Math.max(1, kinds);
    var found = new TreeMap<String, Long>();
    for (var i = 0; i < kinds; i++) {
      var share = i == kinds - 1 ? left : Math.min(left, dice.between(even / 4, even / 4 * 7));
      var cost = Math.max(1, armoury.type(possible.get(i)).cost().sum());
      if (share >= cost) {
        found.put(possible.get(i), share / cost);
      }
      left -= share;
    }
    return found.isEmpty() ? new Find.Nothing() : new Find.Ships(found);
  }

  /// In an order that was thrown for.
  private List<String> possible(Expedition expedition, Armoury armoury, Dice dice) {
    var best = 0;
    for (var rank = 0; rank < ranks.size(); rank++) {
      if (ranks.get(rank).stream().anyMatch(expedition.units()::containsKey)) {
        best = rank;
      }
    }
    var possible = new ArrayList<String>();
    for (var rank = 0; rank <= Math.min(best + 1, ranks.size() - 1); rank++) {
      ranks.get(rank).stream()
          .filter(id -> armoury.types().stream().anyMatch(t -> t.id().equals(id)))
          .forEach(possible::add);
    }
    for (var i = possible.size() - 1; i > 0; i--) {
      Collections.swap(possible, i, (int) dice.below(i + 1L));
    }
    return possible;
  }
}
