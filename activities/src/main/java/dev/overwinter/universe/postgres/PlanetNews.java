package dev.overwinter.universe.postgres;

import dev.overwinter.universe.planet.PlanetEvent;
import dev.overwinter.universe.research.ResearchEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What players are told of what happened: the contract's messages and notifications.
final class PlanetNews {
  private PlanetNews() {}

  static void tell(Letters letters, PlanetRow planet, PlanetEvent event) {
    var at = event.at();
    var player = planet.player;
    switch (event) {
      case PlanetEvent.Built built -> {
        var news = new LinkedHashMap<String, Object>();
        news.put("building_type", built.building());
        news.put("new_level", built.level());
        news.put("planet_id", planet.id);
        news.put("ts", at);
        letters.event(player, "building_complete", news, at);
        letters.notice(player, "building_complete", news, "normal", at);
      }
      case PlanetEvent.Delivered delivered -> {
        var item = new LinkedHashMap<String, Object>();
        item.put("type", delivered.unit());
        item.put("count", delivered.count());
        item.put("queued_at", delivered.queuedAt());
        item.put("completion_time", at);
        var news = new LinkedHashMap<String, Object>();
        news.put("entity", planet.id);
        news.put("planet_id", planet.id);
        news.put("items", List.of(item));
        news.put("timestamp", at);
        letters.event(player, "ship_build_complete_batch", news, at);
        letters.notice(
            player,
            "ship_build_complete",
            Map.of(
                "ship_type", delivered.unit(), "count", delivered.count(), "planet_id", planet.id),
            "info",
            at);
      }
      case PlanetEvent.Dropped dropped -> {
        var news = new LinkedHashMap<String, Object>();
        news.put("building_type", dropped.building());
        news.put("level", dropped.level());
        news.put("reason", dropped.text());
        news.put("planet_id", planet.id);
        letters.event(player, "building_dropped", news, at);
        letters.notice(player, "building_dropped", news, "warning", at);
      }
      case PlanetEvent.StorageFull full -> {
        var news = new LinkedHashMap<String, Object>();
        news.put("resource", full.resource().name().toLowerCase(Locale.ROOT));
        news.put("capacity", full.capacity() / 1_000_000);
        news.put("planet_id", planet.id);
        letters.notice(player, "storage_full", news, "info", at);
      }
      case PlanetEvent.EnergyDeficit deficit -> {
        var news = new LinkedHashMap<String, Object>();
        news.put("energy_produced", deficit.produced());
        news.put("energy_required", deficit.required());
        news.put("factor_raw", deficit.raw());
        news.put("factor_applied", deficit.applied());
        news.put("planet_id", planet.id);
        letters.notice(player, "energy_deficit", news, "warning", at);
      }
      // Research tells its own news, once and not for each planet.
      case PlanetEvent.Learnt _ -> {}
    }
  }

  static void tell(Letters letters, long player, ResearchEvent event) {
    var at = event.at();
    switch (event) {
      case ResearchEvent.Researched done -> {
        var news = new LinkedHashMap<String, Object>();
        news.put("research_type", done.tech());
        news.put("new_level", done.level());
        news.put("ts", at);
        letters.event(player, "research_complete", news, at);
        letters.notice(player, "research_complete", news, "info", at);
      }
      case ResearchEvent.Dropped dropped -> {
        var news = new LinkedHashMap<String, Object>();
        news.put("research_type", dropped.tech());
        news.put("level", dropped.level());
        news.put("reason", dropped.text());
        letters.event(player, "research_dropped", news, at);
        letters.notice(player, "research_dropped", news, "warning", at);
      }
    }
  }
}
