package dev.overwinter.servers.docker;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Beats on a virtual thread beside the activity, so that one long Docker call is not taken for a
/// dead node. It goes on beating after a cancellation, while the activity winds down.
public final class TemporalPulses implements Pulses {
  private static final long EVERY_MILLIS = 1_000;

  @Override
  public Pulse begin() {
    return new Beating(Activity.getExecutionContext());
  }

  private static final class Beating implements Pulse {
    private final ActivityExecutionContext context;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String progress = "";
    private volatile @Nullable ActivityCompletionException unwanted;

    @SuppressWarnings("ThisEscapedInObjectConstruction")
    Beating(ActivityExecutionContext context) {
      this.context = context;
      Thread.ofVirtual().name("pulse").start(this::beat);
    }

    private void beat() {
      try {
        // A step that is done within the first second costs no beat at all.
        while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
          try {
            context.heartbeat(progress);
          } catch (ActivityCompletionException ended) {
            if (unwanted == null) {
              unwanted = ended;
            }
          }
        }
      } catch (InterruptedException leaving) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void check() {
      var ended = unwanted;
      if (ended != null) {
        throw ended;
      }
    }

    @Override
    public void tell(String progress) {
      this.progress = progress;
    }

    @Override
    public int attempt() {
      return context.getInfo().getAttempt();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
