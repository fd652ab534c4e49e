package dev.overwinter.lab.lobby;

import java.util.Map;

/// What survives a night: the content of `lobby.json`.
///
/// @param format version of this layout
/// @param saves how often this world has been saved; grows by one with every save
/// @param visits joins ever
/// @param worldTime ticks of the world's clock, 24,000 a day
/// @param visitors everyone who came, by lower-case name
/// @param blocks what players changed, `x,y,z` to a block state such as `minecraft:oak_planks`
public record Save(
    int format,
    long saves,
    long visits,
    long worldTime,
    Map<String, Visitor> visitors,
    Map<String, String> blocks) {

  /// The layout that this build writes; a higher one in the file refuses to start.
  static final int FORMAT = 1;

  /// Copies the maps, so that a save is a fact and not a view.
  public Save {
    visitors = Map.copyOf(visitors);
    blocks = Map.copyOf(blocks);
  }

  /// Returns a world that nobody has visited, at mid-morning.
  public static Save fresh() {
    return new Save(FORMAT, 0, 0, 2_000, Map.of(), Map.of());
  }

  /// Someone who was here.
  ///
  /// @param lastSeenMillis epoch milliseconds of the last join, move or leave that was noted
  public record Visitor(
      String name,
      long visits,
      long lastSeenMillis,
      double x,
      double y,
      double z,
      float yaw,
      float pitch) {}
}
