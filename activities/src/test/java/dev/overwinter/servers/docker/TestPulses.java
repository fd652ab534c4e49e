package dev.overwinter.servers.docker;

import io.temporal.client.ActivityCanceledException;
import java.util.concurrent.atomic.AtomicInteger;

/// Pulses without Temporal.
final class TestPulses {
  private TestPulses() {}

  /// Nobody ever cancels; it is the fifth attempt.
  static Pulse steady() {
    return new Counting(Integer.MAX_VALUE, 5);
  }

  /// Nobody ever cancels; it is the first attempt.
  static Pulse first() {
    return new Counting(Integer.MAX_VALUE, 1);
  }

  /// Cancelled as soon as the step has looked a few times.
  static Pulse cancelled() {
    return new Counting(3, 5);
  }

  private static final class Counting implements Pulse {
    private final AtomicInteger left;

    private final int attempt;

    Counting(int checks, int attempt) {
      left = new AtomicInteger(checks);
      this.attempt = attempt;
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
      return attempt;
    }

    @Override
    public void close() {}
  }
}
