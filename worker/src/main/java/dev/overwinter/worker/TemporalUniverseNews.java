package dev.overwinter.worker;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.postgres.UniverseNews;
import dev.overwinter.universe.workflow.FleetRun;
import dev.overwinter.universe.workflow.FleetWorkflow;
import dev.overwinter.universe.workflow.PlanetRun;
import dev.overwinter.universe.workflow.PlanetWorkflow;
import dev.overwinter.universe.workflow.ResearchRun;
import dev.overwinter.universe.workflow.ResearchWorkflow;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;

/// Tells the workflows of a universe, and starts those that have ended.
final class TemporalUniverseNews implements UniverseNews {
  private final WorkflowClient client;

  TemporalUniverseNews(WorkflowClient client) {
    this.client = client;
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(TaskQueues.UNIVERSE).build();
  }

  @Override
  public void planetChanged(long planet) {
    var workflow =
        client.newWorkflowStub(PlanetWorkflow.class, options(WorkflowIds.planet(planet)));
    BatchRequest request = client.newSignalWithStartRequest();
    request.add(workflow::run, PlanetRun.first(planet));
    request.add(workflow::changed);
    var _ = client.signalWithStart(request);
  }

  @Override
  public void researchChanged(long player) {
    var workflow =
        client.newWorkflowStub(ResearchWorkflow.class, options(WorkflowIds.research(player)));
    BatchRequest request = client.newSignalWithStartRequest();
    request.add(workflow::run, ResearchRun.first(player));
    request.add(workflow::changed);
    var _ = client.signalWithStart(request);
  }

  @Override
  public void fleetChanged(String fleet) {
    var workflow = client.newWorkflowStub(FleetWorkflow.class, options(WorkflowIds.fleet(fleet)));
    BatchRequest request = client.newSignalWithStartRequest();
    request.add(workflow::run, new FleetRun(fleet));
    request.add(workflow::changed);
    var _ = client.signalWithStart(request);
  }
}
