package dev.overwinter.rooms.workflow;

import com.uber.m3.util.Duration;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What rooms count; silent during a replay. No room, no member and no value is in it.
final class RoomMetrics {
  private RoomMetrics() {}

  /// An order was answered.
  ///
  /// @param outcome `done`, `unchanged`, `repeated` or a refusal in lower case
  static void ordered(RoomCommand command, String outcome) {
    Workflow.getMetricsScope()
        .tagged(Map.of("kind", kind(command), "outcome", outcome))
        .counter("overwinter_room_orders")
        .inc(1);
  }

  private static String kind(RoomCommand command) {
    return command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// What was due by itself is done: how long after its moment.
  static void ticked(Instant due, Instant done) {
    Workflow.getMetricsScope()
        .timer("overwinter_room_lag")
        .record(Duration.ofMillis((double) Math.max(0, ChronoUnit.MILLIS.between(due, done))));
  }

  /// PostgreSQL knows less than its room did, which is what it has from now on.
  static void rewound() {
    Workflow.getMetricsScope().counter("overwinter_room_rewound").inc(1);
  }

  /// Events are in PostgreSQL.
  static void happened(List<RoomEvent> events) {
    for (var event : events) {
      switch (event.type()) {
        case ROUND_STARTED -> count("overwinter_room_rounds_started", "game", event);
        case ROUND_ENDED -> count("overwinter_room_rounds_ended", "why", event);
        case OVER -> count("overwinter_room_ended", "why", event);
        default -> {}
      }
    }
  }

  private static void count(String name, String label, RoomEvent event) {
    Workflow.getMetricsScope()
        .tagged(Map.of(label, event.data().getOrDefault(label, "")))
        .counter(name)
        .inc(1);
  }
}
