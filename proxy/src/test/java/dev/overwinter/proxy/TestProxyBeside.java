package dev.overwinter.proxy;

import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.proxy.route.RouteChange;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.servers.RouteView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// A proxy whose ports somebody else may still have: it has tried them, no more.
final class TestProxyBeside implements AutoCloseable {
  private final FakeWaker waker = new FakeWaker();
  private final Seat seat;
  private final Proxy proxy;

  TestProxyBeside(Path state, RouteView view) throws IOException {
    seat = Seat.take("local", state);
    var routes = new Routes();
    routes.apply(new RouteChange(1, true, List.of(view), List.of()));
    proxy =
        new Proxy(
            ProxyConfig.from(Map.of("OVERWINTER_PROXY_BIND", "127.0.0.1")),
            seat,
            routes,
            waker,
            new SimpleMeterRegistry());
    proxy.start();
    Awaitility.await().until(proxy::listening);
  }

  FakeWaker waker() {
    return waker;
  }

  @Override
  public void close() {
    proxy.close();
    seat.close();
  }
}
