package dev.overwinter.worker;

import dev.overwinter.notices.postgres.OverdueNotices;
import dev.overwinter.notices.workflow.NoticesBell;
import io.temporal.client.WorkflowClient;
import java.time.Duration;

/// Tells the lanes of servers that have a notice which should have been tried and was not: see
/// [OverdueNotices].
final class NoticesWatch {
  /// A lane that was told gets ten seconds to send what it was told of, and a minute before it is
  /// told once more.
  private static final Watch.Pace PACE =
      new Watch.Pace(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMinutes(1), 100);

  private NoticesWatch() {}

  /// Begins at once.
  static Watch<String> begin(OverdueNotices overdue, WorkflowClient client) {
    return new Watch<>(
        "notices", PACE, overdue::before, server -> NoticesBell.ring(client, server));
  }
}
