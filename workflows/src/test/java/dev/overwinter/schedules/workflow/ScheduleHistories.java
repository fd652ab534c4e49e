package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.RunOrder;
import dev.overwinter.schedules.RunOutcome;
import dev.overwinter.schedules.StepAnswer;
import dev.overwinter.schedules.StepOutcome;
import io.temporal.client.WorkflowFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// Plays the runs whose histories are kept for replay, and writes them down. Run it after a change
/// of behaviour, with the directory of all histories as argument; what is there already is not
/// played again.
final class ScheduleHistories {
  private ScheduleHistories() {}

  public static void main(String[] args) throws IOException {
    var runs = Path.of(args[0]).resolve("RunSchedule");
    record(runs, "stopped-and-started", ScheduleHistories::aNight);
    record(runs, "refused", ScheduleHistories::aRefusal);
    record(runs, "nobody-answered", ScheduleHistories::silence);
    record(runs, "cancelled-while-it-waited", ScheduleHistories::aChangeOfMind);
    record(runs, "was-gone", ScheduleWorld::run);
    record(runs, "missed", ScheduleHistories::aLateMorning);
  }

  private static void record(Path directory, String name, Consumer<ScheduleWorld> night)
      throws IOException {
    Files.createDirectories(directory);
    var file = directory.resolve(name + ".json");
    if (Files.exists(file)) {
      return;
    }
    try (var world = new ScheduleWorld()) {
      night.accept(world);
      Files.writeString(file, world.client().fetchHistory(ScheduleWorld.RUN).toJson(true));
    }
  }

  private static void aNight(ScheduleWorld world) {
    world.outside.order = RunScheduleWorkflowTest.STOP_THEN_START;
    world.outside.down = 1;
    var _ = world.run();
  }

  private static void aRefusal(ScheduleWorld world) {
    world.outside.order = RunScheduleWorkflowTest.STOP_THEN_START;
    world.outside.answers.add(new StepAnswer(StepOutcome.REFUSED, "it is being removed"));
    var _ = world.run();
  }

  private static void silence(ScheduleWorld world) {
    world.outside.order = RunScheduleWorkflowTest.STOP_THEN_START;
    world.outside.deaf = true;
    var _ = world.run();
  }

  private static void aChangeOfMind(ScheduleWorld world) {
    world.outside.order = RunScheduleWorkflowTest.STOP_THEN_START;
    var run = world.begun();
    world.temporal.sleep(Duration.ofMinutes(5));
    run.cancel();
    try {
      var _ = run.getResult(RunOutcome.class);
    } catch (WorkflowFailedException cancelled) {
      // As it should be.
    }
  }

  private static void aLateMorning(ScheduleWorld world) {
    world.outside.order = new RunOrder.Missed();
    var _ = world.run();
  }
}
