package dev.overwinter.universe.web;

import dev.overwinter.api.ProblemWriter;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/healthz` and `/metrics` in the older universe's form. There is no loop any more: where its
/// clients look for one they find how many events there were, how many wait, and how late the
/// oldest is.
@RestController
@Hidden
class StatusController {
  private final UniverseWatch watch;
  private final HttpStatistics statistics;
  private final UniverseCounts counts;
  private final Clock clock;
  private final Instant startedAt;
  private final Statistic looks = new Statistic();
  private final Statistic lateness = new Statistic();

  StatusController(
      UniverseWatch watch, HttpStatistics statistics, UniverseCounts counts, Clock clock) {
    this.watch = watch;
    this.statistics = statistics;
    this.counts = counts;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /// Answers while the database is away, too; 200 as ever, since it is this process that lives:
  /// `status` says `ok`, or `late` when what is due does not happen. `/actuator/health` is red
  /// then.
  @GetMapping("/healthz")
  Map<String, @Nullable Object> health() {
    var look = watch.look();
    boolean stuck = watch.stuck(look);
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return Fields.of(
        "status", stuck ? "late" : "ok",
        "worldLoaded", look.there(),
        "loop",
            Fields.of(
                "running",
                !stuck,
                "tick_rate",
                0.0,
                "queue_depth",
                look.waiting(),
                "ticks",
                look.happened(),
                "last_tick_ms",
                look.took().toNanos() / 1e6,
                "jitter_last_ms",
                look.lateSeconds() * 1e3),
        "memory", Fields.of("current_bytes", heap.getUsed(), "peak_bytes", peak()),
        "database", Fields.of("status", look.database() ? "ok" : "fail", "persistence", "db_only"),
        "lastSaveTs", Fields.time(clock.instant()),
        "server_time", Fields.time(clock.instant()));
  }

  /// The most that each part of the heap has held since the process began.
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /// JSON; whoever asks for text as Prometheus does is sent to where it is.
  @GetMapping("/metrics")
  ResponseEntity<?> metrics(HttpServletRequest request) {
    if (wantsText(request)) {
      return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
          .location(URI.create("/actuator/prometheus"))
          .build();
    }
    var look = watch.look();
    looks.add(look.took().toNanos() / 1e6);
    lateness.add(look.lateSeconds() * 1e3);
    var counted = counts.counts();
    var loop = Fields.of("ticks", look.happened());
    looks.json().forEach(loop::put);
    loop.put("jitter", lateness.json());
    return ResponseEntity.ok(
        Fields.of(
            "process",
                Fields.of(
                    "started_at",
                    Fields.time(startedAt),
                    "uptime_s",
                    Duration.between(startedAt, clock.instant()).toMillis() / 1e3),
            "http", statistics.json(),
            "game_loop", loop,
            "events", counted.events(),
            "timers", counted.timers()));
  }

  private static boolean wantsText(HttpServletRequest request) {
    var accept = request.getHeader("Accept");
    return accept != null
        && !ProblemWriter.wantsPage(request)
        && (accept.contains("openmetrics") || accept.contains("text/plain"));
  }
}
