package dev.overwinter.sessions.digitalocean;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Beats on a virtual thread beside the activity.
public final class TemporalPulses implements Pulses {
  private static final long EVERY_MILLIS = 2_000;

  @Override
  public Pulse begin() {
    return new Beating(Activity.getExecutionContext());
  }

  private static final class Beating implements Pulse {
    private final ActivityExecutionContext context;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<ActivityCompletionException> unwanted =
        new CompletableFuture<>();

    /// As text; empty for nothing.
    private volatile String memory;

    @SuppressWarnings("ThisEscapedInObjectConstruction")
    Beating(ActivityExecutionContext context) {
      this.context = context;
      memory = context.getLastHeartbeatDetails(String.class).orElse("");
      var _ = Thread.ofVirtual().name("session-pulse").start(this::beat);
    }

    private void beat() {
      try {
        while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
          tell();
        }
      } catch (InterruptedException leaving) {
        Thread.currentThread().interrupt();
      }
    }

    private void tell() {
      try {
        context.heartbeat(memory);
      } catch (ActivityCompletionException ended) {
        unwanted.complete(ended);
      }
    }

    @Override
    public void remember(Instant moment) {
      memory = moment.toString();
      tell();
    }

    @Override
    public Optional<Instant> remembered() {
      return memory.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(memory));
    }

    @Override
    public void pause(Duration howLong) {
      try {
        throw unwanted.get(howLong.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillWanted) {
        return;
      } catch (InterruptedException leaving) {
        Thread.currentThread().interrupt();
        throw ApplicationFailure.newFailure("the worker is leaving", "Interrupted");
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
