package dev.overwinter.notices.workflow;

import dev.overwinter.durable.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Plays the life of a lane and writes it down for replay. Run it after a change of behaviour, with
/// a directory as argument; keep the old files beside the new ones.
final class NoticesHistories {
  private NoticesHistories() {}

  public static void main(String[] args) throws IOException {
    var directory = Path.of(args[0]);
    Files.createDirectories(directory);
    try (var world = new NoticesWorld()) {
      world.isAway("a");
      world.news("1", "a", "b");
      Awaitility.await().until(() -> world.got().contains("b 1"));
      world.temporal.sleep(Duration.ofMinutes(20));
      world.news("2", "a", "b");
      Awaitility.await().until(() -> world.got().contains("b 2"));
      world.hurry("a");
      world.temporal.sleep(Duration.ofMinutes(3));
      world.isBack("a");
      world.hurry("a");
      Awaitility.await()
          .until(
              () -> world.status() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
      var history =
          world.temporal.getWorkflowClient().fetchHistory(WorkflowIds.notices(NoticesWorld.SERVER));
      Files.writeString(directory.resolve("one-away-hurried-back.json"), history.toJson(true));
    }
  }
}
