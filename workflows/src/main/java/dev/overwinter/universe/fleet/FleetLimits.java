package dev.overwinter.universe.fleet;

import dev.overwinter.universe.Coordinate;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Duration;

/// How many fleets, expeditions and planets research allows, and how far buildings reach.
public final class FleetLimits {
  private FleetLimits() {}

  /// Fleets of a player in space at a time.
  public static int fleets(Laws laws, Levels techs) {
    return 1 + techs.of(laws.rules().fleet().slotTech());
  }

  /// Expeditions of a player at a time.
  public static int expeditions(Laws laws, Levels techs) {
    return (int) StrictMath.floor(StrictMath.sqrt(techs.of(laws.rules().fleet().expeditionTech())));
  }

  /// Planets of a player, the first one included.
  public static int planets(Laws laws, Levels techs) {
    var tech = laws.rules().fleet().colony().tech();
    // Halves are rounded up: the first level already gives a second planet.
    return tech.isEmpty() ? Integer.MAX_VALUE : 1 + (techs.of(tech) + 1) / 2;
  }

  /// What is still missing to live at a position; none when nothing is.
  public static Levels missingFor(Laws laws, Coordinate at, Levels techs) {
    var needed = laws.rules().fleet().colony().positions().get(at.position());
    return needed == null ? Levels.NONE : techs.missing(needed);
  }

  /// Whether a phalanx sees a place: systems of the same galaxy, the last beside the first.
  ///
  /// @param level of the phalanx
  public static boolean phalanxSees(Coordinate from, int level, Coordinate to) {
    if (level < 1 || from.galaxy() != to.galaxy()) {
      return false;
    }
    var straight = Math.abs(from.system() - to.system());
    return Math.min(straight, Coordinate.SYSTEMS - straight) <= (long) level * level - 1;
  }

  /// How long a jump gate rests after a jump: a tenth less with every level.
  ///
  /// @param level of the gate, above 0
  public static Duration gateRests(Laws laws, int level) {
    return Duration.ofMinutes(laws.rules().fleet().gateMinutes())
        .multipliedBy(Math.max(0, 11 - level))
        .dividedBy(10);
  }
}
