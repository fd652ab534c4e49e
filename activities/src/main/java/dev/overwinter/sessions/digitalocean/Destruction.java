package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import dev.overwinter.sessions.digitalocean.DropletJson.Seen;
import dev.overwinter.sessions.digitalocean.Pulses.Pulse;
import dev.overwinter.sessions.workflow.DropletActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Destroys what is ours and makes sure of it. Thread-safe.
final class Destruction {
  /// A replica that lags says 404 of a droplet that is being made.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /// Then it is asked for again: a DELETE may be answered and forgotten.
  private static final int LOOKS = 10;

  private final Ocean ocean;
  private final String fleetTag;
  private final Clock clock;

  Destruction(Ocean ocean, String fleetTag, Clock clock) {
    this.ocean = ocean;
    this.fleetTag = fleetTag;
    this.clock = clock;
  }

  /// Returns when it is gone.
  ///
  /// @return when it was there for the last time; empty when neither this attempt nor one before
  ///   has seen it
  Optional<Instant> destroy(String unit, long droplet, Pulse pulse) {
    var found = surely(droplet, pulse, Urgency.DESTROY);
    if (found.isEmpty()) {
      return pulse.remembered();
    }
    if (!isOurs(found.get(), unit)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "droplet " + droplet + " does not bear what is ours", DropletActivities.NOT_OURS);
    }
    // Should this answer be lost, or whoever waits for it.
    pulse.remember(clock.instant());
    var reply = ocean.delete("delete", path(droplet));
    if (!reply.ok() && reply.status() != 404) {
      throw Replies.refused(reply);
    }
    if (reply.ok()) {
      pulse.remember(clock.instant());
    }
    for (int look = 0; look < LOOKS; look++) {
      if (look(droplet, Urgency.DESTROY).isEmpty()) {
        return pulse.remembered();
      }
      pulse.pause(BETWEEN_LOOKS);
    }
    throw new Later(Duration.ofSeconds(10), "droplet " + droplet + " is still there");
  }

  private boolean isOurs(Seen seen, String unit) {
    if (!seen.tags().contains(fleetTag)) {
      return false;
    }
    return unit.isEmpty()
        ? seen.tags().stream().noneMatch(tag -> Unit.parse(tag).isPresent())
        : seen.tags().contains(unit);
  }

  /// One droplet; empty when GET says 404 twice in a row.
  Optional<Seen> surely(long droplet, Pulse pulse, Urgency urgency) {
    var first = look(droplet, urgency);
    if (first.isPresent()) {
      return first;
    }
    pulse.pause(BETWEEN_LOOKS);
    return look(droplet, urgency);
  }

  /// One droplet; empty when GET says 404.
  Optional<Seen> look(long droplet, Urgency urgency) {
    var reply = ocean.get("get", urgency, path(droplet));
    if (reply.status() == 404) {
      return Optional.empty();
    }
    var seen = DropletJson.one(Replies.expected(reply));
    if (seen.isEmpty()) {
      throw new Unanswered(true, "a droplet that cannot be read");
    }
    return seen;
  }

  private static String path(long droplet) {
    return "droplets/" + droplet;
  }
}
