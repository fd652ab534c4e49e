package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.planet.PlanetRules;
import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.ruleset.Laws;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a planet gains while nothing changes, so that whoever looks can count on by themselves.
///
/// @param perHour units an hour of each resource; below zero for what is used up
/// @param capacity units that each store holds; null for one without end
/// @param energy what there is, and what mines take
record Yield(
    @JsonProperty("per_hour") Map<String, Double> perHour,
    Map<String, @Nullable Long> capacity,
    Power energy) {

  /// Energy of a planet.
  ///
  /// @param factor the share of their output that mines give
  record Power(double produced, double required, double raw, double factor) {}

  static Yield of(PlanetState planet, Laws laws) {
    var rates = PlanetRules.rates(laws, planet);
    var perHour = new LinkedHashMap<String, Double>();
    var capacity = new LinkedHashMap<String, @Nullable Long>();
    for (var resource : Resource.values()) {
      long room = rates.room().of(resource);
      perHour.put(resource.key(), (double) rates.net().of(resource) / Resources.MICROS);
      capacity.put(resource.key(), room == Long.MAX_VALUE ? null : room / Resources.MICROS);
    }
    var energy = rates.energy();
    return new Yield(
        perHour,
        capacity,
        new Power(energy.produced(), energy.required(), energy.raw(), energy.factor()));
  }
}
