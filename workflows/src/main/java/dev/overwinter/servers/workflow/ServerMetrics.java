package dev.overwinter.servers.workflow;

import com.uber.m3.util.Duration;
import dev.overwinter.backups.Backup;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ServerState;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/// What a server's workflow counts. Goes through the workflow's own scope, which is silent during a
/// replay: a restart of the worker counts nothing twice.
final class ServerMetrics {
  private ServerMetrics() {}

  static void changed(Server server, ServerState before, ServerState now) {
    switch (now) {
      case ServerState.Awake s when before instanceof ServerState.Waking w ->
          record(server, "overwinter_wake_duration", "ready", between(w.since(), s.since()));
      case ServerState.Failed s when before instanceof ServerState.Waking w ->
          record(server, "overwinter_wake_duration", "failed", between(w.since(), s.since()));
      case ServerState.Asleep s when before instanceof ServerState.Hibernating h ->
          record(
              server,
              "overwinter_hibernate_duration",
              s.why().contains("killed after") ? "killed" : "graceful",
              between(h.since(), s.since()));
      case ServerState.Creating _,
          ServerState.Asleep _,
          ServerState.Waking _,
          ServerState.Awake _,
          ServerState.Hibernating _,
          ServerState.Relocating _,
          ServerState.Failed _,
          ServerState.Deleting _,
          ServerState.Deleted _ -> {}
    }
  }

  /// @param outcome `complete`, `failed` or `gave_way`
  static void backedUp(Server server, Backup begun, String outcome) {
    var why = begun.why().name().toLowerCase(Locale.ROOT);
    Workflow.getMetricsScope()
        .tagged(Map.of("template", server.spec().template().id(), "why", why, "outcome", outcome))
        .timer("overwinter_backup_duration")
        .record(between(begun.at(), Server.now()));
  }

  /// @param outcome `restarted` or `failed`
  static void relocated(Server server, Instant since, String outcome) {
    record(server, "overwinter_relocate_duration", outcome, between(since, Server.now()));
  }

  /// @param outcome `moved`, `failed` or `cancelled`
  static void transferred(Server server, Instant since, String outcome) {
    record(server, "overwinter_transfer_duration", outcome, between(since, Server.now()));
    Workflow.getMetricsScope()
        .tagged(Map.of("template", server.spec().template().id(), "outcome", outcome))
        .counter("overwinter_transfers")
        .inc(1);
  }

  /// A container was found running that a server had left behind.
  static void strayed(Server server) {
    Workflow.getMetricsScope()
        .tagged(Map.of("template", server.spec().template().id()))
        .counter("overwinter_stranded_containers_seen")
        .inc(1);
  }

  static void crashed(Server server, ContainerObservation seen) {
    var reason = String.valueOf(seen.ending()).toLowerCase(Locale.ROOT);
    Workflow.getMetricsScope()
        .tagged(Map.of("template", server.spec().template().id(), "reason", reason))
        .counter("overwinter_crashes")
        .inc(1);
  }

  private static void record(Server server, String name, String outcome, Duration took) {
    Workflow.getMetricsScope()
        .tagged(Map.of("template", server.spec().template().id(), "outcome", outcome))
        .timer(name)
        .record(took);
  }

  private static Duration between(Instant from, Instant to) {
    return Duration.ofMillis((double) ChronoUnit.MILLIS.between(from, to));
  }
}
