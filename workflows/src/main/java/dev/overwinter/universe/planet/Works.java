package dev.overwinter.universe.planet;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.ruleset.BuildingRule;
import dev.overwinter.universe.ruleset.DemolitionRule;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.TimeRule;
import java.util.List;
import java.util.Optional;

/// What building a level costs, how long it takes, and what stands against it.
public final class Works {
  /// Before anything is built: enough for what gives more.
  private static final long MOON_FIELDS = 1;

  private Works() {}

  /// The price of a level.
  ///
  /// @param level the one that there is already
  /// @throws IllegalArgumentException when there is no such building
  public static Resources cost(Laws laws, String building, int level) {
    var rule = rule(laws, building);
    return rule.cost().at(rule.growth(), level, 1);
  }

  /// How long a level takes, in whole seconds.
  ///
  /// @param level the one that there is already
  /// @param levels buildings of the planet and technologies of its owner
  /// @throws IllegalArgumentException when there is no such building
  public static long seconds(Laws laws, String building, int level, Levels levels) {
    var cost = cost(laws, building, level);
    return laws.rules()
        .buildingTime()
        .seconds(
            new TimeRule.Job(
                building,
                level,
                1,
                rule(laws, building).seconds(),
                work(cost),
                levels,
                laws.speeds().economy()));
  }

  private static double work(Resources cost) {
    return (double) cost.units(Resource.METAL) + cost.units(Resource.CRYSTAL);
  }

  /// The price of taking a level down where that is work; nothing where it happens at once.
  static Resources demolition(Laws laws, String building, int level, Levels techs) {
    return switch (laws.rules().demolition()) {
      case DemolitionRule.AtOnce _ -> Resources.NONE;
      case DemolitionRule.Work work -> {
        var off = Math.min(100, work.percentPerLevel() * techs.of(work.tech()));
        yield cost(laws, building, level - 1).percentInUnits(100 - off);
      }
    };
  }

  static BuildingRule rule(Laws laws, String building) {
    return laws.rules()
        .building(building)
        .orElseThrow(() -> new IllegalArgumentException("building: " + building));
  }

  /// The levels that stand when a queue is done.
  static Levels planned(Levels buildings, List<BuildItem> queue) {
    var planned = buildings;
    for (var item : queue) {
      planned = planned.with(item.building(), item.level());
    }
    return planned;
  }

  /// What stands against a level, whatever it costs; empty when nothing does.
  ///
  /// @param planned the buildings that will stand when it is begun
  static <T> Optional<Outcome<T>> obstacle(
      Laws laws, PlanetState planet, Levels planned, String building) {
    var rule = rule(laws, building);
    if (!rule.on().contains(planet.body())) {
      return Optional.of(
          Outcome.refused(Refusal.NOT_HERE, building + " cannot be built on a " + body(planet)));
    }
    var missing = planned.and(planet.techs()).missing(rule.requires());
    if (!missing.none()) {
      return Optional.of(Outcome.requires(missing));
    }
    if (planned.sum() >= fields(laws, planet, planned) && !givesFields(laws, building)) {
      return Optional.of(
          Outcome.refused(Refusal.NOT_ENOUGH_FIELDS, "every field of the planet is built on"));
    }
    var energy = rule.cost().energyAt(rule.growth(), planned.of(building));
    if (energy > Rates.of(laws, planet).energy().produced()) {
      return Optional.of(
          Outcome.refused(Refusal.NOT_ENOUGH_ENERGY, "needs " + energy + " energy produced"));
    }
    return Optional.empty();
  }

  /// Whether work that is under way keeps a building from being changed now; why, or empty.
  static Optional<String> inUse(Laws laws, PlanetState planet, String building) {
    if (!planet.yard().isEmpty() && laws.rules().yard().bars().contains(building)) {
      return Optional.of("the shipyard is building units");
    }
    if (!planet.techsAhead().isEmpty() && laws.rules().studies().bars().contains(building)) {
      return Optional.of("research is under way");
    }
    return Optional.empty();
  }

  private static String body(PlanetState planet) {
    return switch (planet.body()) {
      case PLANET -> "planet";
      case MOON -> "moon";
      case DEBRIS -> "debris field";
    };
  }

  private static boolean givesFields(Laws laws, String building) {
    return laws.rules().fields().getOrDefault(building, 0) > 1;
  }

  private static long fields(Laws laws, PlanetState planet, Levels planned) {
    if (laws.rules().fields().isEmpty()) {
      return Long.MAX_VALUE;
    }
    // The size of a moon is its diameter.
    var fields = planet.body() == Body.MOON ? MOON_FIELDS : (long) planet.size();
    for (var more : laws.rules().fields().entrySet()) {
      fields += (long) more.getValue() * planned.of(more.getKey());
    }
    return fields;
  }
}
