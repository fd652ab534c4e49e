package dev.overwinter.proxy.wake;

import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.WakeOutcome;
import io.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage;
import io.temporal.api.update.v1.Outcome;
import io.temporal.api.update.v1.UpdateRef;
import io.temporal.api.update.v1.WaitPolicy;
import io.temporal.api.workflowservice.v1.PollWorkflowExecutionUpdateRequest;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One update from its first attempt to its outcome: sent until a worker has accepted it, then
/// polled until it has ended. Each call lasts as long as the server lets it.
final class WakeQuestion extends CompletableFuture<WakeOutcome> {
  static final UpdateWorkflowExecutionLifecycleStage ACCEPTED =
      UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED;
  private static final UpdateWorkflowExecutionLifecycleStage COMPLETED =
      UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED;
  // The server answers a long poll within 20 s, with nothing if there is nothing.
  private static final int SECONDS = 60;
  private static final String GONE = "This server is gone.";

  private final TemporalCalls calls;
  private final DataConverter converter;
  private final UpdateWorkflowExecutionRequest update;
  private final Runnable accepted;
  private volatile @Nullable CompletableFuture<?> call;

  WakeQuestion(
      TemporalCalls calls,
      DataConverter converter,
      UpdateWorkflowExecutionRequest update,
      Runnable accepted) {
    this.calls = calls;
    this.converter = converter;
    this.update = update;
    this.accepted = accepted;
  }

  void ask() {
    if (!isDone()) {
      var sent =
          calls.call(WorkflowServiceGrpc.getUpdateWorkflowExecutionMethod(), update, SECONDS);
      call = sent;
      var _ = sent.whenComplete((answer, problem) -> asked(answer, problem));
    }
  }

  private void asked(
      @Nullable UpdateWorkflowExecutionResponse answer, @Nullable Throwable problem) {
    if (answer == null && TemporalCalls.workflowIsGone(problem)) {
      // Not so when a poll fails like this: then it is the question that the server has forgotten.
      complete(new WakeOutcome.Refused(Refusal.DELETING, GONE, Duration.ZERO));
    } else if (answer == null) {
      failed(problem);
    } else if (answer.getStage().getNumber() < ACCEPTED.getNumber()) {
      ask(); // no worker has seen it yet, and the server has not kept it
    } else {
      accepted.run();
      ended(answer.hasOutcome() ? answer.getOutcome() : null, answer.getUpdateRef());
    }
  }

  private void poll(UpdateRef reference) {
    if (isDone()) {
      return;
    }
    var request =
        PollWorkflowExecutionUpdateRequest.newBuilder()
            .setNamespace(update.getNamespace())
            .setUpdateRef(reference)
            .setIdentity(update.getRequest().getMeta().getIdentity())
            .setWaitPolicy(WaitPolicy.newBuilder().setLifecycleStage(COMPLETED))
            .build();
    var sent =
        calls.call(WorkflowServiceGrpc.getPollWorkflowExecutionUpdateMethod(), request, SECONDS);
    call = sent;
    var _ =
        sent.whenComplete((answer, problem) -> {
          if (answer == null) {
            failed(problem);
          } else {
            ended(answer.hasOutcome() ? answer.getOutcome() : null, reference);
          }
        });
  }

  private void ended(@Nullable Outcome outcome, UpdateRef reference) {
    if (outcome == null) {
      poll(reference);
    } else if (outcome.hasFailure()) {
      completeExceptionally(new IllegalStateException(outcome.getFailure().getMessage()));
    } else {
      try {
        complete(
            converter.fromPayloads(
                0, Optional.of(outcome.getSuccess()), WakeOutcome.class, WakeOutcome.class));
      } catch (RuntimeException e) {
        completeExceptionally(e);
      }
    }
  }

  private void failed(@Nullable Throwable problem) {
    completeExceptionally(problem == null ? new IllegalStateException("no answer") : problem);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    var cancelled = super.cancel(mayInterruptIfRunning);
    var open = call;
    if (open != null) {
      open.cancel(true);
    }
    return cancelled;
  }
}
