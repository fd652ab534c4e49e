package dev.overwinter.proxy;

import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.proxy.route.RouteFeed;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.seat.Patience;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.proxy.traffic.MetricsEndpoint;
import dev.overwinter.proxy.wake.TemporalWaker;
import dev.overwinter.proxy.wake.Undertaker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process from its first port to its last word. It may begin beside a predecessor, which is
/// told to leave once this one is `READY`, and may leave beside a successor.
record Life(
    ProxyConfig config,
    Seat seat,
    Routes routes,
    RouteFeed feed,
    Proxy proxy,
    Undertaker undertaker,
    TemporalWaker waker,
    MetricsEndpoint metrics) {
  private static final Logger log = LoggerFactory.getLogger(Life.class);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration PORTS_WITHIN = Duration.ofSeconds(10);

  void begin() throws IOException {
    proxy.start();
    feed.start();
    undertaker.start();
    awaitPorts();
    if (seat.succeeds()) {
      log.info("{} comes beside a predecessor and takes the metrics port from it", seat.claim());
      metrics.openWhenFree();
    } else {
      metrics.open();
    }
    Thread.ofVirtual().name("readiness").start(this::becomeReady);
    log.info("proxy {} is up: {} routes", seat.claim(), routes.table().routes().size());
  }

  /// Who sees the metrics port answer may connect: the ports that are known are open by then.
  private void awaitPorts() {
    var deadline = System.nanoTime() + PORTS_WITHIN.toNanos();
    while (!proxy.listening() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void becomeReady() {
    try {
      while (!ready()) {
        Thread.sleep(LOOK);
      }
      seat.ready();
      log.info("proxy {} is ready: {} ports are open", seat.claim(), proxy.listeners());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The routes of a predecessor on this disk will do while the api is away.
  private boolean ready() {
    return proxy.listening() && (feed.synced() || !routes.table().routes().isEmpty());
  }

  void end() {
    seat.leaving();
    if (seat.hasSuccessor()) {
      log.info("{} hands over", seat.claim());
      metrics.close();
    }
    proxy.drain(new Patience(config.drain(), config.handOver(), seat::hasSuccessor));
    feed.close();
    undertaker.close();
    proxy.close();
    waker.close();
    metrics.close();
    seat.close();
    log.info("left");
  }
}
