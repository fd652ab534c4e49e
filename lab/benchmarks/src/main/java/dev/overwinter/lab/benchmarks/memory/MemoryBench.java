package dev.overwinter.lab.benchmarks.memory;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Child;
import dev.overwinter.lab.benchmarks.parts.ControlPlane;
import dev.overwinter.lab.benchmarks.parts.Logins;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Ports;
import dev.overwinter.lab.benchmarks.parts.ProxyProcess;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.RouteView;
import dev.overwinter.servers.workflow.ServerWorkflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One proxy process as the platform starts it: idle, with a thousand joiners held for a server
/// that does not come up, and in front of ten thousand sleeping servers.
public final class MemoryBench implements Bench {
  private static final int HELD = 1_000;
  private static final int SLEEPING = 10_000;
  // What a minute of quiet gives back is not counted as used.
  private static final int SETTLE_SECONDS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String summary() {
    return "memory of a proxy: idle, 1,000 joiners held, 10,000 sleeping servers (2 minutes)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var table = new Table("MB", "RSS", "PSS", "anonymous", "kernel slab +", "socket buffers +");
    var port = Ports.free();
    try (var plane = ControlPlane.start(checkout, scratch, new Endpoint("127.0.0.1", port))) {
      var server = plane.create("memory", GameProtocol.MINECRAFT_JAVA, port);
      // The platform makes such a cache at its first start and uses it from then on.
      var cache = scratch.resolve("proxy.aot");
      Files.deleteIfExists(cache);
      try (var trained = proxy(checkout, scratch, plane, "-XX:AOTCacheOutput=" + cache, port)) {
        wakeOnce(plane, server, port);
        report.say("  start-up cache made by process %d", trained.pid());
      }
      awaitCache(cache);
      var flag = "-XX:AOTCache=" + cache;
      Footprint idle;
      Footprint held;
      try (var proxy = proxy(checkout, scratch, plane, flag, port)) {
        wakeOnce(plane, server, port);
        settle();
        idle = Footprint.of(proxy);
        row(table, "idle, Temporal client connected", idle, idle, report);
        held = hold(plane, server, port, proxy);
        row(table, HELD + " joiners held", held, idle, report);
      }
      try (var proxy = proxy(checkout, scratch, plane, flag, port)) {
        wakeOnce(plane, server, port);
        var sleeping = sleepers(plane, proxy);
        row(table, "instead: " + SLEEPING + " sleeping servers", sleeping, idle, report);
        report.table(table);
        report.target("idle RSS", idle.rss(), "MB", 80, true);
        report.target("1,000 held, more than idle", held.rss() - idle.rss(), "MB", 10, true);
        report.target("10,000 sleeping servers, RSS", sleeping.rss(), "MB", 120, true);
      }
    }
  }

  private static Child proxy(
      Checkout checkout, Path scratch, ControlPlane plane, String flag, int port)
      throws IOException, InterruptedException {
    var order =
        new ProxyProcess.Order(
            plane.temporal().target(), plane.routes().url(), -1, List.of(flag), Map.of());
    return ProxyProcess.listening(checkout, scratch, order, port);
  }

  /// So that the Temporal client is connected and has been used.
  private static void wakeOnce(ControlPlane plane, ServerWorkflow server, int port)
      throws IOException, InterruptedException {
    try (var _ = knock(port)) {
      var _ = plane.games().next();
    }
    sendToSleep(server);
  }

  private static void sendToSleep(ServerWorkflow server) throws InterruptedException {
    var _ = server.hibernate(new HibernateRequest("bench", true));
    while (!server.status().state().label().equals("ASLEEP")) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void awaitCache(Path cache) throws IOException, InterruptedException {
    for (var tenths = 0; !Files.exists(cache); tenths++) {
      if (tenths > 300) {
        throw new IOException("no start-up cache within 30 s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    TimeUnit.SECONDS.sleep(1);
  }

  private static Footprint hold(ControlPlane plane, ServerWorkflow server, int port, Child proxy)
      throws IOException, InterruptedException {
    plane.games().setSlow(true);
    List<Socket> joiners = new ArrayList<>();
    try {
      for (var i = 0; i < HELD; i++) {
        joiners.add(knock(port));
      }
      settle();
      return Footprint.of(proxy);
    } finally {
      for (var joiner : joiners) {
        joiner.close();
      }
      plane.games().setSlow(false);
      var _ = plane.games().next();
      while (!server.status().state().label().equals("AWAKE")) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      sendToSleep(server);
    }
  }

  private static Footprint sleepers(ControlPlane plane, Child proxy)
      throws IOException, InterruptedException {
    var ports = Ports.free(SLEEPING);
    plane.routes().put(ports.stream().map(MemoryBench::asleep).toList());
    proxy.await(
        () -> ports.stream().skip(SLEEPING - 1).allMatch(Ports::answers), "listeners", PATIENCE);
    settle();
    return Footprint.of(proxy);
  }

  private static RouteView asleep(int port) {
    var spec = ControlPlane.spec("s" + port, GameProtocol.MINECRAFT_JAVA, port);
    return new RouteView(
        spec.id(),
        spec.name(),
        spec.template().id(),
        spec.template().protocol(),
        port,
        "ASLEEP",
        "nobody was there",
        null,
        120,
        spec.joining().kickMessage(),
        List.of(),
        spec.joining().motd(),
        12,
        20,
        false);
  }

  private static Socket knock(int port) throws IOException {
    var joiner = new Socket(InetAddress.getLoopbackAddress(), port);
    joiner.setTcpNoDelay(true);
    joiner.getOutputStream().write(Logins.login(port, "bench"));
    return joiner;
  }

  private static void settle() throws InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
  }

  private static void row(Table table, String what, Footprint now, Footprint idle, Report report) {
    var slab = now.slab() - idle.slab();
    var sockets = now.sockets() - idle.sockets();
    table.row(
        what,
        number(now.rss()),
        number(now.pss()),
        number(now.anonymous()),
        number(slab),
        number(sockets));
    report.row(
        "footprint",
        Map.of(
            "what",
            what,
            "rssMb",
            now.rss(),
            "pssMb",
            now.pss(),
            "anonymousMb",
            now.anonymous(),
            "slabMb",
            slab,
            "socketsMb",
            sockets));
  }
}
