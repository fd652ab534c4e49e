package dev.overwinter.rooms.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A path of the older forms.
///
/// @param path segments; one in braces stands for any
record OlderRoute(String method, String path, Function<OlderAsk, OlderAnswer> does) {

  static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /// What stands in a path that this one means; empty when it means another.
  Optional<Map<String, String>> match(List<String> asked) {
    var want = segments(path);
    if (asked.size() != want.size()) {
      return Optional.empty();
    }
    var found = new LinkedHashMap<String, String>();
    for (int at = 0; at < want.size(); at++) {
      var one = want.get(at);
      if (one.startsWith("{")) {
        found.put(one.substring(1, one.length() - 1), asked.get(at));
      } else if (!one.equals(asked.get(at))) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }
}
