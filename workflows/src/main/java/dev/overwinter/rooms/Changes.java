package dev.overwinter.rooms;

import java.util.SortedMap;
import java.util.TreeMap;

/// What a room was told about itself that is another than before, as events name it.
final class Changes {
  private Changes() {}

  static SortedMap<String, String> of(
      RoomState room, String name, String game, RoomSettings settings) {
    var after = named(settings);
    after.put("name", name);
    after.put("game", game);
    var before = named(room.settings());
    before.put("name", room.name());
    before.put("game", room.game());
    after.entrySet().removeIf(setting -> setting.getValue().equals(before.get(setting.getKey())));
    return after;
  }

  private static SortedMap<String, String> named(RoomSettings settings) {
    var named = new TreeMap<String, String>();
    named.put("starts", settings.starts().name());
    named.put("roles", settings.roles().name());
    named.put("join_as", settings.joinAs().name());
    named.put("watchers_peek", String.valueOf(settings.watchersPeek()));
    named.put("fewest", String.valueOf(settings.fewest()));
    named.put("round_lasts", settings.roundLasts().toString());
    named.put("turn_lasts", settings.turnLasts().toString());
    named.put("retire_after", settings.retireAfter().toString());
    named.put("locked", String.valueOf(settings.locked()));
    return named;
  }
}
