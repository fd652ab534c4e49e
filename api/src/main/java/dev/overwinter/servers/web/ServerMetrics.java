package dev.overwinter.servers.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// `overwinter_servers{state}`: how many servers are in each state, read every 10 seconds.
@Component
final class ServerMetrics {
  private static final List<String> STATES =
      List.of(
          "CREATING",
          "ASLEEP",
          "WAKING",
          "AWAKE",
          "HIBERNATING",
          "RELOCATING",
          "RESTORING",
          "FAILED",
          "DELETING");

  private final ServerReads reads;
  private final MultiGauge servers;

  ServerMetrics(ServerReads reads, MeterRegistry registry) {
    this.reads = reads;
    this.servers =
        MultiGauge.builder("overwinter_servers").description("Servers by state").register(registry);
  }

  @Scheduled(fixedDelay = 10_000, initialDelay = 3_000)
  void count() {
    try {
      var counts = reads.countByState();
      servers.register(
          STATES.stream()
              .map(state ->
                  MultiGauge.Row.of(Tags.of("state", state), counts.getOrDefault(state, 0)))
              .toList(),
          true);
    } catch (DataAccessException _) {
      // Unknown is not zero: without the database there is no figure at all.
      servers.register(List.of(), true);
    }
  }
}
