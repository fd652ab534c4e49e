package dev.overwinter.proxy.wake;

import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.route.Table;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.servers.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The entrances of all servers, and what they share.
public final class Entrances {
  private static final Logger log = LoggerFactory.getLogger(Entrances.class);
  private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

  private final Map<String, Entrance> entrances = new ConcurrentHashMap<>();
  private final Routes routes;
  private final Waker waker;
  private final Words words;
  private final ScheduledExecutorService timer;
  private final int knocksPerSecond;
  private final ProxyMetrics metrics;
  private final AtomicLong complainedNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  /// Entrances that ask `waker` and measure pauses by `timer`.
  ///
  /// @param knocksPerSecond how many datagrams per second may be somebody's first at one server
  public Entrances(
      Routes routes,
      Waker waker,
      Words words,
      ScheduledExecutorService timer,
      int knocksPerSecond,
      ProxyMetrics metrics) {
    this.routes = routes;
    this.waker = waker;
    this.words = words;
    this.timer = timer;
    this.knocksPerSecond = knocksPerSecond;
    this.metrics = metrics;
    metrics.heldConnections(this::waiting);
    routes.watch(this::sweep);
  }

  /// Tells every workflow that may believe the predecessor of this process still has players that
  /// it has none. To be called once, when the first routes are known and before doors open.
  public void announceEmpty(Table table) {
    table.routes().stream()
        .filter(route -> route.state() != Route.State.ASLEEP)
        .filter(route -> route.state() != Route.State.DELETING)
        .forEach(route -> of(route.id()).announceEmpty());
  }

  /// How many wait, all servers together.
  public int waiting() {
    return entrances.values().stream().mapToInt(Entrance::waiting).sum();
  }

  /// Whether nobody waits or plays.
  public boolean empty() {
    return entrances.values().stream().noneMatch(Entrance::occupied);
  }

  /// Whether everything that workflows have to know has been delivered.
  public boolean settled() {
    return entrances.values().stream().allMatch(Entrance::idle);
  }

  Entrance of(String serverId) {
    return entrances.computeIfAbsent(serverId, id -> new Entrance(id, this));
  }

  private void sweep(Table table) {
    for (var id : entrances.keySet()) {
      if (table.server(id).isEmpty()) {
        entrances.computeIfPresent(id, (_, entrance) -> entrance.idle() ? null : entrance);
      }
    }
  }

  int knocksPerSecond() {
    return knocksPerSecond;
  }

  Waker waker() {
    return waker;
  }

  Words words() {
    return words;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  @Nullable Endpoint awakeAt(String serverId) {
    return routes.table().server(serverId).flatMap(Route::awakeAt).orElse(null);
  }

  void later(Duration pause, Runnable step) {
    var _ = timer.schedule(step, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  void asked(ProxyMetrics.Wake outcome) {
    metrics.wakeRequest(outcome);
  }

  void woken(String serverId, ProxyMetrics.Wake outcome, Duration time) {
    var game = routes.table().server(serverId).map(route -> route.view().game()).orElse("unknown");
    metrics.wake(game, outcome, time);
  }

  /// One line now and then, however many servers are waited for.
  void unreachable(String serverId, @Nullable Throwable problem) {
    var last = complainedNanos.get();
    var now = System.nanoTime();
    if (now - last > QUIET_NANOS && complainedNanos.compareAndSet(last, now)) {
      log.warn(
          "workflow of {} cannot be reached, trying on: {}", serverId, String.valueOf(problem));
    }
  }
}
