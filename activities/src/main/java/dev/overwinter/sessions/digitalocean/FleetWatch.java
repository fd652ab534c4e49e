package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.DropletFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One list of the fleet for everybody who waits for an address: a hundred waits are one call every
/// [#LOOK_EVERY], not a hundred. Thread-safe; whoever comes while it is being read waits for it.
final class FleetWatch {
  /// A page each: a fleet of several is read less often.
  static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Lists lists;
  private final String fleetTag;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private Map<Long, DropletFacts> seen = Map.of();
  private Instant freshUntil = Instant.MIN;
  private @Nullable RuntimeException failed;

  FleetWatch(Lists lists, String fleetTag, Clock clock) {
    this.lists = lists;
    this.fleetTag = fleetTag;
    this.clock = clock;
  }

  /// What the last list says of a droplet; empty when it is not in it, which proves nothing.
  ///
  /// @throws Later as the last attempt did
  /// @throws Unanswered as the last attempt did
  Optional<DropletFacts> find(long droplet) {
    reading.lock();
    try {
      if (!clock.instant().isBefore(freshUntil)) {
        read();
      }
      var failure = failed;
      if (failure != null) {
        throw failure;
      }
      return Optional.ofNullable(seen.get(droplet));
    } finally {
      reading.unlock();
    }
  }

  private void read() {
    try {
      var fleet = lists.byTag("watch", fleetTag);
      seen = index(fleet);
      failed = null;
    } catch (Later | Unanswered notNow) {
      // For all who wait: each asking for itself would make it worse.
      failed = notNow;
    }
    long pages = 1L + seen.size() / Lists.PER_PAGE;
    freshUntil = clock.instant().plus(LOOK_EVERY.multipliedBy(pages)).minusMillis(500);
  }

  private static Map<Long, DropletFacts> index(List<DropletFacts> fleet) {
    var index = new TreeMap<Long, DropletFacts>();
    fleet.forEach(droplet -> index.put(droplet.id(), droplet));
    return index;
  }
}
