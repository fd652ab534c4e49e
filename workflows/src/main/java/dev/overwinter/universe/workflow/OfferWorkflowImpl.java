package dev.overwinter.universe.workflow;

import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.universe.order.OfferAnswer;
import dev.overwinter.universe.order.OfferOrder;
import dev.overwinter.universe.order.OfferRequest;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.function.BiFunction;

/// Waits for somebody who accepts an offer, for its cancellation, or for its end.
public final class OfferWorkflowImpl implements OfferWorkflow {
  private final String offer;
  private final Clockwork clock = new Clockwork("offer", null, Clockwork.NEVER);
  private final Hands<MarketActivities> market = Hands.of(MarketActivities.class);
  private boolean open;

  /// Runs before any handler.
  @WorkflowInit
  public OfferWorkflowImpl(OfferRun run) {
    offer = run.offer();
  }

  @Override
  public void run(OfferRun run) {
    // Detached: a cancellation from the Temporal UI must not leave goods that are nobody's.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    var _ = clock.run(this::expire, () -> !open);
  }

  private Due expire(Instant upTo) {
    return taken(market.settle(port -> port.expire(offer, upTo))).due();
  }

  private Dealt taken(Dealt dealt) {
    open = dealt.open();
    return dealt;
  }

  @Override
  public OfferAnswer offer(OfferOrder order) {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.OWNER.valueSet(Long.toString(order.player())));
    return deal((port, at) -> port.open(order, at));
  }

  @Override
  public OfferAnswer accept(OfferRequest request) {
    return deal((port, at) -> port.accept(request, at));
  }

  @Override
  public OfferAnswer cancel(OfferRequest request) {
    return deal((port, at) -> port.cancel(request, at));
  }

  private OfferAnswer deal(BiFunction<MarketActivities, Instant, Dealt> what) {
    var at = Clockwork.now();
    var dealt = clock.order(() -> taken(market.order(port -> what.apply(port, at))), Dealt::due);
    UniverseMetrics.ordered("offer", dealt.answer() instanceof OfferAnswer.Done);
    return dealt.answer();
  }
}
