package dev.overwinter.universe.research;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.TechRule;
import dev.overwinter.universe.ruleset.TimeRule;
import java.time.Instant;
import java.util.Comparator;

/// What researching a level costs, how long it takes, and what stands against it.
public final class Studies {
  private Studies() {}

  /// The price of a level.
  ///
  /// @param level the one that is known already
  /// @throws IllegalArgumentException when there is no such technology
  public static Resources cost(Laws laws, String tech, int level) {
    var rule = rule(laws, tech);
    return rule.cost().at(rule.growth(), level, rule.step());
  }

  /// How long a level takes, in whole seconds.
  ///
  /// @param level the one that is known already
  /// @param labs levels of all labs that take part
  /// @throws IllegalArgumentException when there is no such technology
  public static long seconds(Laws laws, String tech, int level, int labs, Levels techs) {
    var cost = cost(laws, tech, level);
    return laws.rules()
        .researchTime()
        .seconds(
            new TimeRule.Job(
                tech,
                level,
                1,
                rule(laws, tech).seconds(),
                (double) cost.units(Resource.METAL) + cost.units(Resource.CRYSTAL),
                techs.with(laws.rules().labs(), labs),
                laws.speeds().research()));
  }

  /// The labs that take part: the one of the planet that researches, and the best others that are
  /// good enough for it, as many as the network connects.
  public static int labs(Laws laws, Academy academy, PlanetState at, String tech) {
    var lab = laws.rules().labs();
    var needed = rule(laws, tech).requires().of(lab);
    var connected = at.techs().of(laws.rules().labNetwork());
    return at.buildings().of(lab)
        + academy.planets().stream()
            .filter(planet -> !planet.id().equals(at.id()))
            .map(planet -> planet.buildings().of(lab))
            .filter(level -> level > 0 && level >= needed)
            .sorted(Comparator.reverseOrder())
            .limit(connected)
            .mapToInt(Integer::intValue)
            .sum();
  }

  static TechRule rule(Laws laws, String tech) {
    return laws.rules()
        .tech(tech)
        .orElseThrow(() -> new IllegalArgumentException("technology: " + tech));
  }

  /// An item that begins, paid by its planet, which is settled.
  ///
  /// @param known what will be known then
  /// @param from when it begins
  static Outcome<ResearchItem> start(
      Laws laws, Academy academy, ResearchItem item, Levels known, Instant from) {
    var planet = academy.planet(item.planet());
    var rule = rule(laws, item.tech());
    var missing = planet.buildings().and(known).missing(rule.requires());
    if (!missing.none()) {
      return Outcome.requires(missing);
    }
    for (var other : academy.planets()) {
      var head = other.builds().stream().findFirst();
      if (head.isPresent() && laws.rules().studies().bars().contains(head.get().building())) {
        return Outcome.refused(
            Refusal.IN_USE, head.get().building() + " is being built on " + other.at().text());
      }
    }
    var level = known.of(item.tech());
    var energy = rule.cost().energyAt(rule.growth(), level);
    if (energy > PlanetRules.rates(laws, planet).energy().produced()) {
      return Outcome.refused(Refusal.NOT_ENOUGH_ENERGY, "needs " + energy + " energy produced");
    }
    var cost = cost(laws, item.tech(), level);
    if (!planet.stock().covers(cost)) {
      return Outcome.cannotPay(planet.stock(), cost);
    }
    var labs = labs(laws, academy, planet, item.tech());
    return Outcome.accepted(
        new ResearchItem(
            item.number(),
            item.tech(),
            level + 1,
            item.planet(),
            cost,
            from,
            from.plusSeconds(seconds(laws, item.tech(), level, labs, known))));
  }
}
