package dev.overwinter.servers.workflow;

import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every recorded history of a kept world still replays on the code of today.
final class KeepWorldReplayTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories/KeepWorld");

  @ParameterizedTest
  @MethodSource("histories")
  void replays(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(history.toFile(), KeepWorldWorkflowImpl.class);
  }

  static List<Path> histories() throws IOException {
    try (var files = Files.list(HISTORIES)) {
      return files.sorted().toList();
    }
  }
}
