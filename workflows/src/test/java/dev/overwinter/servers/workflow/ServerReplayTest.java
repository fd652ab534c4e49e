package dev.overwinter.servers.workflow;

import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every history that was ever recorded still replays on the code of today. Files are added with
/// each change of behaviour, never edited, and deleted only when no such execution can be open.
final class ServerReplayTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories/Server");

  @ParameterizedTest
  @MethodSource("histories")
  void replays(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(history.toFile(), ServerWorkflowImpl.class);
  }

  static List<Path> histories() throws IOException {
    try (var files = Files.list(HISTORIES)) {
      return files.sorted().toList();
    }
  }
}
