package dev.overwinter.sessions.workflow;

import io.temporal.testing.WorkflowHistoryLoader;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every history of a session or a pool that was ever recorded still replays on the code of today.
/// Files are added with each change of behaviour, never edited, and deleted only when no such
/// execution can be open.
final class SessionReplayTest {
  private static final Path SESSIONS = Path.of("src/test/resources/histories/Session");
  private static final Path POOLS = Path.of("src/test/resources/histories/Pool");

  @ParameterizedTest
  @MethodSource("sessions")
  void sessionsReplay(Path history) throws Exception {
    replay(history);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void poolsReplay(Path history) throws Exception {
    replay(history);
  }

  /// On a worker that is as patient as the one of the other tests: the replayer's own takes a busy
  /// machine for a deadlock.
  private static void replay(Path history) throws Exception {
    try (var world = new SessionWorld()) {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowHistoryLoader.readHistory(history.toFile()), world.worker);
    }
  }

  static List<Path> sessions() throws IOException {
    return files(SESSIONS);
  }

  static List<Path> pools() throws IOException {
    return files(POOLS);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
