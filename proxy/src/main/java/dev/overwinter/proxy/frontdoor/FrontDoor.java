package dev.overwinter.proxy.frontdoor;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.Transport;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one listener per public port of the table. All its work is done on one event loop, so that
/// ten thousand ports open in order and never twice; datagrams are received on all of them.
///
/// A port that disappears from the table is closed; whoever came through it stays.
public final class FrontDoor {
  private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);
  private static final int CLOSED_SECONDS = 5;

  /// Longer than a handshake takes, also one whose packet was lost once.
  private static final Duration HANDSHAKE = Duration.ofMillis(1_500);

  private final Routes routes;
  private final Gate gate;
  private final Map<GameProtocol, Door> doors;
  private final UdpDoor.Builder udpDoors;
  private final EventLoopGroup loops;
  private final EventLoop loop;
  private final InetAddress bind;
  private final ProxyMetrics metrics;
  private final Map<Port, Listener> listeners = new HashMap<>();
  private final Map<Listener, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();
  private final Openings openings;
  private volatile boolean followed;
  private boolean closed;

  private record Port(Transport transport, int number) {}

  /// A front door on `bind`; nothing is opened before [#start()].
  public FrontDoor(
      Routes routes,
      Gate gate,
      Map<GameProtocol, Door> doors,
      UdpDoor.Builder udpDoors,
      EventLoopGroup loops,
      InetAddress bind,
      PortSharing sharing,
      ProxyMetrics metrics) {
    this.routes = routes;
    this.gate = gate;
    this.doors = Map.copyOf(doors);
    this.udpDoors = udpDoors;
    this.loops = loops;
    this.loop = loops.next();
    this.bind = bind;
    this.metrics = metrics;
    openings = new Openings(sharing);
    metrics.listeners(openings::open);
  }

  /// Follows the table from now on.
  public void start() {
    routes.watch(_ -> loop.execute(this::follow));
    loop.execute(this::follow);
  }

  /// Sends whoever comes from now on to the process that listens beside this one, and waits until
  /// those who are in the middle of connecting to this one have done so. Blocks.
  public void giveWay() {
    var ports = routes.table().ports(Transport.TCP).keySet();
    if (Succession.prefer(Set.copyOf(ports)) > 0) {
      try {
        Thread.sleep(HANDSHAKE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Closes every listener; whoever is inside, or has connected, stays. Returns when the ports are
  /// free, except those for datagrams where somebody is: they close with their last player.
  public void close() {
    try {
      var done = new CompletableFuture<Void>();
      loop.execute(() -> closeAll(done));
      done.get(CLOSED_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("some ports are not closed yet: {}", e.toString());
    }
  }

  /// Whether everybody who is inside has been relayed or sent away.
  public boolean empty() {
    return gate.waiting() == 0;
  }

  /// Whether each port of the table has been opened, or is known to be somebody else's.
  public boolean complete() {
    return followed && openings.allTried();
  }

  /// How many ports are listened on.
  public int open() {
    return openings.open();
  }

  private void follow() {
    if (closed) {
      return;
    }
    var wanted = wanted();
    leave(wanted);
    for (var port : wanted) {
      listeners.computeIfAbsent(port, this::listen);
    }
    followed = true;
  }

  private Set<Port> wanted() {
    var wanted = new HashSet<Port>();
    for (var transport : Transport.values()) {
      routes
          .table()
          .ports(transport)
          .keySet()
          .forEach(number -> wanted.add(new Port(transport, number)));
    }
    return wanted;
  }

  private void leave(Set<Port> wanted) {
    listeners
        .entrySet()
        .removeIf(e -> {
          var gone = !wanted.contains(e.getKey());
          if (gone) {
            leave(e.getValue());
          }
          return gone;
        });
  }

  private void leave(Listener listener) {
    var done = listener.close();
    closing.put(listener, done);
    var _ = done.thenRun(() -> closing.remove(listener));
  }

  private Listener listen(Port port) {
    var address = new InetSocketAddress(bind, port.number());
    var listener =
        switch (port.transport()) {
          case TCP -> {
            var acceptor = new Acceptor(port.number(), routes, gate, doors, loops, metrics);
            yield new TcpListener(loop, address, acceptor, openings);
          }
          case UDP -> new UdpListener(loops.next(), address, udpDoors, openings);
        };
    listener.open();
    return listener;
  }

  private void closeAll(CompletableFuture<Void> done) {
    closed = true;
    listeners.values().forEach(this::leave);
    listeners.clear();
    // Also those whose routes went a moment ago: an event loop that ends would not close them.
    var all = closing.values().toArray(CompletableFuture[]::new);
    var _ = CompletableFuture.allOf(all).thenRun(() -> done.complete(null));
  }
}
