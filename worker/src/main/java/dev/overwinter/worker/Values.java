package dev.overwinter.worker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Values of an environment as what they mean. Whoever wrote one that means nothing is told its
/// whole name and what was expected.
///
/// @param environment what was said
/// @param defaults what holds where nothing was
/// @param prefix of the names
record Values(Map<String, String> environment, Map<String, String> defaults, String prefix) {

  /// Without the blanks around it; empty when nobody says anything.
  String text(String name) {
    var key = prefix + name;
    var value = environment.getOrDefault(key, defaults.get(key));
    return value == null ? "" : value.strip();
  }

  /// Of any sign.
  int integer(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException notOne) {
      throw new IllegalArgumentException(said(name, "a number"), notOne);
    }
  }

  /// Not below zero.
  int number(String name) {
    int number = integer(name);
    if (number < 0) {
      throw new IllegalArgumentException(said(name, ">= 0"));
    }
    return number;
  }

  Duration seconds(String name) {
    return Duration.ofSeconds(number(name));
  }

  boolean isOn(String name) {
    return switch (text(name)) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new IllegalArgumentException(said(name, "on or off"));
    };
  }

  Optional<Path> path(String name) {
    return Optional.of(text(name)).filter(text -> !text.isEmpty()).map(Path::of);
  }

  URI uri(String name) {
    if (!text(name).matches("https?://[^/\\s]+/?")) {
      throw new IllegalArgumentException(said(name, "http(s)://host:port"));
    }
    return URI.create(text(name).replaceAll("/$", ""));
  }

  /// Between commas, in order; at least one.
  List<String> list(String name) {
    var all = split(name);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(said(name, "at least one"));
    }
    return all;
  }

  /// Between commas, in no order; perhaps none.
  Set<String> names(String name) {
    return Set.copyOf(split(name));
  }

  private List<String> split(String name) {
    return Arrays.stream(text(name).split(",", -1))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toList();
  }

  /// What is wrong with one.
  String said(String name, String expected) {
    return prefix + name + ": " + text(name) + " (expected: " + expected + ")";
  }
}
