package dev.overwinter.servers.docker;

import io.temporal.client.ActivityCanceledException;
import java.util.concurrent.atomic.AtomicInteger;

/// Pulses without Temporal.
final class TestPulses {
  private TestPulses() {}

  /// Nobody ever cancels; it is the fifth attempt.
  static Pulse steady() {
    return new Counting(Integer.MAX_VALUE);
  }

  /// Cancelled as soon as the step has looked a few times.
  static Pulse cancelled() {
    return new Counting(3);
  }

  private static final class Counting implements Pulse {
    private final AtomicInteger left;

    Counting(int checks) {
      left = new AtomicInteger(checks);
    }

    @Override
    public void check() {
      if (left.getAndDecrement() <= 0) {
        throw new ActivityCanceledException();
      }
    }

    @Override
    public void tell(String progress) {}

    @Override
    public int attempt() {
      return 5;
    }

    @Override
    public void close() {}
  }
}
