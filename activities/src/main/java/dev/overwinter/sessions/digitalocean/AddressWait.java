package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.AddressAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import dev.overwinter.sessions.digitalocean.Pulses.Pulse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Waits until a droplet has a public address. Thread-safe.
final class AddressWait {
  private final FleetWatch fleet;
  private final Destruction droplets;
  private final Clock clock;

  AddressWait(FleetWatch fleet, Destruction droplets, Clock clock) {
    this.fleet = fleet;
    this.droplets = droplets;
    this.clock = clock;
  }

  AddressAnswer await(long droplet, Duration patience, Pulse pulse) {
    var until = clock.instant().plus(patience);
    var status = "unknown";
    int missing = 0;
    while (true) {
      var pause = FleetWatch.LOOK_EVERY;
      try {
        var seen = look(droplet);
        missing = seen.isEmpty() ? missing + 1 : 0;
        if (missing >= 2) {
          return new AddressAnswer.Vanished();
        }
        if (seen.isPresent()) {
          status = seen.get().status();
        }
        if (seen.map(DropletFacts::usable).orElse(false)) {
          return new AddressAnswer.Usable(seen.get());
        }
      } catch (Later later) {
        pause = longer(pause, later.after());
      } catch (Unanswered unreachable) {
        // Unknown is not gone.
        pause = pause.multipliedBy(2);
      }
      if (!clock.instant().isBefore(until)) {
        return new AddressAnswer.NotYet(status);
      }
      pulse.pause(shorter(pause, until));
    }
  }

  /// The list is for everybody; GET is for one that the list does not show.
  private Optional<DropletFacts> look(long droplet) {
    var listed = fleet.find(droplet);
    return listed.isPresent()
        ? listed
        : droplets.look(droplet, Urgency.LOOK).map(DropletJson.Seen::facts);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private Duration shorter(Duration pause, Instant until) {
    var left = Duration.between(clock.instant(), until);
    return left.compareTo(pause) < 0 ? left : pause;
  }
}
