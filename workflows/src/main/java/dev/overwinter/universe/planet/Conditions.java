package dev.overwinter.universe.planet;

import dev.overwinter.universe.Body;
import dev.overwinter.universe.Resource;
import dev.overwinter.universe.ruleset.Laws;
import java.time.Instant;
import java.util.List;

/// Tells what begins to hold on a planet: once when it begins, and not again within the pause.
final class Conditions {
  private static final String ENERGY = "energy_deficit";
  private static final String FULL = "storage_full/";

  private Conditions() {}

  /// The planet with its notices as they are at the moment at which it is settled.
  static PlanetState told(Laws laws, PlanetState planet, Rates rates, List<PlanetEvent> events) {
    if (planet.body() != Body.PLANET) {
      return planet;
    }
    var now = planet.settledAt();
    var notices = planet.notices();
    var energy = rates.energy();
    var deficit =
        !planet.vacation()
            && energy.required() > 0
            && energy.raw() <= laws.rules().production().deficitAt();
    var told = deficit && notices.isNews(ENERGY, now, laws.rules().noticePause());
    if (told) {
      events.add(
          new PlanetEvent.EnergyDeficit(
              now, energy.produced(), energy.required(), energy.raw(), energy.factor()));
    }
    notices = notices.with(ENERGY, deficit, now, told);
    for (var resource : Resource.values()) {
      notices = full(laws, planet, rates, resource, notices, now, events);
    }
    return notices.equals(planet.notices()) ? planet : planet.withNotices(notices);
  }

  private static Notices full(
      Laws laws,
      PlanetState planet,
      Rates rates,
      Resource resource,
      Notices notices,
      Instant now,
      List<PlanetEvent> events) {
    var key = FULL + resource.key();
    var room = rates.room().of(resource);
    var full = planet.stock().of(resource) >= room;
    var told = full && notices.isNews(key, now, laws.rules().noticePause());
    if (told) {
      events.add(new PlanetEvent.StorageFull(now, resource, room));
    }
    return notices.with(key, full, now, told);
  }
}
