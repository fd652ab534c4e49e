package dev.overwinter.universe.score;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.Units;
import dev.overwinter.universe.planet.Works;
import dev.overwinter.universe.research.Studies;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.UnitRule.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Points by what stands, is known and flies; protection by them; absence.
public final class ScoreRules {
  private ScoreRules() {}

  /// Of one player.
  ///
  /// @param buildings of each planet and moon
  /// @param techs what they know
  /// @param units all of them, also those in flight
  public static Points points(Laws laws, List<Levels> buildings, Levels techs, Units units) {
    var economy = buildings.stream().mapToLong(levels -> built(laws, levels)).sum();
    var research = 0L;
    for (var tech : techs.byKey().entrySet()) {
      for (var level = 0; level < tech.getValue(); level++) {
        research += worth(Studies.cost(laws, tech.getKey(), level));
      }
    }
    var all = 0L;
    var military = 0L;
    for (var unit : units.byKey().entrySet()) {
      var rule =
          laws.rules()
              .unit(unit.getKey())
              .orElseThrow(() -> new IllegalArgumentException("unit: " + unit.getKey()));
      var worth = worth(rule.cost().each()) * unit.getValue();
      all += worth;
      var civil = rule.role() == Role.SHIP && rule.civil();
      military += civil ? worth / 100 * laws.rules().score().civilPercent() : worth;
    }
    var one = laws.rules().score().resourcesPerPoint();
    return new Points(
        (economy + research + all) / one, economy / one, research / one, military / one);
  }

  private static long built(Laws laws, Levels levels) {
    var sum = 0L;
    for (var building : levels.byKey().entrySet()) {
      for (var level = 0; level < building.getValue(); level++) {
        sum += worth(Works.cost(laws, building.getKey(), level));
      }
    }
    return sum;
  }

  /// Whole units of all three together.
  private static long worth(Resources cost) {
    return cost.metal() / Resources.MICROS
        + cost.crystal() / Resources.MICROS
        + cost.deuterium() / Resources.MICROS;
  }

  /// Whether somebody is protected from an attacker: they have far fewer points and still play.
  public static boolean protects(Laws laws, Points defender, Activity activity, Points attacker) {
    var percent = laws.rules().score().newbiePercent();
    return activity == Activity.ACTIVE
        && defender.total() * 100.0 < (double) attacker.total() * percent;
  }

  /// How active somebody is who was seen last at a moment.
  public static Activity activity(Laws laws, Instant seen, Instant now) {
    var absent = Duration.between(seen, now);
    var rule = laws.rules().score();
    if (absent.compareTo(rule.longInactiveAfter()) >= 0) {
      return Activity.LONG_INACTIVE;
    }
    return absent.compareTo(rule.inactiveAfter()) >= 0 ? Activity.INACTIVE : Activity.ACTIVE;
  }

  /// Vacation begins.
  ///
  /// @param flying fleets of the player in space
  /// @return until when it lasts at least
  public static Outcome<Instant> leave(Laws laws, int flying, Instant now) {
    return flying > 0
        ? Outcome.refused(Refusal.VACATION_NOT_NOW, "fleets are in space: " + flying)
        : Outcome.accepted(now.plus(laws.rules().score().leastVacation()));
  }

  /// Vacation ends.
  ///
  /// @param until what [#leave] has answered
  /// @return when it ended
  public static Outcome<Instant> comeBack(Instant until, Instant now) {
    return now.isBefore(until)
        ? Outcome.refused(Refusal.VACATION_NOT_NOW, "vacation lasts until " + until + " at least")
        : Outcome.accepted(now);
  }
}
