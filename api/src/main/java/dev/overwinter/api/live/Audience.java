package dev.overwinter.api.live;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Rates;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How many stay with this process to be told of things: of one person, of one address, and all of
/// them. Whoever comes is counted before anything is opened, so that nobody takes the connections
/// and the memory away that everything else lives on. Thread-safe; known to this process only.
@Component
public final class Audience {
  /// Of a guest or a player, over all rooms and devices.
  public static final int MOST_OF_A_PERSON = 64;

  /// Of an account, whose programs may follow many servers.
  static final int MOST_OF_AN_ACCOUNT = 256;

  /// Of an address, which a whole party may share; wider where an operator lets addresses ask more.
  static final int MOST_OF_AN_ADDRESS = 512;

  private static final int USUAL = 600;

  /// Less than the minute of silence after which usual fronts cut a connection.
  private static final long PING_EVERY = Duration.ofSeconds(50).toNanos();

  private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

  private final Map<Object, Listener> listeners = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final LongSupplier nanos;

  /// When it was last seen to whom is to be pinged.
  private volatile long pinged;

  private final int mostOfAnAddress;
  private final int most;

  @Autowired
  Audience(ApiConfig config, Capacity capacity, MeterRegistry meters) {
    this(System::nanoTime, config.signIn().ratePerMinute(), capacity.sockets());
    Gauge.builder("overwinter_audience", all, AtomicInteger::get)
        .description("Places that open sockets and streams take; a stream takes several")
        .register(meters);
    Gauge.builder("overwinter_audience_most", () -> most)
        .description("Places for sockets and streams that there are in this process")
        .register(meters);
  }

  Audience(LongSupplier nanos, int perMinute, int most) {
    this.nanos = nanos;
    this.pinged = nanos.getAsLong();
    this.mostOfAnAddress = MOST_OF_AN_ADDRESS * Math.max(1, perMinute / USUAL);
    this.most = most;
  }

  /// How they are told.
  public enum Kind {
    SOCKET(1),
    /// A request that does not end, and keeps all that a request has.
    STREAM(Capacity.SOCKETS_OF_A_STREAM);

    private final int places;

    Kind(int places) {
      this.places = places;
    }
  }

  private record Listener(Kind kind, String holder, String address, long since, boolean came) {
    Listener arrived() {
      return new Listener(kind, holder, address, since, true);
    }
  }

  /// Counts a guest or a player who is about to listen; [#gone] gives the place back.
  ///
  /// @param listener whatever listens; its identity counts
  /// @throws Problem 429 when they, or their address, have as many as may be; 503 when everybody
  ///   together has: at other processes there is room
  public void admit(Object listener, Kind kind, String person, String address) {
    var who = "person " + person;
    var where = "address " + Rates.caller(address);
    if (!take(who, MOST_OF_A_PERSON)) {
      throw tooMany("You listen in too many places. Close some.");
    }
    if (!take(where, mostOfAnAddress)) {
      release(who);
      throw tooMany("Too many listen from this address.");
    }
    seat(listener, new Listener(kind, who, where, nanos.getAsLong(), false));
  }

  /// The place of a stream; closing gives it back.
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /// Counts a stream of an account, from whatever address; it listens from now on.
  ///
  /// @throws Problem 429, 503
  public Place stream(String account) {
    var who = "account " + account;
    if (!take(who, MOST_OF_AN_ACCOUNT)) {
      throw tooMany("You listen in too many places. Close some.");
    }
    var listener = new Object();
    seat(listener, new Listener(Kind.STREAM, who, "", nanos.getAsLong(), true));
    return () -> gone(listener);
  }

  private void seat(Object listener, Listener about) {
    int places = about.kind().places;
    if (all.addAndGet(places) > most) {
      all.addAndGet(-places);
      release(about.holder());
      release(about.address());
      throw Problem.of(
              HttpStatus.SERVICE_UNAVAILABLE, "This process has no room for more. Try again.")
          .code("FULL")
          .retryAfter(Duration.ofSeconds(2));
    }
    listeners.put(listener, about);
  }

  private static Problem tooMany(String words) {
    return Problem.of(HttpStatus.TOO_MANY_REQUESTS, words)
        .code("TOO_MANY_SOCKETS")
        .retryAfter(Duration.ofSeconds(10));
  }

  /// Somebody who was counted listens.
  public void came(Object listener) {
    listeners.computeIfPresent(listener, (_, before) -> before.arrived());
  }

  /// Somebody listens no more, or never did. Safe to repeat.
  public void gone(Object listener) {
    var about = listeners.remove(listener);
    if (about != null) {
      all.addAndGet(-about.kind().places);
      release(about.holder());
      release(about.address());
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

  /// Each socket is pinged once in a while, and not all of them at once.
  @Scheduled(fixedRate = 1_000, initialDelay = 1_000)
  void ping() {
    long now = nanos.getAsLong();
    long before = pinged;
    pinged = now;
    listeners.forEach((listener, about) -> {
      if (listener instanceof LiveSocket socket
          && about.came()
          && (now - about.since()) / PING_EVERY != (before - about.since()) / PING_EVERY) {
        socket.ping();
      }
    });
  }

  /// Connections that broke while they were becoming sockets.
  @Scheduled(fixedDelay = 30_000, initialDelay = 30_000)
  void forget() {
    long now = nanos.getAsLong();
    listeners.forEach((listener, about) -> {
      if (!about.came() && now - about.since() > PATIENCE) {
        gone(listener);
      }
    });
  }
}
