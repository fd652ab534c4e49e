package dev.overwinter.universe.combat;

import static dev.overwinter.universe.combat.Armies.LIGHT_FIGHTER;
import static dev.overwinter.universe.combat.Armies.count;
import static dev.overwinter.universe.combat.Armies.fight;
import static dev.overwinter.universe.combat.Armies.fleet;
import static dev.overwinter.universe.combat.Armies.left;
import static dev.overwinter.universe.combat.Armies.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.overwinter.durable.Payloads;
import dev.overwinter.universe.combat.BattleResult.Winner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BattleRulesTest {

  @Test
  void aHundredThousandFightersASideLoseWhatTheyLoseInTheStrongestPeer() {
    var left = new ArrayList<Long>();
    for (var seed = 0; seed < 5; seed++) {
      var result = fight(Map.of(LIGHT_FIGHTER, 100_000L), Map.of(LIGHT_FIGHTER, 100_000L), seed);

      assertThat(result.winner()).isEqualTo(Winner.DRAW);
      assertThat(result.rounds()).hasSize(6);
      assertThat(result.shots()).isBetween(865_000L, 885_000L);
      left.add(count(left(result.attackers())));
      left.add(count(left(result.defenders())));
    }
    // A side varies by some 200 from battle to battle.
    assertThat(left).allSatisfy(n -> assertThat(n).isBetween(24_200L, 26_200L));
    assertThat(left.stream().mapToLong(Long::longValue).average().orElseThrow())
        .isBetween(24_900.0, 25_700.0);
  }

  /// 700k cruisers and 100k battleships against 20k plasma turrets and 100k rocket launchers.
  @Test
  void theFightOfThePeersReadmeEndsAsItDoesThere() {
    var result =
        fight(
            Map.of("cruiser", 700_000L, "battleship", 100_000L),
            Map.of("plasma_turret", 20_000L, "rocket_launcher", 100_000L),
            1);

    assertThat(result.winner()).isEqualTo(Winner.ATTACKERS);
    assertThat(left(result.attackers()).get("cruiser")).isBetween(682_000L, 683_200L);
    assertThat(left(result.attackers()).get("battleship")).isBetween(98_600L, 99_000L);
    assertThat(result.shots()).isBetween(3_600_000L, 4_000_000L);
  }

  @Test
  void theSameSeedIsTheSameBattleOnAnyMachine() {
    var order =
        order(
            List.of(
                fleet("alice", Technology.of(3, 2, 1), Map.of(LIGHT_FIGHTER, 400L, "cruiser", 90L)),
                fleet("carol", Technology.of(0, 7, 0), Map.of("bomber", 20L, "deathstar", 1L))),
            List.of(
                fleet(
                    "bob",
                    Technology.of(2, 2, 2),
                    Map.of("rocket_launcher", 900L, "gauss_cannon", 30L, "large_shield_dome", 1L)),
                fleet("dan", Technology.NONE, Map.of("battleship", 60L, "espionage_probe", 5L))));

    var result = Battle.fight(order, BattleRules.OGAME, 0xC0FFEE);

    assertThat(result).isEqualTo(Battle.fight(order, BattleRules.OGAME, 0xC0FFEE));
    assertThat(result).isNotEqualTo(Battle.fight(order, BattleRules.OGAME, 0xC0FFEF));
    // Written down once: whoever changes a number here has changed every battle that was fought.
    assertThat(summary(result)).isEqualTo(GOLDEN);
  }

  private static final String GOLDEN =
      "ATTACKERS after 5 rounds, 4428 shots, 14 bounced, 106069 absorbed: "
          + "{bomber=20, cruiser=65, deathstar=1, light_fighter=69} v {}";

  private static String summary(BattleResult result) {
    var fleets =
        result.rounds().stream()
            .flatMap(r -> Stream.concat(r.attackers().stream(), r.defenders().stream()))
            .toList();
    return "%s after %d rounds, %d shots, %d bounced, %d absorbed: %s v %s"
        .formatted(
            result.winner(),
            result.rounds().size(),
            result.shots(),
            fleets.stream().mapToLong(BattleResult.FleetRound::bounced).sum(),
            fleets.stream().mapToLong(BattleResult.FleetRound::absorbed).sum(),
            left(result.attackers()),
            left(result.defenders()));
  }

  @Test
  void equalSidesWinAsOften() {
    var attackers = 0;
    var defenders = 0;
    for (var seed = 0; seed < 2_000; seed++) {
      var result = fight(Map.of("cruiser", 6L), Map.of("cruiser", 6L), seed);
      attackers += result.winner() == Winner.ATTACKERS ? 1 : 0;
      defenders += result.winner() == Winner.DEFENDERS ? 1 : 0;
    }
    assertThat(attackers + defenders).isGreaterThan(200);
    // Four standard deviations of a fair coin.
    assertThat(Math.abs(attackers - defenders))
        .isLessThan((int) (4 * Math.sqrt(attackers + defenders)));
  }

  @Test
  void aShotBelowAHundredthOfTheWholeShieldBounces() {
    // 50 against a hundredth of 10,000.
    var result = fight(Map.of(LIGHT_FIGHTER, 10L), Map.of("large_shield_dome", 1L), 1);

    var round = result.rounds().getFirst().attackers().getFirst();
    assertThat(round.shots()).isEqualTo(10);
    assertThat(round.bounced()).isEqualTo(10);
    assertThat(round.power()).isZero();
    assertThat(result.rounds().getFirst().defenders().getFirst().absorbed()).isZero();

    // And 100 is not below it, also when the shield is worn already.
    var lasers =
        Battle.fight(
            order(
                List.of(fleet("alice", Technology.of(10, 0, 0), Map.of(LIGHT_FIGHTER, 10L))),
                List.of(fleet("bob", Technology.NONE, Map.of("large_shield_dome", 1L)))),
            BattleRules.OGAME,
            1);
    assertThat(lasers.rounds().getFirst().attackers().getFirst().bounced()).isZero();
    assertThat(lasers.rounds().getFirst().defenders().getFirst().absorbed()).isEqualTo(1_000);
  }

  @Test
  void shieldsAreWholeAgainInEveryRound() {
    // Ten shots of 100 take 1,000 of the dome's 10,000, round after round.
    var result =
        Battle.fight(
            order(
                List.of(fleet("alice", Technology.of(10, 0, 0), Map.of(LIGHT_FIGHTER, 10L))),
                List.of(fleet("bob", Technology.NONE, Map.of("large_shield_dome", 1L)))),
            BattleRules.OGAME,
            1);

    assertThat(result.winner()).isEqualTo(Winner.DRAW);
    assertThat(result.defenders().fleets().getFirst().lost()).isEmpty();
    assertThat(result.rounds())
        .allSatisfy(r -> assertThat(r.defenders().getFirst().absorbed()).isEqualTo(1_000));
  }

  @Test
  void whoeverIsDestroyedHasStillFired() {
    // Each side's only unit is certain to destroy the other's.
    var result = fight(Map.of("destroyer", 1L), Map.of("light_laser", 1L, "plasma_turret", 4L), 1);

    assertThat(result.rounds().getFirst().defenders().getFirst().shots()).isEqualTo(5);
    var duel = fight(Map.of("deathstar", 1L), Map.of("deathstar", 1L), 1);
    var last = duel.rounds().getLast();
    assertThat(last.attackers().getFirst().shots()).isEqualTo(1);
    assertThat(last.defenders().getFirst().shots()).isEqualTo(1);
  }

  @Test
  void aHullThatIsSafeDoesNotExplode() {
    // 390 of 400 through a shield of 10 leave 2.5 %; 130 of 400 leave 70 % of it: safe.
    var fighters = Map.of(LIGHT_FIGHTER, 1L);
    var one =
        Battle.fight(
            order(
                List.of(fleet("alice", Technology.NONE, Map.of("rocket_launcher", 1L))),
                List.of(fleet("bob", Technology.NONE, fighters))),
            new BattleRules.Rounds(1, 1, 70),
            1);
    // 80 through 10: 70 of 400 gone, 82.5 % left.
    assertThat(one.defenders().isGone()).isFalse();
    for (var seed = 0; seed < 100; seed++) {
      var safe =
          Battle.fight(
              order(Map.of("heavy_laser", 1L), fighters), new BattleRules.Rounds(1, 1, 40), seed);
      // 240 of 400 gone: 40 % left, and 40 % is safe by these rules.
      assertThat(safe.defenders().isGone()).isFalse();
    }
  }

  @Test
  void aDamagedHullExplodesAsOftenAsItIsDamaged() {
    // One shot of 250 through a shield of 10 leaves 160 of 400: it explodes in 60 %.
    var exploded =
        LongStream.range(0, 20_000)
            .filter(seed ->
                Battle.fight(
                        order(Map.of("heavy_laser", 1L), Map.of(LIGHT_FIGHTER, 1L)),
                        new BattleRules.Rounds(1, 1, 70),
                        seed)
                    .defenders()
                    .isGone())
            .count();
    // Four standard deviations: 277.
    assertThat(exploded).isBetween(11_720L, 12_280L);
  }

  @Test
  void rapidFireRepeatsAsOftenAsItSays() {
    // Against nothing but what it has 10 against, a cruiser fires 10 times on average.
    var result =
        Battle.fight(
            order(Map.of("cruiser", 100_000L), Map.of("rocket_launcher", 1_000_000L)),
            new BattleRules.Rounds(1, 1, 70),
            5);
    var fired = result.rounds().getFirst().attackers().getFirst().shots();
    // Four standard deviations of a geometric of mean 10 over 100,000: 12,000.
    assertThat(fired).isBetween(988_000L, 1_012_000L);
    assertThat(result.rounds().getFirst().defenders().getFirst().shots()).isEqualTo(1_000_000);
  }

  @Test
  void eachFleetFightsWithItsOwnTechnology() {
    var result =
        Battle.fight(
            order(
                List.of(
                    fleet("alice", Technology.of(0, 0, 0), Map.of(LIGHT_FIGHTER, 10_000L)),
                    fleet("carol", Technology.of(0, 0, 10), Map.of(LIGHT_FIGHTER, 10_000L))),
                List.of(fleet("bob", Technology.NONE, Map.of(LIGHT_FIGHTER, 20_000L)))),
            BattleRules.OGAME,
            3);

    var alice = count(result.attackers().fleet("fleet of alice").lost());
    var carol = count(result.attackers().fleet("fleet of carol").lost());
    assertThat(carol).isLessThan(alice * 2 / 3);
  }

  @Test
  void technologyCountsToTheTenthOfAPoint() {
    // A satellite's shield of 1 is 1.1 with one level: eleven shots of it add up to 12.1.
    var one =
        Battle.fight(
            order(
                List.of(fleet("alice", Technology.NONE, Map.of(LIGHT_FIGHTER, 1L))),
                List.of(fleet("bob", Technology.of(0, 5, 0), Map.of("solar_satellite", 1L)))),
            new BattleRules.Rounds(1, 1, 70),
            1);
    // 1.5 of it, shown in whole points.
    assertThat(one.rounds().getFirst().defenders().getFirst().absorbed()).isEqualTo(1);
    var ten =
        Battle.fight(
            order(
                List.of(fleet("alice", Technology.NONE, Map.of(LIGHT_FIGHTER, 2_000L))),
                List.of(fleet("bob", Technology.of(0, 5, 0), Map.of("solar_satellite", 10L)))),
            new BattleRules.Rounds(1, 1, 70),
            1);
    assertThat(ten.rounds().getFirst().defenders().getFirst().absorbed()).isEqualTo(15);
  }

  @Test
  void nobodyAgainstSomebodyIsNoFight() {
    var result = fight(Map.of(LIGHT_FIGHTER, 3L), Map.of(), 1);

    assertThat(result.winner()).isEqualTo(Winner.ATTACKERS);
    assertThat(result.rounds()).isEmpty();
    assertThat(fight(Map.of(), Map.of(), 1).winner()).isEqualTo(Winner.DRAW);
  }

  @Test
  void aResultIsReadBackFromAHistoryAsItWas() throws JsonProcessingException {
    var result = fight(Map.of("cruiser", 30L), Map.of("rocket_launcher", 200L), 9);
    var json = Payloads.mapper().writeValueAsString(result);

    assertThat(Payloads.mapper().readValue(json, BattleResult.class)).isEqualTo(result);
    assertThat(json).contains("\"kind\":\"rounds\"", "\"winner\":\"");
  }

  @Test
  void aReportIsSmallHoweverManyFought() throws JsonProcessingException {
    var result = fight(Map.of(LIGHT_FIGHTER, 1_000_000L), Map.of(LIGHT_FIGHTER, 1_000_000L), 1);

    assertThat(Payloads.mapper().writeValueAsBytes(result)).hasSizeLessThan(8_000);
  }

  @Test
  void anOrderThatMakesNoSenseIsRefusedWithTheReason() {
    assertThatThrownBy(() -> order(Map.of("x_wing", 1L), Map.of()))
        .hasMessageContaining("unit: x_wing (expected: one of");
    assertThatThrownBy(() -> order(Map.of(LIGHT_FIGHTER, -1L), Map.of()))
        .hasMessageContaining("light_fighter: -1 (expected: >= 0)");
    assertThatThrownBy(() -> order(Map.of(LIGHT_FIGHTER, 50_000_001L), Map.of()))
        .hasMessageContaining("expected: at most 50000000");
    assertThatThrownBy(() -> order(Map.of("deathstar", 40_000_000L), Map.of()))
        .hasMessageContaining("worth more than can be counted");
    assertThatThrownBy(() ->
            order(
                List.of(fleet("alice", Technology.NONE, Map.of())),
                List.of(fleet("alice", Technology.NONE, Map.of()))))
        .hasMessageContaining("an id comes twice");
  }
}
