package dev.overwinter.universe.workflow;

import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.universe.order.FleetAnswer;
import dev.overwinter.universe.order.FleetOrder;
import dev.overwinter.universe.order.RecallRequest;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Waits for the next event of a fleet, and for its recall.
public final class FleetWorkflowImpl implements FleetWorkflow {
  private final String fleet;
  private final Clockwork clock = new Clockwork("fleet", null, Clockwork.NEVER);
  private final Hands<FleetActivities> fleets = Hands.of(FleetActivities.class);

  /// Runs before any handler.
  @WorkflowInit
  public FleetWorkflowImpl(FleetRun run) {
    fleet = run.fleet();
  }

  @Override
  public void run(FleetRun run) {
    // Detached: a cancellation from the Temporal UI must not leave ships in the void.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    var _ = clock.run(upTo -> fleets.settle(port -> port.advance(fleet, upTo)), () -> true);
  }

  @Override
  public FleetAnswer dispatch(FleetOrder order) {
    var at = Clockwork.now();
    var flight = clock.order(() -> fleets.order(port -> port.launch(order, at)), Flight::due);
    UniverseMetrics.ordered("fleet", flight.answer() instanceof FleetAnswer.Flying);
    if (flight.answer() instanceof FleetAnswer.Flying) {
      Workflow.upsertTypedSearchAttributes(
          SearchAttributes.OWNER.valueSet(Long.toString(order.player())),
          SearchAttributes.STATE.valueSet(order.mission().name()));
      show("%s to %s".formatted(order.mission(), order.target().text()), flight.due().at());
    }
    return flight.answer();
  }

  @Override
  public FleetAnswer recall(RecallRequest request) {
    var at = Clockwork.now();
    var flight = clock.order(() -> fleets.order(port -> port.recall(request, at)), Flight::due);
    if (flight.answer() instanceof FleetAnswer.Flying) {
      show("called back", flight.due().at());
    }
    return flight.answer();
  }

  private static void show(String what, @Nullable Instant next) {
    Workflow.setCurrentDetails("### %s\n- next event: %s".formatted(what, next));
  }

  @Override
  public void changed() {
    clock.look();
  }
}
