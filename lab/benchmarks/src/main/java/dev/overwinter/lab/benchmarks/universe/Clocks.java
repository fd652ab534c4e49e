package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.workflow.PlanetRun;
import dev.overwinter.universe.workflow.PlanetWorkflow;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Tells workflows of planets that something is due there, as the worker does it: each starts, asks
/// PostgreSQL, and has a timer.
record Clocks(WorkflowClient client) {
  private static final int AT_ONCE = 24;

  /// Tells all of them.
  void start(List<Long> planets) throws InterruptedException, IOException {
    var telling = new ArrayList<Future<?>>();
    try (var few = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var planet : planets) {
        telling.add(few.submit(() -> start(planet)));
      }
      for (var one : telling) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void start(long planet) {
    var workflow =
        client.newWorkflowStub(
            PlanetWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.planet(planet))
                .setTaskQueue(TaskQueues.UNIVERSE)
                .build());
    BatchRequest request = client.newSignalWithStartRequest();
    request.add(workflow::run, PlanetRun.first(planet));
    request.add(workflow::changed);
    var _ = client.signalWithStart(request);
  }
}
