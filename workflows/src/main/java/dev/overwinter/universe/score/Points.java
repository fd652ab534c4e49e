package dev.overwinter.universe.score;

/// A player's points, cut to whole ones.
///
/// @param total buildings, research and all units
/// @param economy buildings
/// @param military ships and defences, civil ships by their share
public record Points(long total, long economy, long research, long military) {
  /// None.
  public static final Points NONE = new Points(0, 0, 0, 0);
}
