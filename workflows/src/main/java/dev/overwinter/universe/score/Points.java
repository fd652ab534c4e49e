package dev.overwinter.universe.score;

/// A player's points, cut to whole ones.
///
/// @param economy buildings and defences
/// @param military ships, civil ones by their share, and defences
public record Points(long total, long economy, long research, long military) {
  /// None.
  public static final Points NONE = new Points(0, 0, 0, 0);
}
