package dev.overwinter.lab.benchmarks.relay;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Child;
import dev.overwinter.lab.benchmarks.parts.ControlPlane;
import dev.overwinter.lab.benchmarks.parts.LoadTools;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Nginx;
import dev.overwinter.lab.benchmarks.parts.Ports;
import dev.overwinter.lab.benchmarks.parts.ProxyProcess;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The proxy relays datagrams to a game that its first sender has woken; nginx relays to the same
/// game. One CPU for the proxy (with its compiler and collector), the other for load and game,
/// rounds interleaved.
public final class UdpBench implements Bench {
  private static final int ROUNDS = 3;
  private static final int SESSIONS = 100;
  private static final int RATE = 5_000;
  private static final double SECONDS = 2;
  // What others may use while a figure is taken; past that it is taken again, a few times.
  private static final double QUIET = 0.15;
  private static final int REPEATS = 8;
  private static final int WARM_ROUND_TRIPS = 400_000;
  private static final String SATURATED = "saturated";
  private static final String CPU = "cpuPerDatagram";
  private static final String P50 = "p50";
  private static final String P99 = "p99";
  private static final String LOST = "lost";
  private static final String OTHERS = "others";

  private int repeatsLeft;

  @Override
  public String name() {
    return "udp";
  }

  @Override
  public String summary() {
    return "datagrams per second and latency against nginx (1 minute)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var tools = LoadTools.compile(checkout, scratch);
    var game = Ports.free();
    var theirs = Ports.free();
    var ours = Ports.free();
    repeatsLeft = REPEATS;
    try (var backend = tools.echo(game);
        var nginx = Nginx.start(checkout, scratch, theirs, game);
        var plane = ControlPlane.start(checkout, scratch, new Endpoint("127.0.0.1", game))) {
      plane.create("datagrams", GameProtocol.RAW_UDP, ours);
      var order =
          new ProxyProcess.Order(
              plane.temporal().target(),
              plane.routes().url(),
              0,
              List.of(),
              // The load is a hundred players who come at once, and comes again and again.
              Map.of(
                  "OVERWINTER_PROXY_EVENT_LOOPS", "1",
                  "OVERWINTER_PROXY_UDP_JOINS_PER_SECOND", "10000",
                  "OVERWINTER_PROXY_UDP_IDLE", "10s"));
      try (var proxy = ProxyProcess.start(checkout, scratch, order)) {
        var rivals =
            List.of(
                new Rival("no proxy", game, null),
                new Rival("nginx", theirs, nginx),
                new Rival("Overwinter", ours, proxy));
        for (var rival : rivals) {
          relays(tools, rival, rival.process == null ? backend : rival.process);
        }
        warmUp(tools, rivals.getLast(), report);
        measure(tools, rivals, backend, report);
        tell(rivals, report);
      }
    }
  }

  /// Who starts by datagrams cannot be connected to: the first ones wake the game and come back.
  private static void relays(LoadTools tools, Rival rival, Child process)
      throws IOException, InterruptedException {
    process.await(
        () -> {
          try {
            return tools.datagrams(rival.port, 1, 0.2, 100).perSecond() > 0;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
          }
        },
        "answer through " + rival.name,
        Duration.ofSeconds(40));
  }

  private static void warmUp(LoadTools tools, Rival ours, Report report)
      throws IOException, InterruptedException {
    report.say("  warming up");
    var done = 0.0;
    for (var turn = 0; turn < 10 && done < WARM_ROUND_TRIPS; turn++) {
      done += tools.datagrams(ours.port, SESSIONS, 3, 0).perSecond() * 3;
    }
  }

  private void measure(LoadTools tools, List<Rival> rivals, Child backend, Report report)
      throws IOException, InterruptedException {
    for (var round = 1; round <= ROUNDS; round++) {
      report.say("  round %d of %d", round, ROUNDS);
      for (var rate : List.of(0, RATE)) {
        for (var rival : rivals) {
          measure(tools, rival, rate, backend, report);
        }
      }
    }
  }

  private void measure(LoadTools tools, Rival rival, int rate, Child backend, Report report)
      throws IOException, InterruptedException {
    while (true) {
      var before = Cpu.now(rival.process, backend);
      var load = tools.datagrams(rival.port, SESSIONS, SECONDS, rate);
      var used = Cpu.now(rival.process, backend).minus(before);
      var counted = used.others() <= QUIET || repeatsLeft == 0;
      var row = new LinkedHashMap<String, Object>();
      row.put("rival", rival.name);
      row.put("rate", rate);
      row.put("roundTripsPerSecond", load.perSecond());
      row.put("lost", load.failed());
      row.put("p50us", load.p50());
      row.put("p99us", load.p99());
      row.put("proxyCpu", used.proxy() / used.wall());
      row.put("othersCpu", used.others());
      row.put("counted", counted);
      report.row("round", row);
      if (counted) {
        keep(rival, rate, load, used);
        return;
      }
      repeatsLeft--;
    }
  }

  private static void keep(Rival rival, int rate, LoadTools.Load load, Cpu used) {
    rival.add(OTHERS, used.others());
    rival.add(LOST, (double) load.failed());
    if (rate > 0) {
      rival.add(P50, load.p50());
      rival.add(P99, load.p99());
      return;
    }
    // A round trip is two datagrams through the proxy.
    rival.add(SATURATED, load.perSecond() * 2);
    rival.add(CPU, used.proxy() / used.wall() / (load.perSecond() * 2) * 1e6);
  }

  private static void tell(List<Rival> rivals, Report report) {
    var table =
        new Table(
            "medians of " + ROUNDS,
            "datagrams/s",
            "CPU us each",
            "5k/s p50 us",
            "p99 us",
            "p99 added us",
            "lost",
            "others' CPU");
    var direct = rivals.getFirst();
    for (var rival : rivals) {
      table.row(
          rival.name,
          number(rival.median(SATURATED)),
          rival.process == null ? "" : number(rival.median(CPU)),
          number(rival.median(P50)),
          number(rival.median(P99)),
          rival.process == null ? "" : number(rival.median(P99) - direct.median(P99)),
          number(rival.median(LOST)),
          number(rival.median(OTHERS)));
    }
    var nginx = rivals.get(1);
    var ours = rivals.getLast();
    var added = (ours.median(P99) - direct.median(P99)) / (nginx.median(P99) - direct.median(P99));
    table.row(
        "Overwinter / nginx",
        ratio(ours, nginx, SATURATED),
        ratio(ours, nginx, CPU),
        ratio(ours, nginx, P50),
        ratio(ours, nginx, P99),
        number(added) + " x",
        "",
        "");
    report.table(table);
    report.target(
        "datagrams per second",
        ours.median(SATURATED) / nginx.median(SATURATED),
        "x nginx",
        0.75,
        false);
    report.target("p99 added at 5k/s", added, "x nginx", 1.0, true);
  }

  private static String ratio(Rival ours, Rival rival, String key) {
    return number(ours.median(key) / rival.median(key)) + " x";
  }
}
