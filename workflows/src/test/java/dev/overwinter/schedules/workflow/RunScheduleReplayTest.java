package dev.overwinter.schedules.workflow;

import io.temporal.testing.WorkflowHistoryLoader;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every history of a run that was ever recorded still replays on the code of today. Files are
/// added with each change of behaviour, never edited, and deleted only when no such run can be
/// open.
final class RunScheduleReplayTest {
  private static final Path RUNS = Path.of("src/test/resources/histories/RunSchedule");

  @ParameterizedTest
  @MethodSource("runs")
  void runsReplay(Path history) throws Exception {
    try (var world = new ScheduleWorld()) {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowHistoryLoader.readHistory(history.toFile()), world.worker);
    }
  }

  static List<Path> runs() throws IOException {
    try (var files = Files.list(RUNS)) {
      return files.sorted().toList();
    }
  }
}
