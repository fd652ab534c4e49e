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
  /// Places of a guest or a player, over all rooms and devices. Nobody has more than a quarter of
  /// all.
  public static final int MOST_OF_A_PERSON = 64;

  /// Of an account, whose programs may follow 256 servers. Likewise.
  static final int MOST_OF_AN_ACCOUNT = 256 * Capacity.SOCKETS_OF_A_STREAM;

  /// Of an address, which a whole party may share; wider where an operator lets addresses ask more.
  /// No address has more than half of all.
  static final int MOST_OF_AN_ADDRESS = 512;

  /// One place in so many is for accounts alone, so that who looks after servers is not shut out by
  /// strangers who listen to rooms.
  private static final int RESERVED = 20;

  private static final int USUAL = 600;

  /// Less than the minute of silence after which usual fronts cut a connection.
  private static final long PING_EVERY = Duration.ofSeconds(50).toNanos();

  private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

  private final Map<Object, Listener> listeners = new ConcurrentHashMap<>();
  private final Counts counts = new Counts();
  private final AtomicInteger all = new AtomicInteger();
  private final LongSupplier nanos;

  /// When it was last seen to whom is to be pinged.
  private volatile long pinged;

  private final int mostOfAnAddress;
  private final int most;

  @Autowired
  Audience(ApiConfig config, Capacity capacity, MeterRegistry meters) {
    this(System::nanoTime, wider(config), capacity.sockets());
    Gauge.builder("overwinter_audience", all, AtomicInteger::get)
        .description("Places that open sockets and streams take; a stream takes several")
        .register(meters);
    Gauge.builder("overwinter_audience_most", () -> most)
        .description("Places for sockets and streams that there are in this process")
        .register(meters);
  }

  Audience(LongSupplier nanos, int wider, int most) {
    this.nanos = nanos;
    this.pinged = nanos.getAsLong();
    this.mostOfAnAddress = Math.min(MOST_OF_AN_ADDRESS * wider, most / 2);
    this.most = most;
  }

  /// How many times the usual an address may ask here.
  static int wider(ApiConfig config) {
    return Math.max(1, config.signIn().ratePerMinute() / USUAL);
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
    if (!counts.take(who, kind.places, Math.min(MOST_OF_A_PERSON, most / 4))) {
      throw tooMany("You listen in too many places. Close some.");
    }
    if (!counts.take(where, kind.places, mostOfAnAddress)) {
      counts.release(who, kind.places);
      throw tooMany("Too many listen from this address.");
    }
    seat(
        listener, new Listener(kind, who, where, nanos.getAsLong(), false), most - most / RESERVED);
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
    if (!counts.take(who, Kind.STREAM.places, Math.min(MOST_OF_AN_ACCOUNT, most / 4))) {
      throw tooMany("You listen in too many places. Close some.");
    }
    var listener = new Object();
    seat(listener, new Listener(Kind.STREAM, who, "", nanos.getAsLong(), true), most);
    return () -> gone(listener);
  }

  private void seat(Object listener, Listener about, int bound) {
    int places = about.kind().places;
    if (all.addAndGet(places) > bound) {
      giveBack(about);
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
      giveBack(about);
    }
  }

  private void giveBack(Listener about) {
    int places = about.kind().places;
    all.addAndGet(-places);
    counts.release(about.holder(), places);
    counts.release(about.address(), places);
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
