package dev.overwinter.lab.benchmarks.relay;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Child;
import dev.overwinter.lab.benchmarks.parts.ControlPlane;
import dev.overwinter.lab.benchmarks.parts.Haproxy;
import dev.overwinter.lab.benchmarks.parts.LoadTools;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Ports;
import dev.overwinter.lab.benchmarks.parts.ProxyProcess;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The proxy relays to an AWAKE server that somebody plays on; HAProxy relays to the same game. One
/// CPU for the proxy (with its compiler and collector), the other for load and game, rounds
/// interleaved, so that whatever else happens on the machine happens to all of them.
public final class RelayBench implements Bench {
  private static final int ROUNDS = 3;
  // What others may use while a figure is taken; past that it is taken again, a few times.
  private static final double QUIET = 0.15;
  private static final int REPEATS = 12;
  private static final int WARM_CONNECTIONS = 80_000;
  private static final List<Measure> MEASURES =
      List.of(Measure.ONE, Measure.MANY, Measure.CONNS, Measure.PACED, Measure.SATURATED);
  private static final String OURS = "Overwinter";
  private static final String RIVAL = "HAProxy 64 KB";

  private int repeatsLeft;

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public String summary() {
    return "throughput, connections per second and latency against HAProxy (4 minutes at most)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var tools = LoadTools.compile(checkout, scratch);
    var game = Ports.free();
    var small = Ports.free();
    var large = Ports.free();
    var ours = Ports.free();
    repeatsLeft = REPEATS;
    try (var backend = tools.backend(game);
        var haproxy = Haproxy.start(scratch, 0, small, game);
        var haproxy64 = Haproxy.start(scratch, 64 << 10, large, game);
        var plane = ControlPlane.start(checkout, scratch, new Endpoint("127.0.0.1", game))) {
      plane.create("relay", GameProtocol.RAW_TCP, ours);
      var order =
          new ProxyProcess.Order(
              plane.temporal().target(),
              plane.routes().url(),
              0,
              List.of(),
              Map.of("OVERWINTER_PROXY_EVENT_LOOPS", "1"));
      try (var proxy = ProxyProcess.listening(checkout, scratch, order, ours);
          var player = join(ours)) {
        var rivals =
            List.of(
                new Rival("no proxy", game, null),
                new Rival("HAProxy default", small, haproxy),
                new Rival(RIVAL, large, haproxy64),
                new Rival(OURS, ours, proxy));
        warmUp(tools, rivals, report);
        measure(tools, rivals, backend, report);
        tell(rivals, report);
        report.say("  a player was there all the while: %s", player.isConnected());
      }
    }
  }

  /// One session, so that the proxy may relay further joiners from its table.
  private static Socket join(int port) throws IOException {
    var player = new Socket(InetAddress.getLoopbackAddress(), port);
    player.setSoTimeout(20_000);
    player.getOutputStream().write("E!".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    if (player.getInputStream().read() != '!') {
      throw new IOException("the proxy did not relay the first joiner");
    }
    return player;
  }

  private static void warmUp(LoadTools tools, List<Rival> rivals, Report report)
      throws IOException, InterruptedException {
    report.say("  warming up");
    for (var rival : rivals) {
      var seconds = rival.name.equals(OURS) ? 4.0 : 0.5;
      for (var measure : List.of(Measure.SATURATED, Measure.MANY, Measure.ONE)) {
        var _ = tools.load(measure.mode(), rival.port, measure.connections(), seconds, 0);
      }
    }
    // By number and not by time: on a busy machine the compiler of the JVM comes late.
    var conns = Measure.CONNS;
    var done = 0.0;
    for (var turn = 0; turn < 6 && done < WARM_CONNECTIONS; turn++) {
      var load = tools.load(conns.mode(), rivals.getLast().port, conns.connections(), 5, 0);
      done += load.perSecond() * 5;
    }
  }

  private void measure(LoadTools tools, List<Rival> rivals, Child backend, Report report)
      throws IOException, InterruptedException {
    for (var round = 1; round <= ROUNDS; round++) {
      report.say("  round %d of %d", round, ROUNDS);
      for (var measure : MEASURES) {
        for (var rival : rivals) {
          measure(tools, rival, measure, backend, report);
        }
      }
    }
  }

  private void measure(LoadTools tools, Rival rival, Measure measure, Child backend, Report report)
      throws IOException, InterruptedException {
    while (true) {
      var before = Cpu.now(rival.process, backend);
      var load =
          tools.load(
              measure.mode(), rival.port, measure.connections(), measure.seconds(), measure.rate());
      var used = Cpu.now(rival.process, backend).minus(before);
      var row = new LinkedHashMap<String, Object>();
      row.put("rival", rival.name);
      row.put("measure", measure.key());
      row.put("perSecond", load.perSecond());
      row.put("failed", load.failed());
      row.put("p50us", load.p50());
      row.put("p99us", load.p99());
      row.put("proxyCpu", used.proxy() / used.wall());
      row.put("othersCpu", used.others());
      row.put("counted", used.others() <= QUIET || repeatsLeft == 0);
      report.row("round", row);
      if (used.others() <= QUIET || repeatsLeft == 0) {
        keep(rival, measure, load, used);
        return;
      }
      repeatsLeft--;
    }
  }

  private static void keep(Rival rival, Measure measure, LoadTools.Load load, Cpu used) {
    rival.add(measure.key(), measure.bytes() ? load.perSecond() * 8 / 1e9 : load.perSecond());
    rival.add("others", used.others());
    if (measure.equals(Measure.PACED)) {
      rival.add("p50", load.p50());
      rival.add("p99", load.p99());
    }
    if (measure.equals(Measure.CONNS)) {
      rival.add("cpuPerConn", used.proxy() / used.wall() / load.perSecond() * 1e6);
    }
  }

  private static void tell(List<Rival> rivals, Report report) {
    var table =
        new Table(
            "medians of " + ROUNDS,
            "1 conn Gbit/s",
            "64 conn Gbit/s",
            "conn/s",
            "CPU us/conn",
            "5k/s p50 us",
            "p99 us",
            "saturated rt/s",
            "others' CPU");
    for (var rival : rivals) {
      table.row(
          rival.name,
          number(rival.median(Measure.ONE.key())),
          number(rival.median(Measure.MANY.key())),
          number(rival.median(Measure.CONNS.key())),
          rival.process == null ? "" : number(rival.median("cpuPerConn")),
          number(rival.median("p50")),
          number(rival.median("p99")),
          number(rival.median(Measure.SATURATED.key())),
          number(rival.median("others")));
    }
    var ours = rivals.getLast();
    for (var rival : rivals.subList(1, rivals.size() - 1)) {
      table.row(
          "Overwinter / " + rival.name,
          ratio(ours, rival, Measure.ONE.key()),
          ratio(ours, rival, Measure.MANY.key()),
          ratio(ours, rival, Measure.CONNS.key()),
          ratio(ours, rival, "cpuPerConn"),
          ratio(ours, rival, "p50"),
          ratio(ours, rival, "p99"),
          ratio(ours, rival, Measure.SATURATED.key()),
          "");
    }
    report.table(table);
    targets(ours, rivals.get(2), report);
  }

  private static String ratio(Rival ours, Rival rival, String key) {
    return number(ours.median(key) / rival.median(key)) + " x";
  }

  private static void targets(Rival ours, Rival rival, Report report) {
    target(ours, rival, Measure.ONE.key(), "throughput of 1 connection", 1.0, false, report);
    target(ours, rival, Measure.MANY.key(), "throughput of 64 connections", 1.0, false, report);
    target(ours, rival, Measure.CONNS.key(), "connections per second", 0.9, false, report);
    target(ours, rival, "p99", "p99 at 5k/s", 1.0, true, report);
  }

  private static void target(
      Rival ours,
      Rival rival,
      String key,
      String what,
      double limit,
      boolean atMost,
      Report report) {
    var ratio = ours.median(key) / rival.median(key);
    report.target(what, ratio, "x " + rival.name, limit, atMost);
  }
}
