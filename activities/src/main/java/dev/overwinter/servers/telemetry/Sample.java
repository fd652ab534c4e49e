package dev.overwinter.servers.telemetry;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one running server used at one moment.
///
/// @param serverId which server
/// @param at when
/// @param cpuMilli thousandths of a core, mean since the last sample
/// @param memoryBytes without what the kernel can drop at once
/// @param playersOnline how many play; null when the game did not say
/// @param playersMax how many may; null when the game did not say
/// @param rxBytes received since the container started
/// @param txBytes sent since the container started
public record Sample(
    String serverId,
    Instant at,
    int cpuMilli,
    long memoryBytes,
    @Nullable Integer playersOnline,
    @Nullable Integer playersMax,
    long rxBytes,
    long txBytes) {
  public Sample {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(at, "at");
  }
}
