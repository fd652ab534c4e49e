package dev.overwinter.lab.benchmarks.memory;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Child;
import dev.overwinter.lab.benchmarks.parts.ControlPlane;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Ports;
import dev.overwinter.lab.benchmarks.parts.ProxyProcess;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One proxy in front of ten thousand sleeping servers, half of them TCP and half UDP: how long
/// until every port is open, what it occupies, what it does while nothing happens, and how soon it
/// is back after a restart, also when nobody can tell it its routes.
public final class SleepersBench implements Bench {
  private static final int SERVERS = 10_000;
  private static final int SETTLE_SECONDS = 15;
  private static final int QUIET_SECONDS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LISTEN = 10;

  @Override
  public String name() {
    return "sleepers";
  }

  @Override
  public String summary() {
    return "10,000 sleeping servers, TCP and UDP: opening, memory, CPU, restart (3 minutes)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var ports = Ports.free(SERVERS);
    var snapshot = scratch.resolve("routes.json");
    Files.createDirectories(scratch);
    Files.deleteIfExists(snapshot);
    var table = new Table("one proxy, 10,000 sleeping servers", "figure");
    try (var plane = ControlPlane.start(checkout, scratch, new Endpoint("127.0.0.1", 9))) {
      plane.routes().put(asleep(ports));
      var told = plane.routes().url();
      var first = open(checkout, scratch, plane, told, snapshot, ports, report, table, true);
      row(table, report, "first start: process to all ports open, s", first);
      var again = open(checkout, scratch, plane, told, snapshot, ports, report, table, false);
      row(table, report, "restart: process to all ports open, s", again);
      // Nobody listens there: the snapshot is all that it has.
      var nobody = "http://127.0.0.1:" + Ports.free();
      var alone = open(checkout, scratch, plane, nobody, snapshot, ports, report, table, false);
      row(table, report, "restart while the api is down, s", alone);
    }
    report.table(table);
  }

  private static double open(
      Checkout checkout,
      Path scratch,
      ControlPlane plane,
      String api,
      Path snapshot,
      List<Integer> ports,
      Report report,
      Table table,
      boolean look)
      throws IOException, InterruptedException {
    var order =
        new ProxyProcess.Order(
            plane.temporal().target(),
            api,
            -1,
            List.of(),
            Map.of("OVERWINTER_PROXY_SNAPSHOT", snapshot.toString()));
    var began = System.nanoTime();
    try (var proxy = ProxyProcess.start(checkout, scratch, order)) {
      proxy.await(() -> allOpen(ports), "listeners", PATIENCE);
      var seconds = (System.nanoTime() - began) / 1e9;
      if (look) {
        rest(proxy, report, table);
      }
      return seconds;
    }
  }

  private static void rest(Child proxy, Report report, Table table)
      throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    var before = proxy.cpuSeconds();
    TimeUnit.SECONDS.sleep(QUIET_SECONDS);
    var cpu = (proxy.cpuSeconds() - before) / QUIET_SECONDS * 100;
    var rss = Footprint.of(proxy).rss();
    row(table, report, "resident, MB", rss);
    row(table, report, "CPU at rest, % of one core", cpu);
  }

  private static void row(Table table, Report report, String what, double figure) {
    table.row(what, number(figure));
    report.row("sleepers", Map.of("what", what, "figure", figure));
  }

  private static List<RouteView> asleep(List<Integer> ports) {
    var routes = new ArrayList<RouteView>();
    for (var i = 0; i < ports.size(); i++) {
      var protocol = i % 2 == 0 ? GameProtocol.MINECRAFT_JAVA : GameProtocol.BEDROCK;
      var spec = ControlPlane.spec("s" + i, protocol, ports.get(i));
      routes.add(
          new RouteView(
              spec.id(),
              spec.name(),
              spec.template().id(),
              protocol,
              ports.get(i),
              "ASLEEP",
              "nobody was there",
              null,
              120,
              spec.joining().kickMessage(),
              List.of(),
              spec.joining().motd(),
              12,
              20,
              false));
    }
    return routes;
  }

  private static boolean allOpen(List<Integer> ports) throws IOException {
    var tcp = local("tcp", true);
    var udp = local("udp", false);
    for (var i = 0; i < ports.size(); i++) {
      if (!(i % 2 == 0 ? tcp : udp).contains(ports.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Local ports of this machine's sockets. `sl local_address rem_address st …`, in hexadecimal.
  private static Set<Integer> local(String transport, boolean listening) throws IOException {
    var found = new HashSet<Integer>();
    for (var file : List.of(transport, transport + "6")) {
      var lines = Files.readAllLines(Path.of("/proc/net", file));
      for (var line : lines.subList(1, lines.size())) {
        var fields = line.trim().split("\\s+", 5);
        if (!listening || Integer.parseInt(fields[3], 16) == LISTEN) {
          found.add(Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16));
        }
      }
    }
    return found;
  }
}
