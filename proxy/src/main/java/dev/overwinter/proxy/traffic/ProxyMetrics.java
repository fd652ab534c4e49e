package dev.overwinter.proxy.traffic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Every number that the proxy shows; names and labels are a contract with the dashboards.
public final class ProxyMetrics {
  private static final String PREFIX = "overwinter.proxy.";
  // Whole seconds matter to people; finer buckets cost memory in every scrape.
  private static final Duration[] HOLDS = seconds(0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300);
  private static final Duration[] WAKES =
      seconds(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300);

  private final MeterRegistry registry;
  private final Map<Verdict, Counter> connections = new EnumMap<>(Verdict.class);
  private final Map<Hold, Timer> holds = new EnumMap<>(Hold.class);
  private final Map<Wake, Counter> wakes = new EnumMap<>(Wake.class);
  private final Map<Lost, Counter> datagrams = new EnumMap<>(Lost.class);
  private final Map<String, Counter> pings = new ConcurrentHashMap<>();
  private final Counter bytesIn;
  private final Counter bytesOut;
  // Micrometer refers to what it measures weakly.
  private final List<Supplier<Number>> measured = new ArrayList<>();

  /// How a hold ended.
  public enum Hold {
    /// The game took over.
    RELAYED,
    /// The workflow refused.
    REFUSED,
    /// The hold time was over first.
    TIMEOUT,
    /// The player left first.
    GONE
  }

  /// How one request to wake ended.
  public enum Wake {
    /// With the endpoint.
    READY,
    /// It is on its way.
    COMING,
    /// Not now, with a reason.
    REFUSED,
    /// The workflow could not be asked.
    ERROR
  }

  /// Why a datagram went no further.
  public enum Lost {
    /// Too many, too large or too old while their sender waited.
    HELD,
    /// The kernel would not send it.
    UNSENT,
    /// The game does not listen.
    UNREACHABLE
  }

  /// Registers everything that has a fixed set of labels.
  public ProxyMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (var verdict : Verdict.values()) {
      connections.put(verdict, counter("connections", "verdict", verdict.label()));
    }
    for (var hold : Hold.values()) {
      holds.put(
          hold,
          Timer.builder(PREFIX + "hold.duration")
              .tag("outcome", label(hold))
              .serviceLevelObjectives(HOLDS)
              .register(registry));
    }
    for (var wake : Wake.values()) {
      wakes.put(wake, counter("wake.requests", "outcome", label(wake)));
    }
    for (var lost : Lost.values()) {
      datagrams.put(lost, counter("datagrams.lost", "reason", label(lost)));
    }
    bytesIn = counter("relay.bytes", "direction", "to_server");
    bytesOut = counter("relay.bytes", "direction", "to_player");
  }

  /// Counts a connection once it is known what it is.
  public void connection(Verdict verdict) {
    count(connections.get(verdict));
  }

  /// Datagrams went no further.
  public void lost(Lost reason, int datagramCount) {
    if (datagramCount > 0) {
      Objects.requireNonNull(datagrams.get(reason)).increment(datagramCount);
    }
  }

  /// A hold is over.
  public void held(Hold outcome, Duration time) {
    Objects.requireNonNull(holds.get(outcome)).record(time);
  }

  /// One request to wake is over.
  public void wakeRequest(Wake outcome) {
    count(wakes.get(outcome));
  }

  /// A wake is over, from the first request to the answer that ended it.
  ///
  /// @param game catalogue entry of the server
  public void wake(String game, Wake outcome, Duration time) {
    Timer.builder(PREFIX + "wake.duration")
        .tag("template", game)
        .tag("outcome", label(outcome))
        .serviceLevelObjectives(WAKES)
        .register(registry)
        .record(time);
  }

  /// A server-list ping was answered here.
  ///
  /// @param state what was shown, a state label in lower case
  public void pingAnswered(String state) {
    pings.computeIfAbsent(state, s -> counter("pings.answered", "state", s)).increment();
  }

  /// Bytes went from a player to a server.
  public void bytesToServer(long bytes) {
    bytesIn.increment((double) bytes);
  }

  /// Bytes went from a server to a player.
  public void bytesToPlayer(long bytes) {
    bytesOut.increment((double) bytes);
  }

  /// Shows how many listeners are open.
  public void listeners(Supplier<Number> value) {
    gauge("listeners", value);
  }

  /// Shows how many routes are known.
  public void routes(Supplier<Number> value) {
    gauge("routes", value);
  }

  /// Shows how many players are relayed.
  public void sessions(Supplier<Number> value) {
    gauge("sessions", value);
  }

  /// Shows how many connections wait for a server.
  public void heldConnections(Supplier<Number> value) {
    gauge("held.connections", value);
  }

  private void gauge(String name, Supplier<Number> value) {
    measured.add(value);
    Gauge.builder(PREFIX + name, value).register(registry);
  }

  private Counter counter(String name, String label, String value) {
    return Counter.builder(PREFIX + name).tag(label, value).register(registry);
  }

  private static void count(@Nullable Counter counter) {
    Objects.requireNonNull(counter).increment();
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Duration[] seconds(double... values) {
    var durations = new Duration[values.length];
    for (var i = 0; i < values.length; i++) {
      durations[i] = Duration.ofMillis(Math.round(values[i] * 1000));
    }
    return durations;
  }

  /// The meters, for tests that read them back.
  Iterable<Meter> meters() {
    return registry.getMeters();
  }
}
