package dev.overwinter.servers.docker;

/// Begins the pulse of the activity that runs on the calling thread.
@FunctionalInterface
public interface Pulses {

  /// Begins to beat.
  Pulse begin();
}
