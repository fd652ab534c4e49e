package dev.overwinter.universe.web;

import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.order.Goods;

/// Resources in whole units, as everybody reads them.
record Amounts(long metal, long crystal, long deuterium) {

  /// Cut to whole units.
  static Amounts of(Resources micros) {
    return new Amounts(
        micros.units(Resource.METAL),
        micros.units(Resource.CRYSTAL),
        micros.units(Resource.DEUTERIUM));
  }

  static Amounts of(Goods goods) {
    return new Amounts(goods.metal(), goods.crystal(), goods.deuterium());
  }
}
