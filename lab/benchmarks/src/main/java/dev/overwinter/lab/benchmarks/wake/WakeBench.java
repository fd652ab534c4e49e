package dev.overwinter.lab.benchmarks.wake;

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
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.workflow.ServerWorkflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A player joins a sleeping server, again and again: how long until the node is asked to start the
/// container, and how long from the game being ready to its first byte at the player.
public final class WakeBench implements Bench {
  private static final int WARM_UP = 40;
  private static final int WAKES = 150;
  private static final int NIGHT_MILLIS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Samples toStart = new Samples();
  private final Samples toPlayer = new Samples();
  private final Samples whole = new Samples();

  @Override
  public String name() {
    return "wake";
  }

  @Override
  public String summary() {
    return "what Overwinter adds to a wake, over " + WAKES + " wakes (2 minutes)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var port = Ports.free();
    try (var game = LoginGame.start();
        var plane = ControlPlane.start(checkout, scratch, new Endpoint("127.0.0.1", game.port()))) {
      var server = plane.create("wake", GameProtocol.MINECRAFT_JAVA, port);
      var order =
          new ProxyProcess.Order(
              plane.temporal().target(), plane.routes().url(), -1, List.of(), Map.of());
      try (var proxy = ProxyProcess.listening(checkout, scratch, order, port)) {
        for (var wake = 1 - WARM_UP; wake <= WAKES; wake++) {
          wakeOnce(wake, port, plane, server, proxy, report);
        }
      }
    }
    tell(report);
  }

  private void wakeOnce(
      int wake, int port, ControlPlane plane, ServerWorkflow server, Child proxy, Report report)
      throws IOException, InterruptedException {
    try (var player = new Socket(InetAddress.getLoopbackAddress(), port)) {
      player.setTcpNoDelay(true);
      player.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      var sent = System.nanoTime();
      player.getOutputStream().write(Logins.login(port, "bench"));
      var first = player.getInputStream().read();
      var got = System.nanoTime();
      if (first != 1) {
        throw new IOException("the game did not answer the login, but " + first);
      }
      var start = plane.games().next();
      if (wake > 0) {
        keep(wake, sent, start.begun(), start.ready(), got, report);
      }
    }
    sleepAgain(server, proxy);
    // The route must have reached the proxy; a wake of another kind would be measured otherwise.
    TimeUnit.MILLISECONDS.sleep(NIGHT_MILLIS);
  }

  private void keep(int wake, long sent, long begun, long ready, long got, Report report) {
    var start = (begun - sent) / 1e6;
    var player = (got - ready) / 1e6;
    toStart.add(start);
    toPlayer.add(player);
    whole.add((got - sent) / 1e6);
    report.row("wake", Map.of("n", wake, "toStartMillis", start, "toPlayerMillis", player));
  }

  private static void sleepAgain(ServerWorkflow server, Child proxy)
      throws IOException, InterruptedException {
    // The proxy tells that the player has left; only then may the server be sent to sleep.
    proxy.await(
        () -> !server.status().occupancy().occupied(), "word that the player has left", PATIENCE);
    var _ = server.hibernate(new HibernateRequest("bench", false));
    proxy.await(() -> server.status().state().label().equals("ASLEEP"), "sleep", PATIENCE);
  }

  private void tell(Report report) {
    var table = new Table("added by Overwinter, ms", "p50", "p90", "p99", "max");
    row(table, "first login byte -> container start requested", toStart);
    row(table, "game ready -> its first byte at the player", toPlayer);
    row(table, "first login byte -> first byte at the player", whole);
    report.table(table);
    report.target("login byte -> start, p50", toStart.percentile(50), "ms", 60, true);
    report.target("login byte -> start, p99", toStart.percentile(99), "ms", 150, true);
    report.target("ready -> first byte, p50", toPlayer.percentile(50), "ms", 50, true);
    report.target("ready -> first byte, p99", toPlayer.percentile(99), "ms", 100, true);
  }

  private static void row(Table table, String what, Samples samples) {
    table.row(
        what,
        number(samples.percentile(50)),
        number(samples.percentile(90)),
        number(samples.percentile(99)),
        number(samples.most()));
  }
}
