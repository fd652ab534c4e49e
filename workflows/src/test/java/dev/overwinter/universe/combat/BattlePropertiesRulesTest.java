package dev.overwinter.universe.combat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Any battle: several fleets a side, any units, any technology, goods in holds and on the planet.
final class BattlePropertiesRulesTest {

  @Property(tries = 300)
  void whoCameIsLostOrLeftInEveryRound(
      @ForAll("orders") BattleOrder order, @ForAll("rules") BattleRules rules, @ForAll long seed) {
    var result = Battle.fight(order, rules, seed);

    checkSide(order.attackers(), result.attackers(), result, true);
    checkSide(order.defenders(), result.defenders(), result, false);
    assertThat(result.rounds()).hasSizeLessThanOrEqualTo(6);
    if (result.winner() == BattleResult.Winner.ATTACKERS
        && result.rules() instanceof BattleRules.Rounds) {
      assertThat(result.defenders().isGone()).isTrue();
      assertThat(result.attackers().isGone()).isFalse();
    }
  }

  private static void checkSide(
      List<BattleFleet> fleets, BattleResult.Side side, BattleResult result, boolean attackers) {
    for (var i = 0; i < fleets.size(); i++) {
      var fleet = fleets.get(i);
      var outcome = side.fleets().get(i);
      assertThat(outcome.fleet()).isEqualTo(fleet.id());
      assertThat(Counts.plus(outcome.lost(), outcome.remaining())).isEqualTo(fleet.units());
      var before = fleet.units();
      for (var round : result.rounds()) {
        var own = (attackers ? round.attackers() : round.defenders()).get(i);
        assertThat(Counts.plus(own.lost(), own.remaining())).isEqualTo(before);
        assertThat(own.shots()).isGreaterThanOrEqualTo(Counts.sum(before));
        assertThat(own.bounced()).isBetween(0L, own.shots());
        before = own.remaining();
      }
      assertThat(outcome.remaining()).isEqualTo(before);
    }
  }

  @Property(tries = 300)
  void everyMicroUnitIsSomewhereAfterwards(
      @ForAll("orders") BattleOrder order, @ForAll("goods") Goods there, @ForAll long seed) {
    var result = Battle.fight(order, BattleRules.OGAME, seed);
    var after =
        AfterBattle.settle(order, result, new AfterBattle.Site(there, true), AfterRules.OGAME);

    // The planet's: looted or still there, and never more than half of it.
    var left = there.minus(after.loot());
    assertThat(left.plus(after.loot())).isEqualTo(there);
    assertThat(after.loot().metal()).isLessThanOrEqualTo(there.metal() / 2);
    assertThat(after.loot().crystal()).isLessThanOrEqualTo(there.crystal() / 2);
    assertThat(after.loot().deuterium()).isLessThanOrEqualTo(there.deuterium() / 2);
    assertThat(after.holds().stream().map(Aftermath.Hold::loot).reduce(Goods.NONE, Goods::plus))
        .isEqualTo(after.loot());
    if (!result.defenders().isGone()) {
      assertThat(after.loot()).isEqualTo(Goods.NONE);
    }
    // What came in holds: kept or lost, and nothing more than fits.
    for (var i = 0; i < order.attackers().size(); i++) {
      var fleet = order.attackers().get(i);
      var hold = after.holds().get(i);
      assertThat(hold.kept().plus(hold.lost())).isEqualTo(fleet.carried());
      var outcome = result.attackers().fleet(fleet.id());
      assertThat(hold.carried().sum())
          .isLessThanOrEqualTo(AfterBattle.capacity(order.armoury(), fleet, outcome.remaining()));
      if (outcome.lost().isEmpty()) {
        assertThat(hold.lost()).isEqualTo(Goods.NONE);
      }
    }
    // What was destroyed is debris, repaired or gone; debris is less than a third of it.
    var owner = result.defenders().fleets().getFirst();
    after.repaired().forEach((id, n) -> assertThat(n).isLessThanOrEqualTo(owner.lost().get(id)));
    var gone =
        Stream.concat(result.attackers().fleets().stream(), result.defenders().fleets().stream())
            .map(f -> order.armoury().worth(f.lost()))
            .reduce(Goods.NONE, Goods::plus);
    assertThat(after.debris().sum()).isLessThanOrEqualTo(gone.sum() / 100 * 30 + 100);
    assertThat(after.debris().deuterium()).isZero();
  }

  @Property(tries = 500)
  void asMuchIsTakenAsFitsAndAsEvenlyAsItLies(
      @ForAll("goods") Goods there, @ForAll("rooms") List<Long> rooms) {
    var room = rooms.stream().mapToLong(Long::longValue).sum();
    var taken = Loot.fit(there, room);

    assertThat(taken.sum()).isEqualTo(Math.min(room, there.sum()));
    there.minus(taken);
    var parts = Loot.divide(taken, rooms);
    assertThat(parts.stream().reduce(Goods.NONE, Goods::plus)).isEqualTo(taken);
    for (var i = 0; i < rooms.size(); i++) {
      assertThat(parts.get(i).sum()).isLessThanOrEqualTo(rooms.get(i));
    }
    // Of what was not taken whole, there is as much of each, but for one or two micro-units.
    var partly = new ArrayList<Long>();
    if (taken.metal() < there.metal()) {
      partly.add(taken.metal());
    }
    if (taken.crystal() < there.crystal()) {
      partly.add(taken.crystal());
    }
    if (taken.deuterium() < there.deuterium()) {
      partly.add(taken.deuterium());
    }
    for (var one : partly) {
      for (var other : partly) {
        assertThat(Math.abs(one - other)).isLessThanOrEqualTo(2);
      }
      assertThat(one + 2)
          .isGreaterThanOrEqualTo(
              Math.max(taken.metal(), Math.max(taken.crystal(), taken.deuterium())));
    }
  }

  @Property(tries = 200)
  void missilesAndDefencesAddUp(
      @ForAll("units") Map<String, Long> units,
      @ForAll("levels") int weapons,
      @ForAll("levels") int missiles,
      @ForAll("levels") int interceptors) {
    var strike = new MissileRules.Strike(missiles, weapons, "", weapons, interceptors, 2, units);
    var impact = MissileRules.OGAME.strike(strike, Armies.OGAME);

    assertThat(Counts.plus(impact.destroyed(), impact.remaining())).isEqualTo(strike.defences());
    assertThat(impact.intercepted()).isEqualTo(Math.min(missiles, interceptors + 2L));
    assertThat(impact.interceptorsSpent() + impact.planetInterceptorsSpent())
        .isEqualTo(impact.intercepted());
    if (missiles <= interceptors + 2) {
      assertThat(impact.destroyed()).isEmpty();
    }
  }

  @Provide
  Arbitrary<BattleRules> rules() {
    return Arbitraries.of(BattleRules.OGAME, BattleRules.CLASSIC);
  }

  @Provide
  Arbitrary<Integer> levels() {
    return Arbitraries.integers().between(0, 25);
  }

  @Provide
  Arbitrary<List<Long>> rooms() {
    return Arbitraries.longs().between(0, 3_000_000_000_000L).list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Goods> goods() {
    var amounts = Arbitraries.longs().between(0, 2_000_000_000_000L);
    return Combinators.combine(amounts, amounts, amounts).as(Goods::new);
  }

  @Provide
  Arbitrary<Map<String, Long>> units() {
    var ids = Armies.OGAME.types().stream().map(UnitType::id).toList();
    return Arbitraries.maps(
            Arbitraries.of(ids),
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(0, 20)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(0, 400))))
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<BattleOrder> orders() {
    return Combinators.combine(fleets("a"), fleets("d"))
        .as((attackers, defenders) -> new BattleOrder(Armies.OGAME, attackers, defenders));
  }

  private Arbitrary<List<BattleFleet>> fleets(String side) {
    var technologies =
        Combinators.combine(levels(), levels(), levels(), levels())
            .as((w, s, a, c) -> new Technology(w, s, a, 100 + 5 * c));
    var fleets =
        Combinators.combine(technologies, units(), goods())
            .as((technology, units, carried) -> filled(technology, units, carried));
    return fleets
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(list -> {
          var named = new ArrayList<BattleFleet>();
          for (var fleet : list) {
            named.add(
                new BattleFleet(
                    side + named.size(),
                    "owner",
                    fleet.technology(),
                    fleet.units(),
                    fleet.carried()));
          }
          return named;
        });
  }

  /// With no more in its holds than they take.
  private static BattleFleet filled(Technology technology, Map<String, Long> units, Goods goods) {
    var empty = new BattleFleet("f", "owner", technology, units, Goods.NONE);
    var carried = Loot.fit(goods, AfterBattle.capacity(Armies.OGAME, empty, empty.units()));
    return new BattleFleet("f", "owner", technology, units, carried);
  }
}
