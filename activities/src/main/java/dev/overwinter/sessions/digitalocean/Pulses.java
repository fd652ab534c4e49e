package dev.overwinter.sessions.digitalocean;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

    /// Remembers a moment for whoever does the same activity again should this worker die.
    void remember(Instant moment);

    /// What was remembered last, by this attempt or by one before.
    Optional<Instant> remembered();

    @Override
    void close();
  }
}
