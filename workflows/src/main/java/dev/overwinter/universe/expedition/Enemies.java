package dev.overwinter.universe.expedition;

import dev.overwinter.universe.combat.Armoury;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.Dice;
import dev.overwinter.universe.combat.Goods;
import dev.overwinter.universe.combat.Technology;
import dev.overwinter.universe.expedition.ExpeditionRules.Expedition;
import java.util.List;
import java.util.TreeMap;

/// Who attacks expeditions: fleets in proportion to what they attack, mostly freighters with a few
/// that fight.
final class Enemies {
  private static final int TECHNOLOGY_GAP = 3;

  /// How large they come.
  ///
  /// @param percent of what the expedition is worth
  /// @param give how many percent more or less
  /// @param escort who comes on top of it
  /// @param escorts how many of these
  private record Size(int percent, int give, String escort, int escorts) {}

  private static final List<Size> PIRATES =
      List.of(
          new Size(30, 3, "light_fighter", 5),
          new Size(50, 5, "cruiser", 3),
          new Size(80, 8, "battleship", 2));

  private static final List<Size> ALIENS =
      List.of(
          new Size(40, 4, "heavy_fighter", 5),
          new Size(60, 6, "battlecruiser", 3),
          new Size(90, 9, "destroyer", 2));

  private Enemies() {}

  /// Three levels below the expedition's.
  static BattleFleet pirates(Expedition expedition, Armoury armoury, Dice dice) {
    return fleet("pirates", expedition, armoury, PIRATES, -TECHNOLOGY_GAP, dice);
  }

  /// Three levels above the expedition's.
  static BattleFleet aliens(Expedition expedition, Armoury armoury, Dice dice) {
    return fleet("aliens", expedition, armoury, ALIENS, TECHNOLOGY_GAP, dice);
  }

  private static BattleFleet fleet(
      String who, Expedition expedition, Armoury armoury, List<Size> sizes, int levels, Dice dice) {
    var thrown = dice.below(100);
    var size = sizes.get(thrown < 89 ? 0 : thrown < 99 ? 1 : 2);
    // In hundredths of a percent.
    var part = size.percent() * 100L + dice.between(-100, 100) * size.give();
    var worth = armoury.worth(expedition.units()).share(part, 10_000).sum();
    var units = new TreeMap<String, Long>();
    units.put("large_cargo", worth / armoury.type("large_cargo").cost().sum());
    units.merge(size.escort(), (long) size.escorts(), Long::sum);
    var own = expedition.technology();
    return new BattleFleet(
        expedition.id() + "/" + who,
        who,
        Technology.of(
            level(own.weapons() + levels),
            level(own.shields() + levels),
            level(own.armour() + levels)),
        units,
        Goods.NONE);
  }

  private static int level(int level) {
    return Math.clamp(level, 0, Technology.HIGHEST);
  }
}
