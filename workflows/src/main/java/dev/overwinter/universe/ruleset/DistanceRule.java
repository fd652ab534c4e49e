package dev.overwinter.universe.ruleset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.overwinter.universe.Coordinate;

/// How far two places are from each other, in the measure of the rule set.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DistanceRule.Sum.class, name = "sum"),
  @JsonSubTypes.Type(value = DistanceRule.Tiers.class, name = "tiers"),
})
public sealed interface DistanceRule {

  /// The distance; the same in both directions.
  long between(Coordinate from, Coordinate to);

  /// Every difference counts, one beside the other.
  record Sum(long galaxy, long system, long position) implements DistanceRule {
    @Override
    public long between(Coordinate from, Coordinate to) {
      return galaxy * Math.abs(from.galaxy() - to.galaxy())
          + system * Math.abs(from.system() - to.system())
          + position * Math.abs(from.position() - to.position());
    }
  }

  /// Only the largest difference counts. Galaxies and systems are rings: the last is beside the
  /// first.
  ///
  /// @param galaxies how many there are around
  /// @param systems likewise
  record Tiers(
      int galaxies,
      int systems,
      long galaxy,
      long systemBase,
      long system,
      long positionBase,
      long position,
      long same)
      implements DistanceRule {
    @Override
    public long between(Coordinate from, Coordinate to) {
      if (from.galaxy() != to.galaxy()) {
        return galaxy * around(from.galaxy(), to.galaxy(), galaxies);
      }
      if (from.system() != to.system()) {
        return systemBase + system * around(from.system(), to.system(), systems);
      }
      return from.position() == to.position()
          ? same
          : positionBase + position * Math.abs(from.position() - to.position());
    }

    private static long around(int from, int to, int of) {
      var straight = Math.abs(from - to);
      return Math.min(straight, of - straight);
    }
  }
}
