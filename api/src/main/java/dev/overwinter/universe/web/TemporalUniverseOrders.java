package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetRequest;
import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.RecallRequest;
import dev.overwinter.universe.order.ResearchRequest;
import dev.overwinter.universe.order.UniverseSpec;
import dev.overwinter.universe.workflow.CreateUniverseWorkflow;
import dev.overwinter.universe.workflow.FleetRun;
import dev.overwinter.universe.workflow.FleetWorkflow;
import dev.overwinter.universe.workflow.OfferRun;
import dev.overwinter.universe.workflow.OfferWorkflow;
import dev.overwinter.universe.workflow.PlanetRun;
import dev.overwinter.universe.workflow.PlanetWorkflow;
import dev.overwinter.universe.workflow.PlayerCommandWorkflow;
import dev.overwinter.universe.workflow.ResearchRun;
import dev.overwinter.universe.workflow.ResearchWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.workflow.Functions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Orders as updates to workflows, which begin with the first one; and begin again when theirs is
/// gone: what is in flight or on offer is what the tables say, whatever has become of a workflow.
@Component
class TemporalUniverseOrders implements UniverseOrders {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /// So many orders are under way at once, and others stand in line: what is given up in the line
  /// has cost the worker nothing, while one that was sent is carried out though nobody waits for it
  /// any more. Measured without: of 75 orders a second on two cores, 5 were answered in time.
  private static final int AT_ONCE = 64;

  private final WorkflowClient workflows;
  private final TemporalCalls calls;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  TemporalUniverseOrders(WorkflowClient workflows, TemporalCalls calls) {
    this.workflows = workflows;
    this.calls = calls;
  }

  @Override
  public OrderAnswer planet(PlanetRequest request) {
    return order(() -> {
      var stub =
          begun(PlanetWorkflow.class, WorkflowIds.planet(request.planet()), request.player());
      return WorkflowClient.executeUpdateWithStart(
          stub::order,
          request,
          TemporalUniverseOrders.<OrderAnswer>update(),
          new WithStartWorkflowOperation<>(stub::run, PlanetRun.first(request.planet())));
    });
  }

  @Override
  public OrderAnswer research(ResearchRequest request) {
    return order(() -> {
      var stub =
          begun(ResearchWorkflow.class, WorkflowIds.research(request.player()), request.player());
      return WorkflowClient.executeUpdateWithStart(
          stub::order,
          request,
          TemporalUniverseOrders.<OrderAnswer>update(),
          new WithStartWorkflowOperation<>(stub::run, ResearchRun.first(request.player())));
    });
  }

  @Override
  public FleetAnswer dispatch(FleetOrder order) {
    return order(() -> {
      var stub = begun(FleetWorkflow.class, WorkflowIds.fleet(order.fleet()));
      return WorkflowClient.executeUpdateWithStart(
          stub::dispatch,
          order,
          TemporalUniverseOrders.<FleetAnswer>update(),
          new WithStartWorkflowOperation<>(stub::run, new FleetRun(order.fleet())));
    });
  }

  @Override
  public FleetAnswer recall(RecallRequest request) {
    return order(() -> {
      var stub = begun(FleetWorkflow.class, WorkflowIds.fleet(request.fleet()));
      return WorkflowClient.executeUpdateWithStart(
          stub::recall,
          request,
          TemporalUniverseOrders.<FleetAnswer>update(),
          new WithStartWorkflowOperation<>(stub::run, new FleetRun(request.fleet())));
    });
  }

  @Override
  public OfferAnswer offer(OfferOrder order) {
    return order(() -> {
      var stub = begun(OfferWorkflow.class, WorkflowIds.offer(order.offer()));
      return WorkflowClient.executeUpdateWithStart(
          stub::offer,
          order,
          TemporalUniverseOrders.<OfferAnswer>update(),
          new WithStartWorkflowOperation<>(stub::run, new OfferRun(order.offer())));
    });
  }

  @Override
  public OfferAnswer accept(OfferRequest request) {
    return deal(request, offer -> offer::accept);
  }

  @Override
  public OfferAnswer cancel(OfferRequest request) {
    return deal(request, offer -> offer::cancel);
  }

  private OfferAnswer deal(
      OfferRequest request,
      Function<OfferWorkflow, Functions.Func1<OfferRequest, OfferAnswer>> update) {
    return order(() -> {
      var stub = begun(OfferWorkflow.class, WorkflowIds.offer(request.offer()));
      return WorkflowClient.executeUpdateWithStart(
          update.apply(stub),
          request,
          TemporalUniverseOrders.<OfferAnswer>update(),
          new WithStartWorkflowOperation<>(stub::run, new OfferRun(request.offer())));
    });
  }

  @Override
  public PlayerAnswer command(String key, PlayerCommand command) {
    return order(
        () -> begun(PlayerCommandWorkflow.class, WorkflowIds.command(key)).run(key, command));
  }

  @Override
  public boolean create(UniverseSpec universe) {
    return order(() ->
        begun(CreateUniverseWorkflow.class, WorkflowIds.createUniverse(universe.universe()))
            .run(universe));
  }

  private static <T> UpdateOptions<T> update() {
    return UpdateOptions.<T>newBuilder().build();
  }

  private <T> T begun(Class<T> type, String id) {
    return workflows.newWorkflowStub(type, options(id).build());
  }

  /// The same of a player's: said at the start it costs nothing, and later a write of its own.
  private <T> T begun(Class<T> type, String id, long player) {
    var owner =
        io.temporal.common.SearchAttributes.newBuilder()
            .set(SearchAttributes.OWNER, Long.toString(player))
            .build();
    return workflows.newWorkflowStub(type, options(id).setTypedSearchAttributes(owner).build());
  }

  private static WorkflowOptions.Builder options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(TaskQueues.UNIVERSE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
  }

  private <T> T order(Callable<T> call) {
    return calls.within(PATIENCE, () -> inTurn(call), TemporalUniverseOrders::gone);
  }

  private <T> T inTurn(Callable<T> call) throws Exception {
    turns.acquire();
    try {
      return TemporalCalls.repeated(call);
    } finally {
      turns.release();
    }
  }

  private static Problem gone() {
    return Problem.of(HttpStatus.NOT_FOUND, "There is no such workflow any more");
  }
}
