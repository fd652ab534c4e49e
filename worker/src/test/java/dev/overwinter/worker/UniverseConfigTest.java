package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UniverseConfigTest {

  @Test
  void needsNothing() {
    assertThat(UniverseConfig.from(Map.of()).first())
        .isEqualTo(
            new UniverseSpec(
                "1", "Universe 1", "classic", 1, 1, 1, false, 1024, UniverseSettings.USUAL));
  }

  @Test
  void takesEverything() {
    var config =
        UniverseConfig.from(
            Map.of(
                "OVERWINTER_WORKER_UNIVERSE_RULES", "ogame",
                "OVERWINTER_WORKER_UNIVERSE_NAME", "Wega",
                "OVERWINTER_WORKER_UNIVERSE_SPEED_ECONOMY", "4",
                "OVERWINTER_WORKER_UNIVERSE_SPEED_FLEET", "2",
                "OVERWINTER_WORKER_UNIVERSE_SPEED_RESEARCH", "8",
                "OVERWINTER_WORKER_UNIVERSE_START_CHOICE", "on",
                "OVERWINTER_WORKER_UNIVERSE_SEEDED", "10",
                "OVERWINTER_WORKER_UNIVERSE_STARTER_NAME", "Home",
                "OVERWINTER_WORKER_UNIVERSE_CLEANUP_DAYS", "5"));

    assertThat(config.first())
        .isEqualTo(
            new UniverseSpec(
                "1",
                "Wega",
                "ogame",
                4,
                2,
                8,
                true,
                10,
                new UniverseSettings("Home", 5, null, null)));
    assertThat(config.printed()).contains("ogame").contains("players choose");
  }

  @Test
  void theFeeAndTheEndOfOffersAreTheOperators() {
    var own =
        UniverseConfig.from(
            Map.of(
                "OVERWINTER_WORKER_UNIVERSE_TRADE_FEE", "0.05",
                "TRADE_TRANSACTION_FEE_RATE", "0.5",
                "OVERWINTER_WORKER_UNIVERSE_OFFERS_EXPIRE", "P7D"));
    var seed = UniverseConfig.from(Map.of("TRADE_TRANSACTION_FEE_RATE", "0.1"));

    assertThat(own.first().settings())
        .isEqualTo(new UniverseSettings("Homeworld", 30, 0.05, Duration.ofDays(7)));
    assertThat(seed.first().settings()).isEqualTo(new UniverseSettings("Homeworld", 30, 0.1, null));
  }

  @Test
  void whatTheContractCallsThemIsHeardWhereOursAreNot() {
    var seed =
        Map.of(
            "REQUIRE_START_CHOICE", "True",
            "INITIAL_PLANETS", "12",
            "STARTER_PLANET_NAME", "Eden",
            "CLEANUP_DAYS", "9");
    var both = new HashMap<>(seed);
    both.put("OVERWINTER_WORKER_UNIVERSE_START_CHOICE", "off");
    both.put("OVERWINTER_WORKER_UNIVERSE_SEEDED", "13");
    both.put("OVERWINTER_WORKER_UNIVERSE_STARTER_NAME", "Home");
    both.put("OVERWINTER_WORKER_UNIVERSE_CLEANUP_DAYS", "5");

    assertThat(UniverseConfig.from(seed).first())
        .isEqualTo(
            new UniverseSpec(
                "1",
                "Universe 1",
                "classic",
                1,
                1,
                1,
                true,
                12,
                new UniverseSettings("Eden", 9, null, null)));
    assertThat(UniverseConfig.from(both).first())
        .isEqualTo(
            new UniverseSpec(
                "1",
                "Universe 1",
                "classic",
                1,
                1,
                1,
                false,
                13,
                new UniverseSettings("Home", 5, null, null)));
  }

  @ParameterizedTest
  @CsvSource({
    "OVERWINTER_WORKER_UNIVERSE_RULES, chess, expected: [classic",
    "OVERWINTER_WORKER_UNIVERSE_SPEED_FLEET, fast, expected: a number",
    "OVERWINTER_WORKER_UNIVERSE_SPEED_FLEET, 0, expected: above 0",
    "OVERWINTER_WORKER_UNIVERSE_START_CHOICE, maybe, expected: on or off",
    "OVERWINTER_WORKER_UNIVERSE_SEEDED, -1, expected: >= 0",
    "OVERWINTER_WORKER_UNIVERSE_CLEANUP_DAYS, 0, expected: >= 1",
    "OVERWINTER_WORKER_UNIVERSE_TRADE_FEE, 1.5, expected: 0..1",
    "TRADE_TRANSACTION_FEE_RATE, much, expected: 0..1",
    "REQUIRE_START_CHOICE, maybe, REQUIRE_START_CHOICE: maybe (expected: on or off",
    "INITIAL_PLANETS, many, INITIAL_PLANETS: many (expected: a number",
    "CLEANUP_DAYS, soon, CLEANUP_DAYS: soon (expected: a number",
    "OVERWINTER_WORKER_UNIVERSE_OFFERS_EXPIRE, soon, expected: like P7D",
    "OVERWINTER_WORKER_UNIVERSE_OFFERS_EXPIRE, -PT1H, expected: like P7D",
  })
  void refusesWhatItDoesNotUnderstand(String key, String value, String says) {
    assertThatThrownBy(() -> UniverseConfig.from(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says);
  }
}
