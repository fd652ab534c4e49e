package dev.overwinter.servers;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Somebody wants a server awake.
///
/// @param by who asks, for the timeline, for example `player via proxy/local` or `admin via api`
/// @param claim the proxy that holds players for it; null when nobody waits
/// @param untilReady whether the answer waits until the server is ready; otherwise it comes at once
public record WakeRequest(String by, @Nullable ProxyClaim claim, boolean untilReady) {
  public WakeRequest {
    Objects.requireNonNull(by, "by");
  }
}
