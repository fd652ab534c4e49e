package dev.overwinter.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Asks workflows with a limit on how long a person waits. When Temporal or the worker does not
/// answer in time, the caller gets 503 and may safely ask again: every order that bears a name of
/// its own, or its client's key, can be repeated.
@Component
public final class TemporalCalls {
  /// The code of the 503 by which nobody knows whether an order was accepted.
  public static final String AWAY = "CONTROL_PLANE_AWAY";

  /// What it says to who has sent no key: a repetition would be another order, and both carried
  /// out.
  public static final String UNSURE =
      "The control plane does not answer. The order may have been accepted: look before you ask"
          + " again, or send an Idempotency-Key, with which asking again is safe.";

  /// The header by which a client says that a repetition is the same order.
  public static final String KEY = "Idempotency-Key";

  private static final Logger LOG = LoggerFactory.getLogger(TemporalCalls.class);
  private static final int ATTEMPTS = 5;

  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /// An order that comes just as a run gives way to the next is put back by Temporal, unseen: asked
  /// again, it reaches the next run.
  public static <T> T repeated(Callable<T> call) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.call();
      } catch (WorkflowServiceException e) {
        if (attempt == ATTEMPTS || !pushedAside(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean pushedAside(WorkflowServiceException e) {
    return e.getCause() instanceof StatusRuntimeException rpc
        && rpc.getStatus().getCode() == Status.Code.FAILED_PRECONDITION;
  }

  /// Makes a call and waits for it.
  ///
  /// @param missing what to answer when there is no such workflow
  /// @throws Problem 503 when nobody answers in time
  public <T> T within(Duration patience, Callable<T> call, Supplier<Problem> missing) {
    var answer = calls.submit(call);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      answer.cancel(true);
      // Not a fault: some orders take longer than anybody should wait.
      LOG.info("an order was not answered within {} s", patience.toSeconds());
      throw away();
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw away();
    } catch (ExecutionException e) {
      throw translated(e.getCause() == null ? e : e.getCause(), missing);
    }
  }

  private static RuntimeException translated(Throwable failure, Supplier<Problem> missing) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WorkflowNotFoundException) {
        return missing.get();
      }
      if (cause instanceof StatusRuntimeException rpc) {
        var code = rpc.getStatus().getCode();
        if (code == Status.Code.NOT_FOUND) {
          return missing.get();
        }
        LOG.warn("Temporal is away: {}", code);
        return away();
      }
    }
    if (failure instanceof RuntimeException known) {
      LOG.warn("an order failed", failure);
      return known;
    }
    return new IllegalStateException("an order failed", failure);
  }

  private static Problem away() {
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The control plane does not answer. An order that it has accepted is still carried out;"
                + " asking again is safe.")
        .code(AWAY)
        .retryAfter(Duration.ofSeconds(5));
  }
}
