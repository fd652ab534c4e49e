package dev.overwinter.universe.postgres;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What players are told of fleets.
final class FleetNews {
  private FleetNews() {}

  /// To be added to.
  static Map<String, Object> of(FleetRow fleet, Instant at) {
    var news = new LinkedHashMap<String, Object>();
    news.put("fleet_id", fleet.id);
    news.put("mission", fleet.mission.key());
    news.put("origin", Turn.location(fleet.origin));
    news.put("target", Turn.location(fleet.target));
    news.put("outcome", fleet.outcome);
    news.put("ts", at);
    return news;
  }
}
