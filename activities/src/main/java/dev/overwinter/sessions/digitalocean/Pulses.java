package dev.overwinter.sessions.digitalocean;

import java.time.Duration;

/// Begins the sign of life of the activity that runs on the calling thread.
@FunctionalInterface
public interface Pulses {

  /// Begins to beat.
  Pulse begin();

  /// Beats by itself until closed, so that a long call is not taken for a dead worker.
  interface Pulse extends AutoCloseable {

    /// Waits.
    ///
    /// @throws io.temporal.client.ActivityCompletionException as soon as the work is not wanted any
    ///   more: cancelled, timed out, or the worker is leaving
    void pause(Duration howLong);

    @Override
    void close();
  }
}
