package dev.overwinter.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Typed reading of environment variables that remembers which keys are known.
final class Environment {
  private final Map<String, String> env;
  private final Set<String> known = new HashSet<>();

  Environment(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  String text(String key, String otherwise) {
    return value(key).orElse(otherwise);
  }

  Optional<Path> path(String key) {
    return value(key).map(Path::of);
  }

  URI uri(String key, String otherwise) {
    var text = text(key, otherwise);
    try {
      var uri = URI.create(text);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below, with the key.
    }
    throw refused(key, text, "http://host:port");
  }

  int number(String key, int otherwise, int least, int most) {
    var text = text(key, String.valueOf(otherwise));
    try {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below, with the key.
    }
    throw refused(key, text, least + ".." + most);
  }

  boolean flag(String key, boolean otherwise) {
    var text = text(key, String.valueOf(otherwise));
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(key, text, "true or false");
    };
  }

  /// `30s`, `500ms`, `5m`, or ISO-8601.
  Duration duration(String key, Duration otherwise) {
    var text = text(key, otherwise.toString());
    try {
      var duration =
          text.startsWith("P")
              ? Duration.parse(text)
              : text.endsWith("ms")
                  ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                  : Duration.parse("PT" + text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | NumberFormatException _) {
      // Told below, with the key.
    }
    throw refused(key, text, "for example 30s or PT30S");
  }

  void refuseUnknown(String prefix) {
    var unknown = new TreeSet<String>();
    env.keySet().stream()
        .filter(key -> key.startsWith(prefix) && !known.contains(key))
        .forEach(unknown::add);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown: " + unknown + " (expected: some of " + new TreeSet<>(known) + ")");
    }
  }

  private Optional<String> value(String key) {
    known.add(key);
    return Optional.ofNullable(env.get(key)).filter(text -> !text.isBlank());
  }

  private static IllegalArgumentException refused(String key, String text, String expected) {
    return new IllegalArgumentException(key + ": " + text + " (expected: " + expected + ")");
  }
}
