package dev.overwinter.sessions.digitalocean;

import java.time.Duration;
import java.util.Optional;

/// The calls that all workers may make together: 250 in any minute, 5,000 in any hour, none while a
/// Retry-After holds. Thread-safe. Throws while whoever keeps the count is away: a call that is not
/// counted is not made.
public interface CallBudget {

  /// What a call is for. What costs money while it waits goes first.
  enum Urgency {
    /// Asking for a droplet: leaves a fifth to all others.
    CREATE(80),
    /// Looking something up: leaves a twentieth.
    LOOK(95),
    /// Destroying, and making sure of it.
    DESTROY(100);

    private final int percent;

    Urgency(int percent) {
      this.percent = percent;
    }

    /// How much of a limit it may use up.
    public int of(int limit) {
      return Math.toIntExact((long) limit * percent / 100);
    }
  }

  /// Takes one call.
  ///
  /// @return empty when it may be made now, and is counted; otherwise how long to wait, positive
  Optional<Duration> take(Urgency urgency);

  /// What an answer said of the limits.
  void heard(Limits limits);

  /// How many are left of this hour.
  int left();

  /// How much room the account has, for whoever reads.
  void room(int dropletLimit, int droplets);
}
