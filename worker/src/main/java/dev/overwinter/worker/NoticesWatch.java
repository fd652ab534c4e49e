package dev.overwinter.worker;

import dev.overwinter.notices.postgres.OverdueNotices;
import dev.overwinter.notices.workflow.NoticesBell;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every few seconds for servers with a notice that should have been tried and was not, and
/// tells their lanes: whoever wrote it died before it could. Whatever it misses itself it sees the
/// next time.
final class NoticesWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NoticesWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  // A lane that was told gets so long to send what it was told of.
  private static final Duration LATE = Duration.ofSeconds(10);
  // One that was told again is given time before it is told once more.
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int AT_ONCE = 100;

  private final OverdueNotices overdue;
  private final WorkflowClient client;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();
  private final Thread thread;

  /// Begins at once.
  NoticesWatch(OverdueNotices overdue, WorkflowClient client) {
    this.overdue = overdue;
    this.client = client;
    thread = Thread.ofPlatform().name("notices").daemon().start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        look(Instant.now());
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Instant now) {
    told.values().removeIf(at -> at.isBefore(now.minus(PATIENCE)));
    try {
      for (var server : overdue.before(now.minus(LATE), AT_ONCE, told.keySet())) {
        told.put(server, now);
        NoticesBell.ring(client, server);
      }
    } catch (RuntimeException away) {
      // PostgreSQL or Temporal: nothing is lost, and somebody else says it.
      log.debug("cannot look for notices that are overdue: {}", away.toString());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
