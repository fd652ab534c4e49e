package dev.overwinter.worker;

import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The universe that a worker makes when there is none of its id. Changing it later changes
/// nothing: a universe stays as it was made.
///
/// @param first what it makes
record UniverseConfig(UniverseSpec first) {
  /// What the contract's paths without a universe mean.
  static final String ID = "1";

  static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("OVERWINTER_WORKER_UNIVERSE_RULES", "classic"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_NAME", "Universe 1"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_SPEED_ECONOMY", "1"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_SPEED_FLEET", "1"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_SPEED_RESEARCH", "1"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_START_CHOICE", "off"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_SEEDED", "1024"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_STARTER_NAME", "Homeworld"),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_CLEANUP_DAYS", "30"),
          // Empty for as the rules say.
          Map.entry("OVERWINTER_WORKER_UNIVERSE_TRADE_FEE", ""),
          Map.entry("OVERWINTER_WORKER_UNIVERSE_OFFERS_EXPIRE", ""));

  private static final String PREFIX = "OVERWINTER_WORKER_UNIVERSE_";

  /// What the contract calls some of them; ours are heard first.
  private static final Map<String, String> SEED =
      Map.of(
          "START_CHOICE", "REQUIRE_START_CHOICE",
          "SEEDED", "INITIAL_PLANETS",
          "STARTER_NAME", "STARTER_PLANET_NAME",
          "CLEANUP_DAYS", "CLEANUP_DAYS",
          "TRADE_FEE", "TRADE_TRANSACTION_FEE_RATE");

  /// What somebody has set, or nobody.
  ///
  /// @param name under which, to be told when it is wrong
  private record Setting(String name, String text) {}

  private static Setting setting(String name, Map<String, String> environment) {
    var own = environment.getOrDefault(PREFIX + name, "").strip();
    var seed = SEED.getOrDefault(name, "");
    if (own.isEmpty() && !environment.getOrDefault(seed, "").isBlank()) {
      return new Setting(seed, environment.getOrDefault(seed, "").strip());
    }
    var usual = Objects.requireNonNull(DEFAULTS.get(PREFIX + name), name);
    return new Setting(PREFIX + name, environment.getOrDefault(PREFIX + name, usual).strip());
  }

  static UniverseConfig from(Map<String, String> environment) {
    Function<String, Setting> values = name -> setting(name, environment);
    // A misspelt name is told at the start and not when somebody wants to play.
    var rules = RuleSetFiles.named(values.apply("RULES").text());
    return new UniverseConfig(
        new UniverseSpec(
            ID,
            values.apply("NAME").text(),
            rules.name(),
            factor(values.apply("SPEED_ECONOMY")),
            factor(values.apply("SPEED_FLEET")),
            factor(values.apply("SPEED_RESEARCH")),
            isOn(values.apply("START_CHOICE")),
            number(values.apply("SEEDED")),
            new UniverseSettings(
                values.apply("STARTER_NAME").text(),
                number(values.apply("CLEANUP_DAYS")),
                fee(values.apply("TRADE_FEE")),
                expiry(values.apply("OFFERS_EXPIRE")))));
  }

  private static double factor(Setting setting) {
    try {
      return Double.parseDouble(setting.text());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(unlike(setting, "a number"), e);
    }
  }

  private static @Nullable Double fee(Setting setting) {
    if (setting.text().isEmpty()) {
      return null;
    }
    try {
      return Double.valueOf(setting.text());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(unlike(setting, "0..1"), e);
    }
  }

  private static @Nullable Duration expiry(Setting setting) {
    if (setting.text().isEmpty()) {
      return null;
    }
    var expected = "like P7D, or PT0S for never";
    try {
      var expiry = Duration.parse(setting.text());
      if (!expiry.isNegative()) {
        return expiry;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(unlike(setting, expected), e);
    }
    throw new IllegalArgumentException(unlike(setting, expected));
  }

  private static int number(Setting setting) {
    try {
      return Integer.parseInt(setting.text());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(unlike(setting, "a number"), e);
    }
  }

  /// Ours says on or off, and the contract's true or false.
  private static boolean isOn(Setting setting) {
    return switch (setting.text().toLowerCase(Locale.ROOT)) {
      case "on", "true", "1", "yes" -> true;
      case "off", "false", "0", "no" -> false;
      default -> throw new IllegalArgumentException(unlike(setting, "on or off"));
    };
  }

  private static String unlike(Setting setting, String expected) {
    return setting.name() + ": " + setting.text() + " (expected: " + expected + ")";
  }

  String printed() {
    return "%s by %s rules, economy x%s, fleets x%s, research x%s, %s"
        .formatted(
            first.universe(),
            first.rules(),
            first.economySpeed(),
            first.fleetSpeed(),
            first.researchSpeed(),
            first.startChoice() ? "players choose their place" : "players are given a place");
  }
}
