package dev.overwinter.sessions.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.EndOutcome;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.workflow.PoolWorkflow;
import dev.overwinter.sessions.workflow.SessionRun;
import dev.overwinter.sessions.workflow.SessionWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Sends them by Temporal.
@Component
class TemporalSessionOrders implements SessionOrders {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final WorkflowClient workflows;
  private final TemporalCalls calls;
  private final SharedWaits<StartOutcome> untilReady = new SharedWaits<>();
  private final SharedWaits<EndOutcome> accepted = new SharedWaits<>();
  private final SharedWaits<EndOutcome> untilGone = new SharedWaits<>();

  TemporalSessionOrders(WorkflowClient workflows, TemporalCalls calls) {
    this.workflows = workflows;
    this.calls = calls;
  }

  @Override
  public boolean begin(SessionSpec spec) {
    var tag = spec.tag().text();
    var options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.session(tag))
            .setTaskQueue(TaskQueues.SESSIONS)
            // A tag is given again after its quarantine, which the records keep.
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .setStaticSummary("session " + tag)
            .setTypedSearchAttributes(
                io.temporal.common.SearchAttributes.newBuilder()
                    .set(SearchAttributes.STATE, "RESERVING")
                    .build())
            .build();
    var session = workflows.newWorkflowStub(SessionWorkflow.class, options);
    return order(
        PATIENCE,
        () -> {
          try {
            var _ = WorkflowClient.start(session::run, SessionRun.first(spec));
            return true;
          } catch (WorkflowExecutionAlreadyStarted _) {
            return false;
          }
        });
  }

  @Override
  public Optional<StartOutcome> awaitReady(ShareTag tag, Duration patience) {
    try {
      return Optional.of(
          order(
              patience,
              () -> untilReady.join(tag.text(), () -> patient(session(tag)::awaitReady)).get()));
    } catch (Problem e) {
      return switch (e.getStatusCode().value()) {
        case 503 -> Optional.empty();
        case 404 -> Optional.of(over());
        default -> throw e;
      };
    }
  }

  @Override
  public StartOutcome lease(ShareTag tag, Lease lease) {
    try {
      return order(PATIENCE, () -> session(tag).lease(lease));
    } catch (Problem e) {
      if (isMissing(e)) {
        return over();
      }
      throw e;
    }
  }

  @Override
  public Optional<EndOutcome> end(ShareTag tag, EndRequest request, Duration patience) {
    // Accepted for sure before anybody waits: a slow provider is no reason to say that nobody
    // answers.
    var now = new EndRequest(request.by(), request.drains(), false);
    var drains = request.drains() ? " drains" : "";
    try {
      var answer =
          order(
              PATIENCE,
              () ->
                  accepted
                      .join(tag.text() + drains, () -> patient(() -> session(tag).end(now)))
                      .get());
      if (answer.gone() || !request.untilGone() || patience.isZero()) {
        return Optional.of(answer);
      }
    } catch (Problem e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
    try {
      return Optional.of(
          order(
              patience,
              () ->
                  untilGone
                      .join(tag.text(), () -> patient(() -> session(tag).end(request)))
                      .get()));
    } catch (Problem _) {
      return Optional.empty();
    }
  }

  @Override
  public void tell(ShareTag tag, HeartbeatFact fact) {
    var _ =
        order(
            PATIENCE,
            () -> {
              try {
                session(tag).heartbeatChanged(fact);
              } catch (WorkflowNotFoundException _) {
                return false; // over: nobody is left to tell
              }
              return true;
            });
  }

  @Override
  public void configure(String pool, PoolSettings settings) {
    var _ =
        order(
            PATIENCE,
            () ->
                workflows
                    .newWorkflowStub(PoolWorkflow.class, WorkflowIds.pool(pool))
                    .configure(settings));
  }

  private static StartOutcome over() {
    return new StartOutcome.Refused(Refusal.OVER, "it is over", Duration.ZERO);
  }

  private static boolean isMissing(Problem e) {
    return e.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND);
  }

  /// Out of the way of whoever waits: what is thrown is for all of them.
  private static <T> T patient(Supplier<T> asking) {
    try {
      return TemporalCalls.repeated(asking::get);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private SessionWorkflow session(ShareTag tag) {
    return workflows.newWorkflowStub(SessionWorkflow.class, WorkflowIds.session(tag.text()));
  }

  private <T> T order(Duration patience, Callable<T> call) {
    return calls.within(
        patience,
        () -> TemporalCalls.repeated(call),
        () -> Problem.of(HttpStatus.NOT_FOUND, "Session not found"));
  }
}
