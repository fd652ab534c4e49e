package dev.overwinter.rooms.workflow;

import dev.overwinter.durable.SealedPayloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every history of a room that was ever recorded still replays on the code of today. Files are
/// added with each change of behaviour, never edited, and deleted only when no such execution can
/// be open.
final class RoomReplayTest {
  private static final Path ALL = Path.of("src/test/resources/histories/Room");

  @ParameterizedTest
  @MethodSource("histories")
  @Tag("ROOM-25")
  void roomsReplay(Path history) throws Exception {
    var client =
        WorkflowClientOptions.newBuilder()
            .setDataConverter(SealedPayloads.converter(RoomWorld.KEYS))
            .build();
    var options = TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(client).build();
    try (var temporal = TestWorkflowEnvironment.newInstance(options)) {
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(Files.readString(history)),
          temporal,
          RoomWorkflowImpl.class);
    }
  }

  static List<Path> histories() throws IOException {
    try (var files = Files.list(ALL)) {
      return files.sorted().toList();
    }
  }
}
