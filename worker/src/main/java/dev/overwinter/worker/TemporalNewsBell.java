package dev.overwinter.worker;

import dev.overwinter.notices.postgres.NewsBell;
import dev.overwinter.notices.workflow.NoticesBell;
import io.temporal.client.WorkflowClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rings beside whoever has committed: nobody who writes a row waits for Temporal.
final class TemporalNewsBell implements NewsBell {
  private static final Logger log = LoggerFactory.getLogger(TemporalNewsBell.class);

  private final WorkflowClient client;

  TemporalNewsBell(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public void ring(String server) {
    Thread.ofVirtual()
        .name("bell")
        .start(() -> {
          try {
            NoticesBell.ring(client, server);
          } catch (RuntimeException unheard) {
            // NoticesWatch finds it.
            log.debug("nobody heard of news of server {}: {}", server, unheard.toString());
          }
        });
  }
}
