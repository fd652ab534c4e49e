package dev.overwinter.proxy.wake;

import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.WakeOutcome;

/// Somebody at an [Entrance]. Methods are called on any thread and never block.
interface Joiner {
  /// May go in, there.
  void admitted(Endpoint at);

  /// Has to leave, because this process does.
  void dismiss(String reason);

  /// Has to leave.
  void refused(WakeOutcome.Refused refusal);
}
