package dev.overwinter.universe.workflow;

import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every history of a universe that was ever recorded still replays on the code of today. Files are
/// added with each change of behaviour, never edited, and deleted only when no such execution can
/// be open.
final class UniverseReplayTest {
  private static final Path ALL = Path.of("src/test/resources/histories");

  @ParameterizedTest
  @MethodSource("planets")
  void planetsReplay(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(history.toFile(), PlanetWorkflowImpl.class);
  }

  @ParameterizedTest
  @MethodSource("research")
  void researchReplays(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(history.toFile(), ResearchWorkflowImpl.class);
  }

  @ParameterizedTest
  @MethodSource("fleets")
  void fleetsReplay(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(history.toFile(), FleetWorkflowImpl.class);
  }

  @ParameterizedTest
  @MethodSource("offers")
  void offersReplay(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(history.toFile(), OfferWorkflowImpl.class);
  }

  static List<Path> planets() throws IOException {
    return files("Planet");
  }

  static List<Path> research() throws IOException {
    return files("Research");
  }

  static List<Path> fleets() throws IOException {
    return files("Fleet");
  }

  static List<Path> offers() throws IOException {
    return files("Offer");
  }

  private static List<Path> files(String type) throws IOException {
    try (var files = Files.list(ALL.resolve(type))) {
      return files.sorted().toList();
    }
  }
}
