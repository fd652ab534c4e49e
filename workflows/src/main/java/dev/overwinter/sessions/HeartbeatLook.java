package dev.overwinter.sessions;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is found when somebody looks whether a game is silent.
///
/// @param last the last that was heard of it; null when nothing was
/// @param listeningSince since when heartbeats could have been heard without a gap: while the api
///   is down nobody is silent
public record HeartbeatLook(@Nullable HeartbeatFact last, Instant listeningSince) {
  public HeartbeatLook {
    Objects.requireNonNull(listeningSince, "listeningSince");
  }
}
