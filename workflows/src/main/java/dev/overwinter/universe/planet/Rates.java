package dev.overwinter.universe.planet;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.ruleset.Laws;
import dev.overwinter.universe.ruleset.ProductionRule;
import dev.overwinter.universe.ruleset.ProductionRule.Mine;

/// What happens to a planet's stock while nothing changes: constant until [PlanetRules#nextDue].
///
/// @param net micro-units an hour, as they change the stock; deuterium may be below zero
/// @param burnt micro-units of deuterium an hour that go through the reactor; net and burnt
///   together are what is produced
/// @param room how much each store holds, in micro-units; [Long#MAX_VALUE] without end
public record Rates(Resources net, long burnt, Energy energy, Resources room) {
  private static final int STEPS = 1000;

  /// A product like 20 x 1.1 is meant to be 22, whatever its last binary digit.
  private static final double TINY = 1e-9;

  /// Of a planet as it stands.
  static Rates of(Laws laws, PlanetState planet) {
    var room = room(laws, planet);
    if (planet.body() != Body.PLANET) {
      return new Rates(Resources.NONE, 0, new Energy(0, 0, 1, 1), room);
    }
    var rule = laws.rules().production();
    var full = energy(rule, planet, 1);
    if (planet.vacation()) {
      return new Rates(Resources.NONE, 0, full, room);
    }
    var burning = burning(laws, planet);
    var deuterium = perHour(laws, planet, Resource.DEUTERIUM, full.factor());
    if (deuterium < burning && dry(planet)) {
      return throttled(laws, planet, burning, room);
    }
    var net =
        new Resources(
            perHour(laws, planet, Resource.METAL, full.factor()),
            perHour(laws, planet, Resource.CRYSTAL, full.factor()),
            deuterium - burning);
    return new Rates(held(net, planet, room), burning, full, room);
  }

  /// Nothing is left, not even a rest.
  private static boolean dry(PlanetState planet) {
    return planet.stock().deuterium() == 0 && planet.rest().deuterium() == 0;
  }

  /// Without a stock the reactor lives from hand to mouth: it runs at the largest share, in steps
  /// of a thousandth, for which the mines give at least what it burns; what they give more is lost
  /// in it, so that nothing starts to pile up and to switch it on and off.
  private static Rates throttled(Laws laws, PlanetState planet, long burning, Resources room) {
    var rule = laws.rules().production();
    var cold = energy(rule, planet, 0);
    var hot = energy(rule, planet, 1);
    var step = STEPS;
    Energy energy;
    long given;
    do {
      step--;
      energy = between(rule, cold, hot, (double) step / STEPS);
      given = perHour(laws, planet, Resource.DEUTERIUM, energy.factor());
    } while (step > 0 && given < (double) burning / STEPS * step);
    var net =
        new Resources(
            perHour(laws, planet, Resource.METAL, energy.factor()),
            perHour(laws, planet, Resource.CRYSTAL, energy.factor()),
            0);
    return new Rates(held(net, planet, room), given, energy, room);
  }

  /// The energy of reactors that run at a share.
  private static Energy between(ProductionRule rule, Energy cold, Energy hot, double share) {
    var mixed = cold.produced() + (hot.produced() - cold.produced()) * share;
    var produced = rule.factor().whole() ? StrictMath.floor(mixed + TINY) : mixed;
    var required = cold.required();
    return new Energy(
        produced,
        required,
        required <= 0 ? 1 : produced / required,
        rule.factor().of(produced, required));
  }

  /// What is full gains nothing; what came from elsewhere stays.
  private static Resources held(Resources net, PlanetState planet, Resources room) {
    var held = net;
    for (var resource : Resource.values()) {
      if (held.of(resource) > 0 && planet.stock().of(resource) >= room.of(resource)) {
        held = held.with(resource, 0);
      }
    }
    return held;
  }

  private static Energy energy(ProductionRule rule, PlanetState planet, double fuelled) {
    var whole = rule.factor().whole();
    var produced = 0.0;
    for (var power : rule.power()) {
      var level = planet.buildings().of(power.building());
      var given = power.energy().at(level, planet.techs());
      var share = power.burns().at(level, planet.techs()) > 0 ? given * fuelled : given;
      produced += whole ? StrictMath.floor(share + TINY) : share;
    }
    if (!rule.satellite().isEmpty()) {
      produced += (double) planet.units().of(rule.satellite()) * eachSatellite(planet);
    }
    produced *= 1 + rule.energyPerLevel() * planet.techs().of(rule.energyTech());
    var required = 0.0;
    for (var mine : rule.mines()) {
      var taken = mine.energy().at(planet.buildings().of(mine.building()), planet.techs());
      required += whole ? StrictMath.ceil(taken - TINY) : taken;
    }
    var raw = required <= 0 ? 1 : produced / required;
    return new Energy(produced, required, raw, rule.factor().of(produced, required));
  }

  private static int eachSatellite(PlanetState planet) {
    return Math.max(0, Math.floorDiv(planet.temperature() + 140, 6));
  }

  /// Micro-units that its reactors would burn in an hour.
  private static long burning(Laws laws, PlanetState planet) {
    var units = 0.0;
    for (var power : laws.rules().production().power()) {
      units += power.burns().at(planet.buildings().of(power.building()), planet.techs());
    }
    return micros(units * laws.speeds().economy());
  }

  private static long perHour(Laws laws, PlanetState planet, Resource resource, double factor) {
    var units = 0.0;
    for (var mine : laws.rules().production().mines()) {
      if (mine.resource() == resource) {
        units += mine.income() + output(laws, planet, mine) * factor;
      }
    }
    return micros(units * laws.speeds().economy());
  }

  private static double output(Laws laws, PlanetState planet, Mine mine) {
    var rule = laws.rules().production();
    var level = planet.buildings().of(mine.building());
    var output =
        mine.output().at(level, planet.techs()) * mine.climate().factor(planet.temperature());
    if (mine.up()) {
      output = StrictMath.ceil(output - TINY);
    }
    if (mine.bySize()) {
      output *= laws.rules().size().factor(planet.size());
    }
    output *= 1 + mine.byPosition().getOrDefault(planet.at().position(), 0.0);
    var better = 1.0;
    for (var bonus : rule.bonuses()) {
      if (bonus.resource() == mine.resource()) {
        better += bonus.perLevel() * planet.techs().of(bonus.tech());
      }
    }
    return output * (better + boost(rule, planet));
  }

  private static double boost(ProductionRule rule, PlanetState planet) {
    if (rule.booster().isEmpty()) {
      return 0;
    }
    var levels = 0L;
    for (var mine : rule.mines()) {
      levels += planet.buildings().of(mine.building());
    }
    var useful = Math.min(planet.units().of(rule.booster()), levels * rule.boostersPerLevel());
    return useful * rule.boostEach();
  }

  private static Resources room(Laws laws, PlanetState planet) {
    var room = new Resources(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    for (var rule : laws.rules().storage()) {
      var units = rule.room().at(planet.buildings().of(rule.building()), planet.techs());
      if (rule.bySize()) {
        units *= laws.rules().size().factor(planet.size());
      }
      // Cut to whole units as the contract's `int()` does; saturated where nothing fills it.
      room = room.with(rule.resource(), Resources.ofUnits((long) units, 0, 0).metal());
    }
    return room;
  }

  /// The one place where a rate becomes a whole number.
  private static long micros(double units) {
    return Math.round(units * Resources.MICROS);
  }
}
