package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How much room the account has, asked once a minute at most. Thread-safe.
final class Room {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Ocean ocean;
  private final Lists lists;
  private final CallBudget budget;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private Instant freshUntil = Instant.MIN;
  private @Nullable FleetRoom known;

  Room(Ocean ocean, Lists lists, CallBudget budget, Clock clock) {
    this.ocean = ocean;
    this.lists = lists;
    this.budget = budget;
    this.clock = clock;
  }

  FleetRoom now() {
    asking.lock();
    try {
      var last = known;
      if (last == null || !clock.instant().isBefore(freshUntil)) {
        last = ask();
        known = last;
        freshUntil = clock.instant().plus(FRESH);
      }
      return new FleetRoom(last.dropletLimit(), last.droplets(), budget.left());
    } finally {
      asking.unlock();
    }
  }

  private FleetRoom ask() {
    var reply =
        Replies.expected(
            ocean.call(
                "account",
                Urgency.LOOK,
                client -> {
                  var _ = client.getAccountInfo();
                }));
    int limit =
        reply.json().map(body -> body.path("account").path("droplet_limit").asInt(-1)).orElse(-1);
    if (limit < 0) {
      throw new Unanswered(true, "an account that cannot be read");
    }
    var room = new FleetRoom(limit, lists.all(), 0);
    budget.room(room.dropletLimit(), room.droplets());
    return room;
  }
}
