package dev.overwinter.proxy.seat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// How long a process that leaves waits for its players. With nobody to take its place they cannot
/// come back soon, whoever asked it to stop wants that, and waits; beside a successor there is no
/// hurry. A successor that is gone for a moment, restarted for instance, counts as there.
///
/// Confined to one thread.
public final class Patience {
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Duration alone;
  private final Duration beside;
  private final BooleanSupplier successor;
  private final LongSupplier nanoTime;
  private final long beganNanos;
  private long lookedNanos;
  private long seenNanos;

  /// Patience that begins now.
  ///
  /// @param alone how long it lasts, counted from when a successor was seen last
  /// @param beside how long it lasts at all
  public Patience(Duration alone, Duration beside, BooleanSupplier successor) {
    this(alone, beside, successor, System::nanoTime);
  }

  Patience(Duration alone, Duration beside, BooleanSupplier successor, LongSupplier nanoTime) {
    this.alone = alone;
    this.beside = beside;
    this.successor = successor;
    this.nanoTime = nanoTime;
    beganNanos = nanoTime.getAsLong();
    lookedNanos = beganNanos - LOOK_NANOS;
    seenNanos = beganNanos;
  }

  /// Patience without a successor.
  public static Patience of(Duration alone) {
    return new Patience(alone, alone, () -> false);
  }

  /// Whether it has waited long enough.
  public boolean exhausted() {
    var now = nanoTime.getAsLong();
    if (now - lookedNanos >= LOOK_NANOS) {
      lookedNanos = now;
      if (successor.getAsBoolean()) {
        seenNanos = now;
      }
    }
    var most = Math.max(alone.toNanos(), beside.toNanos());
    return now - seenNanos > alone.toNanos() || now - beganNanos > most;
  }
}
