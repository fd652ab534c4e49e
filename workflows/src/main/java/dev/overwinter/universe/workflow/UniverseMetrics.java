package dev.overwinter.universe.workflow;

import com.uber.m3.util.Duration;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// What workflows of universes count; silent during a replay.
final class UniverseMetrics {
  private UniverseMetrics() {}

  /// Something was due and is done: how long after its moment. Its count is that of events.
  static void settled(String kind, Instant due, Instant done) {
    Workflow.getMetricsScope()
        .tagged(Map.of("kind", kind))
        .timer("overwinter_universe_lag")
        .record(Duration.ofMillis((double) Math.max(0, ChronoUnit.MILLIS.between(due, done))));
  }

  /// An order was answered.
  static void ordered(String kind, boolean accepted) {
    Workflow.getMetricsScope()
        .tagged(Map.of("kind", kind, "outcome", accepted ? "accepted" : "refused"))
        .counter("overwinter_universe_orders")
        .inc(1);
  }
}
