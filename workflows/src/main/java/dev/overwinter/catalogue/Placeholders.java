package dev.overwinter.catalogue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What an environment or an argument learns about the server it belongs to: `{{port.game}}`,
/// `{{memory.mib}}`, `{{heap.mib}}`, `{{server.id}}`, and `{{env.NAME}}` in arguments.
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");

  private final Map<String, String> values;

  private Placeholders(Map<String, String> values) {
    this.values = values;
  }

  /// Those of one server.
  static Placeholders of(GameTemplate game, String serverId, int publicPort) {
    var values = new TreeMap<String, String>();
    values.put("server.id", serverId);
    values.put("memory.mib", String.valueOf(game.resources().memoryBytes() >> 20));
    values.put("heap.mib", String.valueOf(game.resources().heapMib()));
    for (var placed : game.placed(publicPort)) {
      values.put("port." + placed.port().name(), String.valueOf(placed.inside()));
    }
    return new Placeholders(values);
  }

  /// The same, with the environment.
  Placeholders with(Map<String, String> environment) {
    var more = new TreeMap<>(values);
    environment.forEach((name, value) -> more.put("env." + name, value));
    return new Placeholders(more);
  }

  /// The text with every known placeholder replaced. One pass: what a value brings is not replaced
  /// again.
  String resolve(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found ->
            java.util.regex.Matcher.quoteReplacement(
                values.getOrDefault(found.group(1), found.group())));
  }

  /// Those that a text names and nobody knows.
  Set<String> unknown(String text) {
    var unknown = new TreeSet<String>();
    var found = PLACEHOLDER.matcher(text);
    while (found.find()) {
      if (!values.containsKey(found.group(1))) {
        unknown.add(found.group());
      }
    }
    return unknown;
  }
}
