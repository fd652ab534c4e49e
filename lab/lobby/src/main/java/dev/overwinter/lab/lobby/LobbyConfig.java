package dev.overwinter.lab.lobby;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/// Everything that can be set from outside, read once at start from `LOBBY_…` variables.
///
/// An unknown variable with that prefix refuses to start, since a typo would otherwise be silent.
///
/// @param port TCP port to listen on; 0 takes any free one
/// @param motd the line shown in the server list
/// @param maxPlayers players let in at once; the next one is told so
/// @param viewDistance chunks sent around a player; 500 bots are affordable at 3
/// @param crowd players who see each other; later ones see only the world, which keeps a stampede
///   linear
/// @param data directory of the save
/// @param saveEvery time between two saves while something changes
public record LobbyConfig(
    int port,
    String motd,
    int maxPlayers,
    int viewDistance,
    int crowd,
    Path data,
    Duration saveEvery) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "LOBBY_PORT", "25565",
          "LOBBY_MOTD", "Overwinter lobby: awake while you are here",
          "LOBBY_MAX_PLAYERS", "600",
          "LOBBY_VIEW_DISTANCE", "3",
          "LOBBY_CROWD", "40",
          "LOBBY_DATA", "/data",
          "LOBBY_SAVE_SECONDS", "30");

  /// Refuses values that could not work.
  public LobbyConfig {
    require("LOBBY_PORT", port, 0, 65_535);
    require("LOBBY_MAX_PLAYERS", maxPlayers, 1, 100_000);
    require("LOBBY_VIEW_DISTANCE", viewDistance, 2, 32);
    require("LOBBY_CROWD", crowd, 0, 100_000);
    require("LOBBY_SAVE_SECONDS", Math.toIntExact(saveEvery.toSeconds()), 1, 3_600);
  }

  /// Reads the configuration.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what was expected
  public static LobbyConfig from(Map<String, String> environment) {
    var unknown = new TreeSet<String>();
    for (String name : environment.keySet()) {
      if (name.startsWith("LOBBY_") && !DEFAULTS.containsKey(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown settings: " + unknown + " (expected: " + new TreeSet<>(DEFAULTS.keySet()) + ")");
    }
    return new LobbyConfig(
        number(environment, "LOBBY_PORT"),
        text(environment, "LOBBY_MOTD"),
        number(environment, "LOBBY_MAX_PLAYERS"),
        number(environment, "LOBBY_VIEW_DISTANCE"),
        number(environment, "LOBBY_CROWD"),
        Path.of(text(environment, "LOBBY_DATA")),
        Duration.ofSeconds(number(environment, "LOBBY_SAVE_SECONDS")));
  }

  private static String text(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value != null ? value : DEFAULTS.getOrDefault(name, "");
  }

  private static int number(Map<String, String> environment, String name) {
    String value = text(environment, name);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: a whole number)", notANumber);
    }
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
