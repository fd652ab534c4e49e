package dev.overwinter.universe.web;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.ruleset.RuleSet;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/// Numbers, times and things of a universe as pages write them.
final class Words {
  private static final Pattern LEVEL = Pattern.compile("\\b([a-z][a-z_]*)(?= \\d)");
  private static final Pattern KEY = Pattern.compile("\\b[a-z]+_[a-z_]+\\b");
  private static final Properties ABOUT = about();

  private Words() {}

  private static Properties about() {
    var about = new Properties();
    try (var file = Words.class.getResourceAsStream("about.properties");
        var text =
            new InputStreamReader(Objects.requireNonNull(file, "about"), StandardCharsets.UTF_8)) {
      about.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return about;
  }

  /// One line about a building, technology or unit; empty for one that nobody has described.
  static String about(String key) {
    return ABOUT.getProperty(key, "");
  }

  /// A whole number, its thousands apart.
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Whole units of an amount in micro-units, cut.
  static String units(long micros) {
    return number(Math.floorDiv(micros, Resources.MICROS));
  }

  /// A change, with its sign.
  static String signed(long number) {
    return String.format(Locale.ROOT, number < 0 ? "−%,d" : "+%,d", Math.abs(number));
  }

  /// A stretch of time, for example `1 h 12 min`.
  static String time(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    if (seconds < 86_400) {
      return seconds / 3600
          + " h"
          + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
    }
    long hours = seconds % 86_400 / 3600;
    return seconds / 86_400 + " d" + (hours == 0 ? "" : " " + hours + " h");
  }

  /// A resource.
  static String of(Resource resource) {
    return switch (resource) {
      case METAL -> "Metal";
      case CRYSTAL -> "Crystal";
      case DEUTERIUM -> "Deuterium";
    };
  }

  /// What people call a building, a technology or a unit.
  static String name(RuleSet rules, String key) {
    return rules
        .building(key)
        .map(rule -> rule.name())
        .or(() -> rules.tech(key).map(rule -> rule.name()))
        .or(() -> rules.unit(key).map(rule -> rule.name()))
        .orElseGet(() -> words(key));
  }

  /// A key as words, for example `Acs attack`.
  static String words(String key) {
    if (key.isEmpty()) {
      return "";
    }
    var words = key.toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /// A reason of the rules, whose keys become names, as a sentence.
  static String sentence(RuleSet rules, String reason) {
    var named = LEVEL.matcher(reason).replaceAll(found -> known(rules, found.group(1)));
    var all = KEY.matcher(named).replaceAll(found -> known(rules, found.group()));
    if (all.isEmpty()) {
      return "It is refused.";
    }
    var sentence = Character.toUpperCase(all.charAt(0)) + all.substring(1);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private static String known(RuleSet rules, String key) {
    boolean known =
        rules.building(key).isPresent()
            || rules.tech(key).isPresent()
            || rules.unit(key).isPresent();
    return known ? name(rules, key) : key;
  }

  /// A resource of a price.
  ///
  /// @param key of the resource
  /// @param name for people
  /// @param amount whole units
  /// @param missing whether there is less
  record Price(String key, String name, String amount, boolean missing) {}

  /// A price, without what it does not take.
  static List<Price> prices(Resources cost, Resources stock) {
    var prices = new ArrayList<Price>();
    for (var resource : Resource.values()) {
      if (cost.of(resource) > 0) {
        prices.add(
            new Price(
                resource.key(),
                of(resource),
                units(cost.of(resource)),
                stock.of(resource) < cost.of(resource)));
      }
    }
    return prices;
  }

  /// A building or technology that something requires.
  ///
  /// @param level that is needed
  /// @param have what there is
  record Need(String name, int level, int have) {}

  /// What is missing of it.
  static List<Need> needs(RuleSet rules, Levels missing, Levels have) {
    return missing.byKey().entrySet().stream()
        .map(need -> new Need(name(rules, need.getKey()), need.getValue(), have.of(need.getKey())))
        .toList();
  }

  /// A kind of unit and how many.
  record Count(String key, String name, String count) {}

  /// Units in the order of the rules; those that the rules do not know any more come last.
  static List<Count> counts(RuleSet rules, Map<String, Long> units) {
    var keys = new ArrayList<>(rules.units().keySet());
    units.keySet().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    return keys.stream()
        .filter(key -> units.getOrDefault(key, 0L) > 0)
        .map(key -> new Count(key, name(rules, key), number(units.getOrDefault(key, 0L))))
        .toList();
  }
}
