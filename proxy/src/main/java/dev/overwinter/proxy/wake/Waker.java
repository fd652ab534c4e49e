package dev.overwinter.proxy.wake;

import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.WakeOutcome;
import java.util.concurrent.CompletableFuture;

/// What a proxy says to the workflow of a server. No method blocks; results arrive on any thread,
/// and fail when the workflow could not be reached, which says nothing about what it has heard.
public interface Waker {

  /// Asks for the server to be awake, and claims it. Answers when it is ready or refuses; a server
  /// that is gone refuses.
  ///
  /// @param requestId repeated with the same id, it is the same request
  /// @param accepted runs when the request can no longer get lost, which may be long before the
  ///   answer
  /// @return cancelling it stops asking
  CompletableFuture<WakeOutcome> wake(
      String serverId, ProxyClaim claim, String requestId, Runnable accepted);

  /// Tells that somebody plays who could not be announced by [#wake].
  CompletableFuture<Void> playersJoined(String serverId, ProxyClaim claim);

  /// Tells that nobody of this proxy plays or waits any more.
  CompletableFuture<Void> playersLeft(String serverId, ProxyClaim claim);
}
