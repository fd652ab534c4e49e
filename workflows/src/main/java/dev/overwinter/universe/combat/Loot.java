package dev.overwinter.universe.combat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How much of what fits where. All in micro-units, exact: what is given out is what was there.
public final class Loot {
  private Loot() {}

  /// As much as there is room for, as evenly as there is of each: room that one resource does not
  /// need is shared by the others.
  ///
  /// @param room micro-units in all
  public static Goods fit(Goods there, long room) {
    if (room >= there.sum()) {
      return there;
    }
    var amounts = new long[] {there.metal(), there.crystal(), there.deuterium()};
    var sorted = amounts.clone();
    Arrays.sort(sorted);
    // The smallest first: each takes its even share of what is left or less.
    var left = Math.max(0, room);
    var level = 0L;
    for (var i = 0; i < sorted.length; i++) {
      level = left / (sorted.length - i);
      if (sorted[i] > level) {
        break;
      }
      left -= sorted[i];
    }
    var fitted = there.atMost(level, level, level);
    // What a division by two or three leaves, one or two micro-units, to the first that has more.
    var over = Math.max(0, room) - fitted.sum();
    var metal = Math.min(over, there.metal() - fitted.metal());
    var crystal = Math.min(over - metal, there.crystal() - fitted.crystal());
    return fitted.plus(new Goods(metal, crystal, over - metal - crystal));
  }

  /// Gives goods out among several in proportion to their room, to the last micro-unit.
  ///
  /// @param goods not more than all of them have room for
  /// @param rooms micro-units of each
  public static List<Goods> divide(Goods goods, List<Long> rooms) {
    var all = rooms.stream().reduce(0L, Math::addExact);
    if (goods.sum() > all) {
      throw new IllegalArgumentException(
          "goods: " + goods.sum() + " (expected: at most the room, " + all + ")");
    }
    var parts = new ArrayList<Goods>();
    var rest = goods;
    for (var room : rooms) {
      var part = all == 0 ? Goods.NONE : goods.share(room, all);
      parts.add(part);
      rest = rest.minus(part);
    }
    for (var i = 0; i < parts.size() && !rest.isNone(); i++) {
      var more = fit(rest, rooms.get(i) - parts.get(i).sum());
      parts.set(i, parts.get(i).plus(more));
      rest = rest.minus(more);
    }
    return List.copyOf(parts);
  }
}
