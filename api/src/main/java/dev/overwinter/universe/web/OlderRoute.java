package dev.overwinter.universe.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One of the older universe's paths.
///
/// @param method GET, POST or DELETE
/// @param path its segments; one in braces stands for any
/// @param needs who may
/// @param does what it does
record OlderRoute(
    String method, List<String> path, Needs needs, Function<OlderCall, OlderReply> does) {

  /// Who may use it, and whether it counts.
  enum Needs {
    /// Anybody, as often as they like.
    NOTHING,
    /// Any player; counted.
    PLAYER,
    /// The player whose number is in the path as `id`; counted.
    SELF
  }

  static OlderRoute of(
      String method, String path, Needs needs, Function<OlderCall, OlderReply> does) {
    return new OlderRoute(method, segments(path), needs, does);
  }

  /// The path as measurements name it: without what stands in it.
  String name() {
    return "/" + String.join("/", path);
  }

  /// The segments of a path.
  static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /// What stands in a path that this one means; empty when it means another.
  Optional<Map<String, String>> match(List<String> asked) {
    if (asked.size() != path.size()) {
      return Optional.empty();
    }
    var found = new LinkedHashMap<String, String>();
    for (int at = 0; at < asked.size(); at++) {
      var want = path.get(at);
      if (want.startsWith("{")) {
        found.put(want.substring(1, want.length() - 1), asked.get(at));
      } else if (!want.equals(asked.get(at))) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }
}
