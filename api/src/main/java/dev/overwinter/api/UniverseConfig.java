package dev.overwinter.api;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the universe is reached. What holds in it, the worker says.
///
/// @param universe `OVERWINTER_API_UNIVERSE` (1): the one that the older paths serve, which have
///   room for one, and that newcomers get a place in; empty for none
/// @param perMinute `RATE_LIMIT_PER_MINUTE` (100): how often a player may use the older paths in a
///   minute of the clock
/// @param origins `CORS_ALLOW_ORIGINS` (*): pages of others, by origin and separated by commas,
///   that may call the older paths from a browser, which never look at cookies
/// @param pushEvery `OVERWINTER_API_UNIVERSE_PUSH` (PT1S): how often an open socket is told of
///   resources
/// @param lateAfter `OVERWINTER_API_UNIVERSE_LATE` (PT15S): how far behind its time something may
///   be before the universe counts as stuck
public record UniverseConfig(
    String universe, int perMinute, Set<String> origins, Duration pushEvery, Duration lateAfter) {
  private static final String OWN = "OVERWINTER_API_UNIVERSE";
  private static final Set<String> KEYS = Set.of(OWN, OWN + "_PUSH", OWN + "_LATE");

  public UniverseConfig {
    origins = Set.copyOf(origins);
  }

  /// Whether a key is one of these.
  static boolean knows(String key) {
    return KEYS.contains(key);
  }

  /// What holds where nobody says otherwise.
  public static UniverseConfig usual() {
    return from(Map.of());
  }

  static UniverseConfig from(Map<String, String> env) {
    var universe = env.getOrDefault(OWN, "1").strip();
    if (!universe.matches("[a-z0-9-]{0,32}")) {
      throw new IllegalArgumentException(
          OWN + ": " + universe + " (expected: the id of a universe, for example 1)");
    }
    return new UniverseConfig(
        universe,
        whole(env, "RATE_LIMIT_PER_MINUTE", 100),
        Stream.of(env.getOrDefault("CORS_ALLOW_ORIGINS", "*").split(",", -1))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toSet()),
        duration(env, OWN + "_PUSH", Duration.ofSeconds(1)),
        duration(env, OWN + "_LATE", Duration.ofSeconds(15)));
  }

  private static int whole(Map<String, String> env, String key, int usual) {
    var text = env.getOrDefault(key, String.valueOf(usual)).strip();
    if (text.matches("[0-9]{1,7}") && Integer.parseInt(text) >= 1) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(key + ": " + text + " (expected: 1..9999999)");
  }

  private static Duration duration(Map<String, String> env, String key, Duration usual) {
    var text = env.getOrDefault(key, usual.toString()).strip();
    try {
      var duration = Duration.parse(text);
      if (duration.compareTo(Duration.ofMillis(100)) >= 0
          && duration.compareTo(Duration.ofHours(1)) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // The same complaint as for one out of range.
    }
    throw new IllegalArgumentException(key + ": " + text + " (expected: PT0.1S to PT1H)");
  }
}
