package dev.overwinter.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// How far the start has come. Once up it stays up: a dependency that goes away later is waited
/// for, and restarting this process would not bring it back. Thread-safe.
final class Health {
  private final Map<String, String> parts = new ConcurrentSkipListMap<>();
  private volatile boolean up;

  void waitingFor(String part, String why) {
    parts.put(part, why);
  }

  void reached(String part) {
    parts.put(part, "UP");
  }

  void up() {
    up = true;
  }

  void leaving() {
    up = false;
  }

  boolean isUp() {
    return up;
  }

  String json() {
    return parts.entrySet().stream()
        .map(part -> quoted(part.getKey()) + ":" + quoted(part.getValue()))
        .collect(
            Collectors.joining(
                ",", "{\"status\":\"" + (up ? "UP" : "DOWN") + "\",\"parts\":{", "}}"));
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[\\\\\"\\p{Cntrl}]", " ") + '"';
  }
}
