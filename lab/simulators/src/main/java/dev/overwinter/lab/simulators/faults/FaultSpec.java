package dev.overwinter.lab.simulators.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one fault is armed. With nothing set it strikes every time.
///
/// @param probability chance at each occasion, 0 to 1; absent means 1
/// @param count how often it may still strike; absent means without end
/// @param lasts how long; absent means the fault's own length
/// @param only strikes where the subject begins with this: a region or size slug, a droplet's name,
///   or for requests `METHOD /path`
public record FaultSpec(
    @Nullable Double probability,
    @Nullable Integer count,
    @Nullable Duration lasts,
    @Nullable String only) {

  /// Refuses what could not be meant.
  ///
  /// @throws IllegalArgumentException naming the field, its value and what was expected
  public FaultSpec {
    if (probability != null && !(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability: " + probability + " (expected: 0 to 1)");
    }
    if (count != null && count < 0) {
      throw new IllegalArgumentException("count: " + count + " (expected: >= 0)");
    }
    if (lasts != null && lasts.isNegative()) {
      throw new IllegalArgumentException("lasts: " + lasts + " (expected: not negative)");
    }
  }

  /// Returns a fault that strikes the next times and then no more.
  public static FaultSpec times(int count) {
    return new FaultSpec(null, count, null, null);
  }

  /// Returns a fault that strikes every time.
  public static FaultSpec always() {
    return new FaultSpec(null, null, null, null);
  }

  /// Returns a fault that strikes with a chance.
  public static FaultSpec chance(double probability) {
    return new FaultSpec(probability, null, null, null);
  }

  /// Returns the same, with a length.
  public FaultSpec lasting(Duration length) {
    return new FaultSpec(probability, count, length, only);
  }

  /// Returns the same, for these subjects only.
  public FaultSpec onlyFor(String subject) {
    return new FaultSpec(probability, count, lasts, subject);
  }

  boolean concerns(String subject) {
    return only == null || subject.startsWith(only);
  }

  boolean spent() {
    return count != null && count == 0;
  }

  FaultSpec struck() {
    return count == null ? this : new FaultSpec(probability, count - 1, lasts, only);
  }
}
