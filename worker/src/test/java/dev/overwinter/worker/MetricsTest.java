package dev.overwinter.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MetricsTest {

  @Test
  void countsInAHandfulOfBuckets() {
    var registry = Metrics.registry();
    Timer.builder("temporal_request_latency")
        .publishPercentileHistogram(true)
        .register(registry)
        .record(Duration.ofMillis(3));

    assertThat(registry.scrape().lines().filter(l -> l.startsWith("temporal_")))
        .hasSizeLessThan(12)
        .contains("temporal_request_latency_seconds_bucket{le=\"0.005\"} 1");
  }

  @Test
  void countsRequestsThatNameAnUpdateWithThoseThatDoNot() {
    var registry = Metrics.registry();
    registry.counter("temporal_long_request", "operation", "Poll").increment();
    registry
        .counter("temporal_long_request", "operation", "Update", "update_name", "order")
        .increment();

    assertThat(registry.scrape())
        .contains("temporal_long_request_total{operation=\"Poll\"} 1.0")
        .contains("temporal_long_request_total{operation=\"Update\"} 1.0");
  }

  @Test
  void keepsOnlyOurOwnTagsOnOurOwnNumbers() {
    var registry = Metrics.registry();
    Timer.builder("overwinter_wake_duration")
        .tags("template", "lobby", "outcome", "ready", "namespace", "default", "operation", "none")
        .register(registry)
        .record(Duration.ofSeconds(2));

    assertThat(registry.scrape())
        .contains(
            "overwinter_wake_duration_seconds_bucket{outcome=\"ready\",template=\"lobby\",le=\"2.0\"} 1");
  }
}
