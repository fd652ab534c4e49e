package dev.overwinter.rooms.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Rates;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How many sockets and streams of rooms there are in this process: of one holder, of one address,
/// and of all. Whoever comes is counted before anything is opened, so that nobody takes the
/// connections away that everything else comes in by.
@Component
final class RoomAudience {
  /// Of a person, over all rooms and devices.
  static final int MOST_OF_A_HOLDER = 64;

  /// Of an address, which a whole party may share; wider where an operator lets addresses ask more.
  static final int MOST_OF_AN_ADDRESS = 512;

  private static final int USUAL = 600;
  private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

  private final Map<RoomEar, Listener> listeners = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final LongSupplier nanos;
  private final int mostOfAnAddress;
  private final int most;

  /// @param connections that the web server takes at once: a fifth of them is for all else
  @Autowired
  RoomAudience(ApiConfig config, @Value("${server.tomcat.max-connections}") int connections) {
    this(System::nanoTime, config.signIn().ratePerMinute(), connections);
  }

  RoomAudience(LongSupplier nanos, int perMinute, int connections) {
    this.nanos = nanos;
    this.mostOfAnAddress = MOST_OF_AN_ADDRESS * Math.max(1, perMinute / USUAL);
    this.most = connections / 5 * 4;
  }

  private record Listener(String holder, String address, long since, boolean came) {
    Listener arrived() {
      return new Listener(holder, address, since, true);
    }
  }

  /// Counts somebody who is about to listen; [#gone] gives the place back.
  ///
  /// @throws Problem 429, 503
  void admit(RoomEar ear, String holder, String address) {
    var who = "holder " + holder;
    var where = "address " + Rates.caller(address);
    if (!take(who, MOST_OF_A_HOLDER)) {
      throw tooMany("You listen to rooms in too many places. Close some.");
    }
    if (!take(where, mostOfAnAddress)) {
      release(who);
      throw tooMany("Too many listen to rooms from this address.");
    }
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      release(who);
      release(where);
      throw Problem.of(
              HttpStatus.SERVICE_UNAVAILABLE, "This process has no room for more. Try again.")
          .code("FULL")
          .retryAfter(Duration.ofSeconds(2));
    }
    listeners.put(ear, new Listener(who, where, nanos.getAsLong(), false));
  }

  private static Problem tooMany(String words) {
    return Problem.of(HttpStatus.TOO_MANY_REQUESTS, words)
        .code("TOO_MANY_SOCKETS")
        .retryAfter(Duration.ofSeconds(10));
  }

  /// Somebody who was counted listens.
  void came(RoomEar ear) {
    listeners.computeIfPresent(ear, (_, before) -> before.arrived());
  }

  /// Somebody listens no more, or never did. Safe to repeat.
  void gone(RoomEar ear) {
    var listener = listeners.remove(ear);
    if (listener != null) {
      all.decrementAndGet();
      release(listener.holder());
      release(listener.address());
    }
  }

  private boolean take(String who, int bound) {
    var taken = new boolean[1];
    counts.compute(
        who,
        (_, before) -> {
          int now = before == null ? 0 : before;
          taken[0] = now < bound;
          return taken[0] ? Integer.valueOf(now + 1) : before;
        });
    return taken[0];
  }

  private void release(String who) {
    counts.computeIfPresent(who, (_, before) -> before == 1 ? null : before - 1);
  }

  /// Connections that broke while they were becoming sockets.
  @Scheduled(fixedDelay = 30_000, initialDelay = 30_000)
  void forget() {
    long now = nanos.getAsLong();
    listeners.forEach((ear, listener) -> {
      if (!listener.came() && now - listener.since() > PATIENCE) {
        gone(ear);
      }
    });
  }
}
