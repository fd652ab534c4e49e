package dev.overwinter.sessions.workflow;

import com.uber.m3.util.Duration;
import dev.overwinter.sessions.EndWhy;
import dev.overwinter.sessions.SessionState;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/// What a session's workflow counts; silent during a replay.
final class SessionMetrics {
  private SessionMetrics() {}

  static void changed(Instant created, SessionState before, SessionState after, Instant now) {
    switch (after) {
      case SessionState.Ready _ when before instanceof SessionState.Leasing asked ->
          began("warm", asked.since(), now);
      case SessionState.Ready _, SessionState.Warm _
          when !(before instanceof SessionState.Leasing) ->
          began("fresh", created, now);
      case SessionState.Ending s -> {
        count("overwinter_sessions_ended", "why", label(s.why()));
        if (before.coming() && !(before instanceof SessionState.Leasing)) {
          began("failed", created, now);
        }
      }
      case SessionState.Refused s ->
          count("overwinter_sessions_refused", "why", s.refusal().name().toLowerCase(Locale.ROOT));
      case SessionState.Over _ when before instanceof SessionState.Ending s ->
          Workflow.getMetricsScope()
              .timer("overwinter_session_destroy_duration")
              .record(between(s.since(), now));
      default -> {}
    }
  }

  private static void began(String outcome, Instant from, Instant now) {
    Workflow.getMetricsScope()
        .tagged(Map.of("outcome", outcome))
        .timer("overwinter_session_start_duration")
        .record(between(from, now));
  }

  private static String label(EndWhy why) {
    return why.name().toLowerCase(Locale.ROOT);
  }

  private static void count(String name, String label, String value) {
    Workflow.getMetricsScope().tagged(Map.of(label, value)).counter(name).inc(1);
  }

  private static Duration between(Instant from, Instant to) {
    return Duration.ofMillis((double) ChronoUnit.MILLIS.between(from, to));
  }
}
