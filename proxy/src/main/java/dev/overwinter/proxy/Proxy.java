package dev.overwinter.proxy;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.proxy.bedrock.BedrockDialect;
import dev.overwinter.proxy.config.ProxyConfig;
import dev.overwinter.proxy.frontdoor.FrontDoor;
import dev.overwinter.proxy.frontdoor.Gate;
import dev.overwinter.proxy.frontdoor.PortSharing;
import dev.overwinter.proxy.frontdoor.Sockets;
import dev.overwinter.proxy.luanti.LuantiDialect;
import dev.overwinter.proxy.minecraft.MinecraftDoor;
import dev.overwinter.proxy.raw.RawDialect;
import dev.overwinter.proxy.raw.RawDoor;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.satisfactory.SatisfactoryDialect;
import dev.overwinter.proxy.seat.Patience;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.proxy.source.SourceDialect;
import dev.overwinter.proxy.terraria.TerrariaDoor;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.traffic.Session;
import dev.overwinter.proxy.traffic.Sessions;
import dev.overwinter.proxy.wake.Dialect;
import dev.overwinter.proxy.wake.Entrances;
import dev.overwinter.proxy.wake.Holds;
import dev.overwinter.proxy.wake.UdpDoors;
import dev.overwinter.proxy.wake.Waker;
import dev.overwinter.proxy.wake.Words;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The packet path, wired. Whoever makes one supplies the routes and the [Waker].
public final class Proxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Proxy.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  private final Seat seat;
  private final EventLoopGroup loops;
  private final Sessions sessions = new Sessions();
  private final Routes routes;
  private final Entrances entrances;
  private final Holds holds;
  private final FrontDoor frontDoor;
  private boolean announced;

  /// Wires everything; nothing listens before [#start()].
  ///
  /// @param seat its place among the processes of this proxy
  public Proxy(ProxyConfig config, Seat seat, Routes routes, Waker waker, MeterRegistry registry)
      throws UnknownHostException {
    this.seat = seat;
    this.routes = routes;
    loops = Sockets.loops(config.eventLoops());
    var metrics = new ProxyMetrics(registry);
    metrics.routes(() -> routes.table().routes().size());
    metrics.sessions(sessions::count);
    var words = new Words(seat.claim(), Clock.systemUTC());
    entrances =
        new Entrances(routes, waker, words, loops.next(), config.udp().joinsPerSecond(), metrics);
    holds = new Holds(routes, entrances, sessions, metrics);
    var gate = new Gate(config.limits(), System::nanoTime);
    frontDoor =
        new FrontDoor(
            routes,
            gate,
            Map.of(
                GameProtocol.MINECRAFT_JAVA, new MinecraftDoor(routes, holds, metrics),
                GameProtocol.TERRARIA, new TerrariaDoor(routes, holds),
                GameProtocol.RAW_TCP, new RawDoor(routes, holds)),
            new UdpDoors(
                holds,
                entrances,
                gate,
                dialects(config),
                config.udp(),
                config.limits().limitLoopback()),
            loops,
            InetAddress.getByName(config.bind()),
            sharing(seat),
            metrics);
  }

  private static Map<GameProtocol, Dialect> dialects(ProxyConfig config) {
    return Map.of(
        GameProtocol.BEDROCK, new BedrockDialect(config.bedrock()),
        GameProtocol.SOURCE, new SourceDialect(Clock.systemUTC()),
        GameProtocol.SATISFACTORY, new SatisfactoryDialect(),
        GameProtocol.LUANTI, new LuantiDialect(),
        GameProtocol.RAW_UDP, new RawDialect());
  }

  private static PortSharing sharing(Seat seat) {
    if (!seat.shared()) {
      return PortSharing.NEVER;
    }
    return seat.succeeds() ? PortSharing.WITH_PREDECESSORS : PortSharing.WITH_SUCCESSORS;
  }

  /// Opens the ports of all routes, now and as they come.
  public void start() {
    routes.watch(_ -> announceOnce());
    announceOnce();
    var _ =
        loops
            .next()
            .scheduleAtFixedRate(
                () -> sessions.settle(SETTLED),
                SETTLED.toSeconds(),
                SETTLED.toSeconds(),
                TimeUnit.SECONDS);
    frontDoor.start();
  }

  /// Whatever the predecessor of this process claimed, nobody plays through this one yet.
  private synchronized void announceOnce() {
    var table = routes.table();
    if (!announced && !table.routes().isEmpty()) {
      announced = true;
      entrances.announceEmpty(table);
    }
  }

  /// Gives way to a successor, stops accepting and waits until everybody has left, as long as the
  /// patience lasts; then closes what is left, and tells the workflows.
  public void drain(Patience patience) {
    if (seat.hasSuccessor()) {
      frontDoor.giveWay();
    }
    frontDoor.close();
    log.info("leaving: {} relayed, {} waiting", sessions.count(), entrances.waiting());
    if (!await(patience, () -> frontDoor.empty() && entrances.empty())) {
      log.warn("closing {} sessions that outlasted the drain", sessions.count());
      holds.dismiss("This proxy restarts. Join again in a moment.");
    }
  }

  /// Closes everything at once, sessions included, and gives the last words a moment.
  @Override
  public void close() {
    if (loops.isShuttingDown()) {
      return;
    }
    frontDoor.close();
    sessions.live().forEach(Session::cut);
    holds.dismiss("This proxy restarts. Join again in a moment.");
    await(Patience.of(LAST_WORDS), () -> entrances.empty() && entrances.settled());
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static boolean await(Patience patience, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (patience.exhausted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /// The players that are relayed.
  public Sessions sessions() {
    return sessions;
  }

  /// Whether every port of the table is listened on, as far as that is possible.
  public boolean listening() {
    return frontDoor.complete();
  }

  /// The ports that are open.
  public int listeners() {
    return frontDoor.open();
  }

  /// How many wait for a server.
  public int waiting() {
    return entrances.waiting();
  }

  /// Bytes kept for everybody who waits.
  public long heldBytes() {
    return holds.bytes();
  }
}
