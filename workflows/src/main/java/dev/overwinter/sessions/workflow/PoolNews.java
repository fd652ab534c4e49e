package dev.overwinter.sessions.workflow;

import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.PoolFact;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionState;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Tells a session's pool what has become of it, beside the main method. A word that is lost is
/// made up for by the pool's own look at the records. Confined to its workflow.
final class PoolNews {
  private static final Logger log = Workflow.getLogger(PoolNews.class);

  private final SessionSpec spec;
  private final List<PoolFact> untold = new ArrayList<>();

  PoolNews(SessionSpec spec) {
    this.spec = spec;
  }

  void start() {
    if (!spec.pool().isEmpty()) {
      // Ends with the run.
      var _ = Async.procedure(this::tell);
    }
  }

  boolean idle() {
    return untold.isEmpty();
  }

  void changed(SessionState state, Instant now) {
    if (spec.pool().isEmpty()) {
      return;
    }
    switch (state) {
      case SessionState.Warm _, SessionState.Ready _ -> add(state, null, now);
      case SessionState.Ending s -> add(state, s.why().refusal(), now);
      case SessionState.Refused s -> add(state, s.refusal(), now);
      default -> {}
    }
  }

  private void add(SessionState state, @Nullable Refusal refusal, Instant now) {
    untold.add(new PoolFact(spec.id(), state.label(), refusal, now));
  }

  private void tell() {
    while (true) {
      Workflow.await(() -> !untold.isEmpty());
      try {
        Workflow.newExternalWorkflowStub(PoolWorkflow.class, WorkflowIds.pool(spec.pool()))
            .sessionChanged(untold.getFirst());
      } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
        log.info("pool {} was gone before it could be told", spec.pool());
      }
      untold.removeFirst();
    }
  }
}
