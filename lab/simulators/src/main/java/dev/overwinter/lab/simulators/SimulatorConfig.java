package dev.overwinter.lab.simulators;

import dev.overwinter.lab.simulators.cloud.Addresses;
import dev.overwinter.lab.simulators.cloud.CloudSettings;
import dev.overwinter.lab.simulators.game.GameSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Everything that can be set from outside, read once at start from `OVERWINTER_SIMULATOR_…`.
///
/// An unknown variable with that prefix refuses to start, since a typo would otherwise be silent.
///
/// @param bind address to listen on
/// @param port TCP port; 0 takes any free one
/// @param data directory of the state
/// @param seed of the faults, until one is given with them
/// @param token the only one that is let in; empty for any
/// @param dropletLimit droplets at once, until it is changed
/// @param perHour requests of a token in any hour
/// @param perMinute the same in any minute
/// @param cloud what a cloud is like when nothing goes wrong
/// @param game what games are like
/// @param gamesInContainers whether they run on the local Docker engine rather than in this process
public record SimulatorConfig(
    String bind,
    int port,
    Path data,
    long seed,
    String token,
    int dropletLimit,
    int perHour,
    int perMinute,
    CloudSettings cloud,
    GameSettings game,
    boolean gamesInContainers) {

  private static final String PREFIX = "OVERWINTER_SIMULATOR_";

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("BIND", "127.0.0.1"),
          Map.entry("PORT", "8090"),
          Map.entry("DATA", ".overwinter/simulator"),
          Map.entry("SEED", "1"),
          Map.entry("TOKEN", ""),
          Map.entry("DROPLET_LIMIT", "100"),
          Map.entry("REQUESTS_PER_HOUR", "5000"),
          Map.entry("REQUESTS_PER_MINUTE", "250"),
          Map.entry("PROVISION_MILLIS", "2000"),
          Map.entry("BOOT_MILLIS", "500"),
          Map.entry("PUBLIC_BLOCK", "10.214.0.0/19"),
          Map.entry("PRIVATE_BLOCK", "10.246.0.0/19"),
          Map.entry("GAME_PORT", "7777"),
          Map.entry("HEARTBEAT_HOSTS", ""),
          Map.entry("API_CERTIFICATE", ""),
          Map.entry("GAMES", "process"));

  /// Reads the configuration.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what was expected
  public static SimulatorConfig from(Map<String, String> environment) {
    var unknown = new TreeSet<String>();
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX) && !DEFAULTS.containsKey(name.substring(PREFIX.length()))) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown settings: " + unknown + " (expected: " + PREFIX + names() + ")");
    }
    return new SimulatorConfig(
        text(environment, "BIND"),
        (int) number(environment, "PORT", 0, 65_535),
        Path.of(text(environment, "DATA")),
        number(environment, "SEED", Long.MIN_VALUE, Long.MAX_VALUE),
        text(environment, "TOKEN"),
        (int) number(environment, "DROPLET_LIMIT", 0, 1_000_000),
        (int) number(environment, "REQUESTS_PER_HOUR", 1, 1_000_000_000),
        (int) number(environment, "REQUESTS_PER_MINUTE", 1, 1_000_000_000),
        new CloudSettings(
            Duration.ofMillis(number(environment, "PROVISION_MILLIS", 0, 3_600_000)),
            block(environment, "PUBLIC_BLOCK"),
            block(environment, "PRIVATE_BLOCK")),
        new GameSettings(
            Duration.ofMillis(number(environment, "BOOT_MILLIS", 0, 3_600_000)),
            (int) number(environment, "GAME_PORT", 1, 65_535),
            words(text(environment, "HEARTBEAT_HOSTS")),
            Optional.of(text(environment, "API_CERTIFICATE"))
                .filter(file -> !file.isBlank())
                .map(Path::of)),
        inContainers(text(environment, "GAMES")));
  }

  private static boolean inContainers(String games) {
    return switch (games) {
      case "process" -> false;
      case "container" -> true;
      case String other ->
          throw new IllegalArgumentException(
              PREFIX + "GAMES: " + other + " (expected: process or container)");
    };
  }

  private static Set<String> words(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Addresses block(Map<String, String> environment, String name) {
    try {
      return Addresses.parse(text(environment, name));
    } catch (IllegalArgumentException notABlock) {
      throw new IllegalArgumentException(PREFIX + name + ": " + notABlock.getMessage(), notABlock);
    }
  }

  private static String text(Map<String, String> environment, String name) {
    var value = environment.get(PREFIX + name);
    return value != null ? value : DEFAULTS.getOrDefault(name, "");
  }

  private static long number(Map<String, String> environment, String name, long least, long most) {
    var value = text(environment, name);
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
      throw new IllegalArgumentException(
          PREFIX + name + ": " + value + " (expected: " + least + " to " + most + ")");
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          PREFIX + name + ": " + value + " (expected: a whole number)", notANumber);
    }
  }

  private static TreeSet<String> names() {
    return new TreeSet<>(DEFAULTS.keySet());
  }

  /// The token is not shown.
  @Override
  public String toString() {
    return "bind=%s port=%d data=%s seed=%d token=%s dropletLimit=%d perHour=%d perMinute=%d %s %s containers=%s"
        .formatted(
            bind,
            port,
            data,
            seed,
            token.isEmpty() ? "any" : "***",
            dropletLimit,
            perHour,
            perMinute,
            cloud,
            game,
            gamesInContainers);
  }
}
