package dev.overwinter.universe.expedition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.overwinter.durable.Payloads;
import dev.overwinter.universe.combat.Armoury;
import dev.overwinter.universe.combat.Goods;
import dev.overwinter.universe.combat.Technology;
import dev.overwinter.universe.combat.UnitType;
import dev.overwinter.universe.combat.UnitType.Role;
import dev.overwinter.universe.expedition.ExpeditionRules.Expedition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExpeditionRulesTest {
  private static final Armoury ARMOURY =
      new Armoury(
          Stream.of(
                  "small_cargo",
                  "large_cargo",
                  "light_fighter",
                  "heavy_fighter",
                  "cruiser",
                  "battleship",
                  "battlecruiser",
                  "bomber",
                  "destroyer",
                  "espionage_probe")
              .map(id ->
                  new UnitType(id, Role.WARSHIP, 4_000, 10, 50, 50, Goods.ofUnits(3_000, 1_000, 0)))
              .toList(),
          Map.of());
  private static final long ROOM = 1_000_000 * Goods.MICROS;
  private static final Duration FLIGHT = Duration.ofMinutes(100);

  private static Expedition expedition(Map<String, Long> units, long room) {
    return new Expedition("f-1", units, Technology.of(5, 2, 0), room, FLIGHT, Duration.ofHours(1));
  }

  private static Find find(long seed) {
    return find(expedition(Map.of("light_fighter", 100L), ROOM), 20_000, seed);
  }

  private static Find find(Expedition expedition, long bestScore, long seed) {
    return ExpeditionRules.OGAME.find(expedition, ARMOURY, bestScore, 1, 1, seed);
  }

  private static <T> List<T> finds(Class<T> kind, int seeds) {
    return LongStream.range(0, seeds)
        .mapToObj(ExpeditionRulesTest::find)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Test
  void everythingHappensAsOftenAsItsWeight() {
    var counts = new TreeMap<String, Integer>();
    for (var seed = 0; seed < 50_000; seed++) {
      counts.merge(find(seed).getClass().getSimpleName(), 1, Integer::sum);
    }
    // Of 9,985 hundredths of a percent, with four standard deviations.
    assertThat(counts.get("Resources")).isBetween(17_100, 17_960);
    assertThat(counts.get("Nothing")).isBetween(16_060, 16_900);
    assertThat(counts.get("Ships")).isBetween(8_170, 8_850);
    assertThat(counts.get("Later")).isBetween(3_515, 3_995);
    assertThat(counts.get("Sooner")).isBetween(1_230, 1_525);
    assertThat(counts.get("Fight")).isBetween(2_065, 2_445);
    assertThat(counts.get("Lost")).isBetween(60, 140);
  }

  @Test
  void resourcesAreWithinWhatTheBestPlayersScoreAllows() {
    var found = finds(Find.Resources.class, 2_000);
    assertThat(found).hasSizeGreaterThan(500);
    var mostMetal = 500_000 * Goods.MICROS;
    for (var find : found) {
      assertThat(find.goods().metal()).isLessThanOrEqualTo(mostMetal);
      assertThat(find.goods().crystal()).isLessThanOrEqualTo(mostMetal / 3 * 2);
      assertThat(find.goods().deuterium()).isLessThanOrEqualTo(mostMetal / 3);
      assertThat(find.goods().sum()).isGreaterThanOrEqualTo(mostMetal / 30);
    }
    assertThat(found).anyMatch(f -> f.goods().metal() > 0);
    assertThat(found).anyMatch(f -> f.goods().crystal() > 0);
    assertThat(found).anyMatch(f -> f.goods().deuterium() > 0);
  }

  @Test
  void nobodyCarriesMoreThanFits() {
    for (var seed = 0; seed < 2_000; seed++) {
      var find = find(expedition(Map.of("light_fighter", 1L), 50 * Goods.MICROS), 0, seed);
      if (find instanceof Find.Resources some) {
        assertThat(some.goods().sum()).isEqualTo(50 * Goods.MICROS);
      }
      assertThat(find).isNotInstanceOf(Find.Ships.class);
      if (find(expedition(Map.of("cruiser", 1L), 0), 0, seed) instanceof Find.Resources some) {
        throw new AssertionError("found without room: " + some);
      }
    }
  }

  @Test
  void shipsAreFoundUpToOneRankAboveTheFleetsBest() {
    var found = new TreeMap<String, Long>();
    for (var find : finds(Find.Ships.class, 5_000)) {
      find.ships().forEach((id, n) -> found.merge(id, n, Long::sum));
      // 500,000 units of 4,000 each.
      assertThat(find.ships().values().stream().mapToLong(Long::longValue).sum())
          .isBetween(1L, 125L);
    }
    assertThat(found.keySet())
        .containsExactly("espionage_probe", "large_cargo", "light_fighter", "small_cargo");
  }

  @Test
  void delaysAreMultiplesOfTheStayAndHasteIsAShareOfTheWay() {
    assertThat(finds(Find.Later.class, 5_000))
        .extracting(f -> f.by().toHours())
        .contains(2L, 3L)
        .isSubsetOf(2L, 3L, 5L);
    // 5 to 10 % of 9,600 s.
    assertThat(finds(Find.Sooner.class, 5_000))
        .allSatisfy(f -> assertThat(f.by().toSeconds()).isBetween(480L, 960L));
  }

  @Test
  void piratesAreWeakerThanWhatTheyAttackAndAliensKnowMore() {
    for (var fight : finds(Find.Fight.class, 5_000)) {
      var worth = ARMOURY.worth(fight.enemies().units()).sum();
      // 100 fighters of 4,000.
      var own = 400_000 * Goods.MICROS;
      if (fight.who() == Find.Who.PIRATES) {
        assertThat(worth).isBetween(own / 100 * 25, own / 100 * 92);
        assertThat(fight.enemies().technology()).isEqualTo(Technology.of(2, 0, 0));
      } else {
        assertThat(worth).isBetween(own / 100 * 34, own / 100 * 104);
        assertThat(fight.enemies().technology()).isEqualTo(Technology.of(8, 5, 3));
      }
    }
  }

  @Test
  void findsAreReadBackAsTheyWere() throws JsonProcessingException {
    for (var seed = 0; seed < 300; seed++) {
      var json = Payloads.mapper().writerFor(Find.class).writeValueAsString(find(seed));
      assertThat(Payloads.mapper().readValue(json, Find.class)).isEqualTo(find(seed));
    }
  }
}
