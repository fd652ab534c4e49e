package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.ResearchRequest;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/// Waits for the next level of a player, and for orders.
public final class ResearchWorkflowImpl implements ResearchWorkflow {
  private final ResearchRun begun;
  private final Clockwork clock;
  private final Hands<PlanetActivities> planets = Hands.of(PlanetActivities.class);

  /// Runs before any handler.
  @WorkflowInit
  public ResearchWorkflowImpl(ResearchRun run) {
    begun = run;
    clock = new Clockwork("research", run.dueAt(), run.continueAfterEvents());
  }

  @Override
  public void run(ResearchRun run) {
    // Detached: a cancellation from the Temporal UI must not leave a queue that nobody ends.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    Owners.show(begun.player());
    var over =
        clock.run(
            upTo -> planets.settle(port -> port.settleResearch(begun.player(), upTo)), () -> true);
    if (!over) {
      Workflow.newContinueAsNewStub(ResearchWorkflow.class)
          .run(new ResearchRun(begun.player(), clock.dueAt(), begun.continueAfterEvents()));
    }
  }

  @Override
  public OrderAnswer order(ResearchRequest request) {
    var at = Clockwork.now();
    var ordered =
        clock.order(() -> planets.order(port -> port.orderResearch(request, at)), Ordered::due);
    UniverseMetrics.ordered("research", ordered.answer() instanceof OrderAnswer.Accepted);
    return ordered.answer();
  }

  @Override
  public void changed() {
    clock.look();
  }
}
