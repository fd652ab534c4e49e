package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.OrderAnswer;
import dev.overwinter.universe.order.PlanetRequest;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/// Waits for what is due on a planet, and for orders.
public final class PlanetWorkflowImpl implements PlanetWorkflow {
  private final PlanetRun begun;
  private final Clockwork clock;
  private final Hands<PlanetActivities> planets = Hands.of(PlanetActivities.class);
  private boolean shown;

  /// Runs before any handler.
  @WorkflowInit
  public PlanetWorkflowImpl(PlanetRun run) {
    begun = run;
    clock = new Clockwork("planet", run.dueAt(), run.continueAfterEvents());
  }

  @Override
  public void run(PlanetRun run) {
    // Detached: a cancellation from the Temporal UI must not leave a queue that nobody ends.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    var over =
        clock.run(upTo -> planets.settle(port -> port.settle(begun.planet(), upTo)), () -> true);
    if (!over) {
      Workflow.newContinueAsNewStub(PlanetWorkflow.class)
          .run(new PlanetRun(begun.planet(), clock.dueAt(), begun.continueAfterEvents()));
    }
  }

  @Override
  public OrderAnswer order(PlanetRequest request) {
    show(request.player());
    var at = Clockwork.now();
    var ordered = clock.order(() -> planets.order(port -> port.order(request, at)), Ordered::due);
    UniverseMetrics.ordered("planet", ordered.answer() instanceof OrderAnswer.Accepted);
    return ordered.answer();
  }

  private void show(long player) {
    if (!shown) {
      shown = true;
      Owners.show(player);
    }
  }

  @Override
  public void changed() {
    clock.look();
  }
}
