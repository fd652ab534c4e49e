package dev.overwinter.servers.docker;

/// The sign of life of one running activity: beats by itself until closed.
public interface Pulse extends AutoCloseable {

  /// Returns while the work is still wanted.
  ///
  /// @throws io.temporal.client.ActivityCompletionException as soon as it is not: cancelled, timed
  ///   out, or the worker is leaving
  void check();

  /// What the next beats say, for the Temporal UI.
  void tell(String progress);

  /// How often this step has been begun, this time included.
  int attempt();

  @Override
  void close();

  /// Waits a little, then [#check()]s.
  ///
  /// @param millis how long
  default void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(leaving);
    }
    check();
  }
}
