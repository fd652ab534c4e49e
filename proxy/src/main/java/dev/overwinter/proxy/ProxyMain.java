package dev.overwinter.proxy;

import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.proxy.route.RouteFeed;
import dev.overwinter.proxy.route.RouteSnapshot;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.proxy.traffic.MetricsEndpoint;
import dev.overwinter.proxy.wake.TemporalWaker;
import dev.overwinter.proxy.wake.Undertaker;
import dev.overwinter.proxy.wake.Words;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the proxy process, and ends it with a drain when it is asked to stop.
public final class ProxyMain {
  private static final Logger log = LoggerFactory.getLogger(ProxyMain.class);

  private ProxyMain() {}

  /// Runs until the process is told to stop.
  public static void main(String[] args) throws IOException {
    ProxyConfig config;
    try {
      config = ProxyConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      log.error("not started: {}", e.getMessage());
      System.exit(2);
      return;
    }
    config.effective().forEach((key, value) -> log.info("{}={}", key, value));
    run(config);
  }

  private static void run(ProxyConfig config) throws IOException {
    var seat = seat(config);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var routes = new Routes();
    var snapshot = config.feed().snapshot().map(RouteSnapshot::new);
    var waker = new TemporalWaker(config.temporal(), config.id());
    var proxy = new Proxy(config, seat, routes, waker, registry);
    snapshot.flatMap(RouteSnapshot::read).ifPresent(routes::apply);
    var feed = new RouteFeed(config.feed(), routes, snapshot);
    var words = new Words(seat.claim(), Clock.systemUTC());
    var undertaker = new Undertaker(seat, routes, waker, words, feed::synced);
    var metrics =
        new MetricsEndpoint(
            new InetSocketAddress(config.metricsBind(), config.metricsPort()),
            registry::scrape,
            () -> health(proxy, routes));
    var life = new Life(config, seat, routes, feed, proxy, undertaker, waker, metrics);
    life.begin();
    Runtime.getRuntime().addShutdownHook(new Thread(life::end, "drain"));
  }

  private static Seat seat(ProxyConfig config) throws IOException {
    return config.state().isPresent()
        ? Seat.take(config.id(), config.state().get())
        : Seat.only(config.id());
  }

  private static String health(Proxy proxy, Routes routes) {
    return "ok: %d routes, %d listeners, %d sessions, %d waiting"
        .formatted(
            routes.table().routes().size(),
            proxy.listeners(),
            proxy.sessions().count(),
            proxy.waiting());
  }
}
