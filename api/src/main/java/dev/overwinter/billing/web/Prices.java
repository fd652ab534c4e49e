package dev.overwinter.billing.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import dev.overwinter.billing.workflow.AnnouncePriceWorkflow;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Announces prices. The same order twice is one price.
@Component
class Prices {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final WorkflowClient workflows;
  private final TemporalCalls calls;

  Prices(WorkflowClient workflows, TemporalCalls calls) {
    this.workflows = workflows;
    this.calls = calls;
  }

  /// @throws Problem 409 when it comes too late, or another price holds from that moment
  PriceOutcome.Announced announce(PriceOrder order) {
    var outcome =
        calls.within(
            PATIENCE,
            () -> TemporalCalls.repeated(() -> stub(order).announce(order)),
            () -> Problem.of(HttpStatus.NOT_FOUND, "There is no such order"));
    return switch (outcome) {
      case PriceOutcome.Announced announced -> announced;
      case PriceOutcome.Refused refused ->
          throw Problem.of(HttpStatus.CONFLICT, refused.reason()).code("PRICE_REFUSED");
    };
  }

  private AnnouncePriceWorkflow stub(PriceOrder order) {
    return workflows.newWorkflowStub(
        AnnouncePriceWorkflow.class,
        WorkflowOptions.newBuilder()
            .setWorkflowId(
                WorkflowIds.announcePrice(
                    order.priceClass(), order.use().name(), order.from(), order.microsPerHour()))
            .setTaskQueue(TaskQueues.BILLING)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setStaticSummary(order.priceClass() + " " + order.use())
            .build());
  }
}
