package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import org.jspecify.annotations.Nullable;

/// What a planet gains while nothing changes, so that whoever looks can count on by themselves.
///
/// @param perHour units an hour; below zero for what is used up
/// @param capacity what production stops at
/// @param energy what there is, and what mines take
record Yield(@JsonProperty("per_hour") PerHour perHour, Room capacity, Power energy) {

  /// Units an hour.
  record PerHour(double metal, double crystal, double deuterium) {}

  /// Units that stores hold; null for one without end.
  record Room(@Nullable Long metal, @Nullable Long crystal, @Nullable Long deuterium) {}

  /// Energy of a planet.
  ///
  /// @param factor the share of their output that mines give
  record Power(double produced, double required, double raw, double factor) {}

  static Yield of(PlanetState planet, Laws laws) {
    var rates = PlanetRules.rates(laws, planet);
    var energy = rates.energy();
    return new Yield(
        new PerHour(
            units(rates.net().metal()),
            units(rates.net().crystal()),
            units(rates.net().deuterium())),
        new Room(
            room(rates.room(), Resource.METAL),
            room(rates.room(), Resource.CRYSTAL),
            room(rates.room(), Resource.DEUTERIUM)),
        new Power(energy.produced(), energy.required(), energy.raw(), energy.factor()));
  }

  private static double units(long micros) {
    return (double) micros / Resources.MICROS;
  }

  private static @Nullable Long room(Resources room, Resource resource) {
    long micros = room.of(resource);
    return micros == Long.MAX_VALUE ? null : micros / Resources.MICROS;
  }
}
