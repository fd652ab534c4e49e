package dev.overwinter.universe.web;

import dev.overwinter.universe.Levels;
import dev.overwinter.universe.Outcome;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.BuildRules;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.planet.Works;
import dev.overwinter.universe.research.ResearchRules;
import dev.overwinter.universe.research.ResearchState;
import dev.overwinter.universe.research.Studies;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.UnitRule;
import dev.overwinter.universe.ruleset.YardRule.Delivery;
import dev.overwinter.universe.shipyard.YardRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What can be built, researched and made, each with its price, its time, what it brings, and what
/// stands against it: the very rules are asked that will answer the order.
@Component
class WorkCards {
  private final FleetReads fleets;

  WorkCards(FleetReads fleets) {
    this.fleets = fleets;
  }

  /// One thing.
  ///
  /// @param about one line for people
  /// @param level that there is, or how many units
  /// @param next what an order leads to, for people; empty for units
  /// @param prices of that
  /// @param time how long it takes
  /// @param effects what it brings, for people
  /// @param needs what is missing of buildings and research
  /// @param why what else stands against it; empty when nothing does
  /// @param affordableAt when there is enough; null when there is, or never will be
  /// @param may whether it can be ordered now
  /// @param most how many can be paid now; 0 for what has levels
  /// @param down whether a level can be taken down
  record Card(
      String key,
      String name,
      String about,
      String level,
      String next,
      List<Words.Price> prices,
      String time,
      List<String> effects,
      List<Words.Need> needs,
      String why,
      @Nullable Instant affordableAt,
      boolean may,
      long most,
      boolean down) {}

  /// Things that belong together.
  record Group(String name, List<Card> cards) {}

  // ---- buildings ----

  List<Group> buildings(Visit visit) {
    var laws = visit.laws();
    var state = visit.planet().state();
    var mines = new ArrayList<Card>();
    var stores = new ArrayList<Card>();
    var works = new ArrayList<Card>();
    for (var building : laws.rules().buildings().entrySet()) {
      if (!building.getValue().on().contains(state.body())) {
        continue;
      }
      var key = building.getKey();
      var card = building(laws, state, key, visit.now());
      if (makes(laws, key)) {
        mines.add(card);
      } else if (laws.rules().storage().stream().anyMatch(rule -> rule.building().equals(key))) {
        stores.add(card);
      } else {
        works.add(card);
      }
    }
    return groups(
        new Group("Resources and energy", mines),
        new Group("Facilities", works),
        new Group("Stores", stores));
  }

  private static List<Group> groups(Group... groups) {
    return java.util.Arrays.stream(groups).filter(group -> !group.cards().isEmpty()).toList();
  }

  private static boolean makes(Laws laws, String key) {
    var rule = laws.rules().production();
    return rule.mines().stream().anyMatch(mine -> mine.building().equals(key))
        || rule.power().stream().anyMatch(power -> power.building().equals(key));
  }

  private static Card building(Laws laws, PlanetState state, String key, Instant now) {
    var planned = state.buildings();
    for (var item : state.builds()) {
      planned = planned.with(item.building(), item.level());
    }
    int from = planned.of(key);
    var cost = Works.cost(laws, key, from);
    return card(
        laws,
        state,
        key,
        Words.number(state.buildings().of(key)),
        "level " + (from + 1),
        cost,
        Words.time(Works.seconds(laws, key, from, planned.and(state.techs()))),
        effects(laws, state, key),
        BuildRules.build(laws, state, key, now),
        now,
        0,
        state.buildings().of(key) > 0);
  }

  /// What one level more changes at once, as the rules see it.
  private static List<String> effects(Laws laws, PlanetState state, String key) {
    var before = PlanetRules.rates(laws, state);
    var after =
        PlanetRules.rates(
            laws, state.withBuildings(state.buildings().with(key, state.buildings().of(key) + 1)));
    var effects = new ArrayList<String>();
    for (var resource : Resource.values()) {
      long more = (after.net().of(resource) - before.net().of(resource)) / Resources.MICROS;
      if (more != 0) {
        effects.add(Words.signed(more) + " " + resource.key() + "/h");
      }
      long room = after.room().of(resource) - before.room().of(resource);
      if (room != 0) {
        effects.add(Words.signed(room / Resources.MICROS) + " room");
      }
    }
    long energy =
        Math.round(after.energy().produced() - before.energy().produced())
            - Math.round(after.energy().required() - before.energy().required());
    if (energy != 0) {
      effects.add(Words.signed(energy) + " energy");
    }
    return effects;
  }

  // ---- research ----

  /// What a player knows and finds out now.
  ResearchState known(Visit visit) {
    return ResearchRules.settle(visit.laws(), visit.academy(), visit.now()).next().research();
  }

  List<Group> research(Visit visit) {
    var laws = visit.laws();
    var state = visit.planet().state();
    var academy = visit.academy();
    var known = known(visit);
    var planned = known.levels();
    for (var item : known.queue()) {
      planned = planned.with(item.tech(), item.level());
    }
    var cards = new ArrayList<Card>();
    for (var key : laws.rules().research().keySet()) {
      int from = planned.of(key);
      int labs = Studies.labs(laws, academy, state, key);
      cards.add(
          card(
              laws,
              state,
              key,
              Words.number(known.levels().of(key)),
              "level " + (from + 1),
              Studies.cost(laws, key, from),
              Words.time(Studies.seconds(laws, key, from, labs, planned)),
              List.of(),
              ResearchRules.order(laws, academy, state.id(), key, visit.now()),
              visit.now(),
              0,
              false));
    }
    return groups(new Group("Technologies", cards));
  }

  // ---- ships and defences ----

  List<Group> units(Visit visit) {
    var laws = visit.laws();
    var state = visit.planet().state();
    long elsewhere = elsewhere(visit);
    var byRole = new LinkedHashMap<UnitRule.Role, List<Card>>();
    for (var role : UnitRule.Role.values()) {
      byRole.put(role, new ArrayList<>());
    }
    for (var unit : laws.rules().units().entrySet()) {
      var list = byRole.get(unit.getValue().role());
      if (list != null) {
        list.add(unit(laws, state, unit, elsewhere, visit.now()));
      }
    }
    return groups(
        new Group("Ships", byRole.getOrDefault(UnitRule.Role.SHIP, List.of())),
        new Group("Defences", byRole.getOrDefault(UnitRule.Role.DEFENCE, List.of())),
        new Group("Missiles", byRole.getOrDefault(UnitRule.Role.MISSILE, List.of())));
  }

  private static Card unit(
      Laws laws, PlanetState state, Map.Entry<String, UnitRule> unit, long elsewhere, Instant now) {
    var key = unit.getKey();
    var each = unit.getValue().cost().each();
    var stats = laws.rules().stats(key, state.techs());
    var effects = new ArrayList<String>();
    if (stats.attack() > 0) {
      effects.add("attack " + Words.number(stats.attack()));
    }
    if (stats.shield() > 0) {
      effects.add("shield " + Words.number(stats.shield()));
    }
    effects.add("hull " + Words.number(stats.hull() / 10));
    if (stats.cargo() > 0) {
      effects.add("cargo " + Words.number(stats.cargo()));
    }
    if (stats.speed() > 0) {
      effects.add("speed " + Words.number(stats.speed()));
    }
    boolean together = laws.rules().yard().delivery() == Delivery.TOGETHER;
    return card(
        laws,
        state,
        key,
        Words.number(state.units().of(key)),
        "",
        each,
        Words.time(YardRules.seconds(laws, state, key, 1)) + (together ? "" : " each"),
        effects,
        YardRules.order(laws, state, key, 1, elsewhere, now),
        now,
        Math.max(1, payable(state.stock(), each)),
        false);
  }

  private static long payable(Resources stock, Resources each) {
    long most = 1_000_000_000;
    for (var resource : Resource.values()) {
      if (each.of(resource) > 0) {
        most = Math.min(most, stock.of(resource) / each.of(resource));
      }
    }
    return most;
  }

  private long elsewhere(Visit visit) {
    var laws = visit.laws();
    long stationed =
        visit.planets().stream()
            .filter(planet -> planet.id() != visit.planet().id())
            .mapToLong(planet -> YardRules.ships(laws, planet.state()))
            .sum();
    long flying =
        fleets.flying(visit.player().id()).stream()
            .flatMap(fleet -> fleet.units().byKey().entrySet().stream())
            .filter(unit ->
                laws.rules()
                    .unit(unit.getKey())
                    .filter(rule -> rule.role() == UnitRule.Role.SHIP)
                    .isPresent())
            .mapToLong(Map.Entry::getValue)
            .sum();
    return stationed + flying;
  }

  // ---- all of them ----

  private static <T> Card card(
      Laws laws,
      PlanetState state,
      String key,
      String level,
      String next,
      Resources cost,
      String time,
      List<String> effects,
      Outcome<T> outcome,
      Instant now,
      long most,
      boolean down) {
    var missing = Levels.NONE;
    var lacking = Resources.NONE;
    var why = "";
    if (outcome instanceof Outcome.Refused<T>(var _, var text, var resources, var levels)) {
      missing = levels;
      lacking = resources;
      why = levels.none() && resources.isNone() ? Words.sentence(laws.rules(), text) : "";
    }
    boolean may = outcome instanceof Outcome.Accepted<T>;
    var there = lacking.isNone() ? Optional.<Duration>empty() : enough(laws, state, cost);
    if (!lacking.isNone() && there.isEmpty()) {
      why = "More than this planet's stores and mines will ever give.";
    }
    return new Card(
        key,
        Words.name(laws.rules(), key),
        Words.about(key),
        level,
        next,
        Words.prices(cost, state.stock()),
        time,
        effects,
        Words.needs(laws.rules(), missing, state.levels()),
        why,
        there.map(now::plus).orElse(null),
        may,
        most,
        down);
  }

  /// How long until there is enough of everything; empty when there never will be as things stand.
  private static Optional<Duration> enough(Laws laws, PlanetState state, Resources cost) {
    var longest = Duration.ZERO;
    for (var resource : Resource.values()) {
      var there = PlanetRules.untilThere(laws, state, resource, cost.units(resource));
      if (there.isEmpty()) {
        return Optional.empty();
      }
      if (there.get().compareTo(longest) > 0) {
        longest = there.get();
      }
    }
    return Optional.of(longest);
  }
}
