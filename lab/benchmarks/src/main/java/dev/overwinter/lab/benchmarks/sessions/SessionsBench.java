package dev.overwinter.lab.benchmarks.sessions;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Load;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.parts.Wire;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What heartbeats and joins take, at 1,000 heartbeats a second of 1,000 sessions, while a hundred
/// people wait for droplets that the provider never answers for. Load and platform share the
/// machine.
public final class SessionsBench implements Bench {
  private static final int SESSIONS = 1_000;
  private static final int STARTS_AT_ONCE = 100;
  private static final int HEARTBEATS = 1_000;
  private static final int JOINS = 100;
  private static final int HANGING = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(90);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration HANGING_WITHIN = Duration.ofSeconds(30);
  private static final double LIMIT_MILLIS = 20;

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public String summary() {
    return "heartbeats and joins of 1,000 sessions while 100 creates hang (10 minutes)";
  }

  /// A session and the way to sign for it.
  private record Playing(Caller.Started started, String beat, String key) {}

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    // The games themselves are quiet, so that every heartbeat is one of ours.
    try (var platform = SessionsPlatform.up(checkout, scratch, 1800, 7200, 0, true);
        var people = Executors.newVirtualThreadPerTaskExecutor()) {
      var began = System.nanoTime();
      var sessions = begin(platform);
      report.say("  %d sessions after %.0f s", sessions.size(), (System.nanoTime() - began) / 1e9);
      measure(platform, sessions, WARM_UP, report, "warm-up");
      measure(platform, sessions, MEASURED, report, "quiet");
      platform
          .provider()
          .arm(
              """
              {"seed": 1, "faults": {"hang": {"only": "POST /v2/droplets", "lasts": "PT10M"}}}
              """);
      var caller = new Caller(platform.api());
      for (var i = 0; i < HANGING; i++) {
        var _ =
            people.submit(() ->
                caller.start(
                    Caller.stranger(), UUID.randomUUID().toString(), MEASURED.multipliedBy(3)));
      }
      var hanging = awaitHanging(platform, sessions.size());
      var during = measure(platform, sessions, MEASURED, report, hanging + " creates hang");
      report.target("p99 of a heartbeat meanwhile", during.get(0), "ms", LIMIT_MILLIS, true);
      report.target("p99 of a join meanwhile", during.get(1), "ms", LIMIT_MILLIS, true);
      people.shutdownNow();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /// @return how many sessions have no droplet and wait for the provider
  private static int awaitHanging(SessionsPlatform platform, int before)
      throws IOException, InterruptedException {
    var until = Instant.now().plus(HANGING_WITHIN);
    while (platform.live() - before < HANGING && Instant.now().isBefore(until)) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    // From the record of the session to the provider: a few steps of its workflow.
    TimeUnit.SECONDS.sleep(5);
    return platform.live() - before;
  }

  private static List<Playing> begin(SessionsPlatform platform)
      throws InterruptedException, ExecutionException, IOException {
    var caller = new Caller(platform.api());
    var asked = new ArrayList<Future<Caller.Started>>();
    try (var few = Executors.newFixedThreadPool(STARTS_AT_ONCE)) {
      for (var i = 0; i < SESSIONS; i++) {
        asked.add(
            few.submit(() ->
                caller.startPatiently(Caller.stranger(), UUID.randomUUID().toString(), PATIENCE)));
      }
    }
    var byAddress = new HashMap<String, Long>();
    platform.provider().droplets().stream()
        .filter(Provider.Droplet::exists)
        .forEach(droplet -> byAddress.put(droplet.address(), droplet.id()));
    var sessions = new ArrayList<Playing>();
    for (var one : asked) {
      var started = one.get();
      var droplet = byAddress.get(started.address());
      if (droplet == null) {
        throw new IOException(started + " has no droplet");
      }
      var beat = "{\"droplet_ip\":\"%s\",\"connected_clients\":1}".formatted(started.address());
      sessions.add(new Playing(started, beat, platform.provider().key(droplet)));
    }
    return sessions;
  }

  /// @return the 99th percentiles of heartbeats and of joins
  private static List<Double> measure(
      SessionsPlatform platform,
      List<Playing> sessions,
      Duration length,
      Report report,
      String when)
      throws IOException, InterruptedException, ExecutionException {
    var busy = Machine.busySeconds();
    var beats = new Load(platform.apiPort(), HEARTBEATS, 48, n -> heartbeat(sessions, n));
    var joins = new Load(platform.apiPort(), JOINS, 8, n -> join(sessions, n));
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      var beating = both.submit(() -> beats.run(length));
      var joining = both.submit(() -> joins.run(length));
      var beat = beating.get();
      var join = joining.get();
      tell(report, when, beat, join, (Machine.busySeconds() - busy) / length.toSeconds());
      return List.of(beat.millis().percentile(99), join.millis().percentile(99));
    }
  }

  private static void tell(
      Report report, String when, Load.Result beat, Load.Result join, double cpus) {
    var table = new Table(when + ", ms", "answered", "failed", "p50", "p99", "p99.9", "max");
    for (var row : List.of(Map.entry("heartbeat", beat), Map.entry("join", join))) {
      var millis = row.getValue().millis();
      table.row(
          row.getKey(),
          number(millis.count()),
          number((double) row.getValue().failed()),
          number(millis.median()),
          number(millis.percentile(99)),
          number(millis.percentile(99.9)),
          number(millis.most()));
      report.row(
          row.getKey(),
          Map.of(
              "when", when,
              "answered", millis.count(),
              "failed", row.getValue().failed(),
              "p50", millis.median(),
              "p99", millis.percentile(99)));
    }
    report.table(table);
    report.say(
        "  the whole machine used %.2f CPUs, load included; load average %s", cpus, Machine.load());
  }

  private static byte[] heartbeat(List<Playing> sessions, long n) {
    var session = sessions.get((int) (n % sessions.size()));
    var at = Instant.now().getEpochSecond();
    var beat = Signing.bytes(session.beat());
    var signature = Signing.of(session.key(), "/server/heartbeat", "", at, beat);
    var headers = "Request-Timestamp: %d\r\nRequest-Signature: %s\r\n".formatted(at, signature);
    return Wire.post("/server/heartbeat", headers, beat);
  }

  private static byte[] join(List<Playing> sessions, long n) {
    var tag = sessions.get((int) (n * 7 % sessions.size())).started().tag();
    // Each from an address of its own: one address may not try many tags.
    var headers =
        "X-Forwarded-For: 100.%d.%d.%d\r\n".formatted(64 + n / 62_500, n / 250 % 250, 1 + n % 250);
    return Wire.post("/sessions/join?game_tag=" + tag, headers, new byte[0]);
  }
}
