package dev.overwinter.servers;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Somebody wants a server gone.
///
/// @param by who asks, for the timeline
/// @param keepWorldFor how long its world is kept; zero when it goes with the server
public record DeleteRequest(String by, Duration keepWorldFor) {
  public DeleteRequest(String by, @Nullable Duration keepWorldFor) {
    this.by = Objects.requireNonNull(by, "by");
    // Absent in what was written while no world outlived its server.
    this.keepWorldFor = keepWorldFor == null ? Duration.ZERO : keepWorldFor;
    if (this.keepWorldFor.isNegative()) {
      throw new IllegalArgumentException("keepWorldFor: " + keepWorldFor + " (expected: >= 0)");
    }
  }

  /// With its world, at once.
  public DeleteRequest(String by) {
    this(by, Duration.ZERO);
  }
}
