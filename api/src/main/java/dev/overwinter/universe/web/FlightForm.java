package dev.overwinter.universe.web;

import dev.overwinter.universe.fleet.Mission;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What somebody has written into the form that sends a fleet, made into numbers: what is none
/// counts as nothing there, and the rules say what is wrong with the rest.
///
/// @param ships how many of each, above 0
/// @param speed percent, 10 to 100
/// @param hours to stay, for missions that do
/// @param union the union that it joins; empty for none
/// @param aim the defence that missiles go for first; empty for all alike
record FlightForm(
    Mission mission,
    int galaxy,
    int system,
    int position,
    boolean moon,
    SortedMap<String, Long> ships,
    long metal,
    long crystal,
    long deuterium,
    int speed,
    int hours,
    String union,
    String aim) {
  private static final String SHIP = "ship.";
  private static final long MOST = 1_000_000_000_000L;

  /// @param home where it leaves, for what is not said
  static FlightForm of(Map<String, String> fields, PlanetReads.Planet home) {
    var ships = new TreeMap<String, Long>();
    fields.forEach((name, value) -> {
      if (name.startsWith(SHIP) && name.length() <= 80) {
        long count = number(value, 0, 1_000_000_000, 0);
        if (count > 0) {
          ships.put(name.substring(SHIP.length()), count);
        }
      }
    });
    return new FlightForm(
        Mission.parse(fields.getOrDefault("mission", "")).orElse(Mission.TRANSPORT),
        small(fields, "galaxy", home.galaxy()),
        small(fields, "system", home.system()),
        small(fields, "position", home.position()),
        "on".equals(fields.get("moon")),
        ships,
        amount(fields, "metal"),
        amount(fields, "crystal"),
        amount(fields, "deuterium"),
        (int) number(fields.getOrDefault("speed", ""), 10, 100, 100),
        (int) number(fields.getOrDefault("hours", ""), 0, 32, 1),
        word(fields, "union", "[A-Za-z0-9_-]{1,64}"),
        word(fields, "aim", "[a-z][a-z0-9_]{0,63}"));
  }

  private static String word(Map<String, String> fields, String name, String pattern) {
    var text = fields.getOrDefault(name, "");
    return text.matches(pattern) ? text : "";
  }

  private static int small(Map<String, String> fields, String name, int otherwise) {
    return (int) number(fields.getOrDefault(name, ""), 0, 9_999, otherwise);
  }

  private static long amount(Map<String, String> fields, String name) {
    return number(fields.getOrDefault(name, ""), 0, MOST, 0);
  }

  private static long number(String text, long least, long most, long otherwise) {
    var digits = text.strip().replace(",", "");
    return digits.matches("[0-9]{1,13}")
        ? Math.clamp(Long.parseLong(digits), least, most)
        : otherwise;
  }

  long ships(String key) {
    return ships.getOrDefault(key, 0L);
  }

  /// Whether it stays at its target.
  boolean holds() {
    return mission == Mission.ACS_DEFEND || mission == Mission.EXPEDITION;
  }
}
