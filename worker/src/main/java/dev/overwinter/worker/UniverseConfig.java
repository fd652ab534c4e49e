package dev.overwinter.worker;

import dev.overwinter.universe.json.RuleSetFiles;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
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

  /// The contract's name of the fee; ours is heard first.
  private static final String SEED_FEE = "TRADE_TRANSACTION_FEE_RATE";

  static UniverseConfig from(Map<String, String> environment) {
    UnaryOperator<String> values =
        name ->
            Objects.requireNonNull(
                    environment.getOrDefault(PREFIX + name, DEFAULTS.get(PREFIX + name)), name)
                .strip();
    // A misspelt name is told at the start and not when somebody wants to play.
    var rules = RuleSetFiles.named(values.apply("RULES"));
    return new UniverseConfig(
        new UniverseSpec(
            ID,
            values.apply("NAME"),
            rules.name(),
            factor("SPEED_ECONOMY", values),
            factor("SPEED_FLEET", values),
            factor("SPEED_RESEARCH", values),
            isOn(values.apply("START_CHOICE")),
            number("SEEDED", values),
            new UniverseSettings(
                values.apply("STARTER_NAME"),
                number("CLEANUP_DAYS", values),
                fee(environment, values),
                expiry(values))));
  }

  private static double factor(String name, UnaryOperator<String> values) {
    var text = values.apply(name);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(PREFIX + name + ": " + text + " (expected: a number)", e);
    }
  }

  private static @Nullable Double fee(
      Map<String, String> environment, UnaryOperator<String> values) {
    var own = values.apply("TRADE_FEE");
    var name = own.isEmpty() ? SEED_FEE : PREFIX + "TRADE_FEE";
    var text = own.isEmpty() ? environment.getOrDefault(SEED_FEE, "").strip() : own;
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": " + text + " (expected: 0..1)", e);
    }
  }

  private static @Nullable Duration expiry(UnaryOperator<String> values) {
    var text = values.apply("OFFERS_EXPIRE");
    if (text.isEmpty()) {
      return null;
    }
    try {
      var expiry = Duration.parse(text);
      if (!expiry.isNegative()) {
        return expiry;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(unlike(text), e);
    }
    throw new IllegalArgumentException(unlike(text));
  }

  private static String unlike(String text) {
    return PREFIX + "OFFERS_EXPIRE: " + text + " (expected: like P7D, or PT0S for never)";
  }

  private static int number(String name, UnaryOperator<String> values) {
    var text = values.apply(name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(PREFIX + name + ": " + text + " (expected: a number)", e);
    }
  }

  private static boolean isOn(String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw new IllegalArgumentException(
              PREFIX + "START_CHOICE: " + text + " (expected: on or off)");
    };
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
