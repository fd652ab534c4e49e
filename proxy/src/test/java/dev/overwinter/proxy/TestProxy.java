package dev.overwinter.proxy;

import dev.overwinter.catalogue.Transport;
import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.proxy.route.RouteChange;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.servers.RouteView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// A whole proxy on loopback with a workflow that the test plays.
public final class TestProxy implements AutoCloseable {
  private final Routes routes = new Routes();
  private final FakeWaker waker = new FakeWaker();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Proxy proxy;
  private final Seat seat;
  private long revision;

  /// A proxy with these routes, listening.
  public TestProxy(RouteView... views) throws IOException {
    this(Map.of(), views);
  }

  /// A proxy with some configuration of its own.
  public TestProxy(Map<String, String> env, RouteView... views) throws IOException {
    this(env, Seat.only("local"), views);
  }

  /// One of several processes of a proxy.
  public TestProxy(Map<String, String> env, Seat seat, RouteView... views) throws IOException {
    this.seat = seat;
    var all = new HashMap<>(env);
    all.putIfAbsent("OVERWINTER_PROXY_BIND", "127.0.0.1");
    proxy = new Proxy(ProxyConfig.from(all), seat, routes, waker, registry);
    tell(views);
    proxy.start();
    Awaitility.await().until(() -> proxy.listeners() == ports());
  }

  private int ports() {
    return Arrays.stream(Transport.values())
        .mapToInt(transport -> routes.table().ports(transport).size())
        .sum();
  }

  /// The api tells these routes, and no others.
  public void tell(RouteView... views) {
    routes.apply(new RouteChange(++revision, true, List.of(views), List.of()));
  }

  /// Its place among the processes of one proxy.
  public Seat seat() {
    return seat;
  }

  /// The workflow.
  public FakeWaker waker() {
    return waker;
  }

  /// The process.
  public Proxy proxy() {
    return proxy;
  }

  /// A connection to a public port.
  public Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// Ends a connection rudely.
  public static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// The value of a counter or gauge; 0 when it does not exist.
  public double metric(String name, String... tags) {
    var search = registry.find(name).tags(tags);
    var counter = search.counter();
    if (counter != null) {
      return counter.count();
    }
    var gauge = search.gauge();
    return gauge == null ? 0 : gauge.value();
  }

  @Override
  public void close() {
    proxy.close();
    seat.close();
  }
}
