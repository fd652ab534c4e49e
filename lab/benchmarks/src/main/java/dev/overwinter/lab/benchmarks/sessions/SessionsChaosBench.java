package dev.overwinter.lab.benchmarks.sessions;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.Bench;
import dev.overwinter.lab.benchmarks.parts.Checkout;
import dev.overwinter.lab.benchmarks.parts.Machine;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import dev.overwinter.lab.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A thousand sessions, begun and ended by people, on a provider that fails in twenty ways and a
/// platform of which one process after the other is killed; then what is left of them.
public final class SessionsChaosBench implements Bench {
  private static final int SESSIONS = 1_000;
  private static final int AT_ONCE = 120;
  private static final int LONGEST_PLAY_MILLIS = 60_000;
  private static final int BETWEEN_KILLS_MILLIS = 30_000;
  private static final Duration SERVES_WITHIN = Duration.ofMinutes(2);
  private static final List<String> VICTIMS = List.of("worker", "api", "temporal", "postgres");
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(10);

  /// What people saw.
  private static final class Ledger {
    final Map<String, String> holders = new ConcurrentHashMap<>();
    final Set<String> tags = ConcurrentHashMap.newKeySet();
    final Set<String> doubles = ConcurrentHashMap.newKeySet();
    final Queue<Caller.Started> unended = new ConcurrentLinkedQueue<>();
    final Queue<Double> seconds = new ConcurrentLinkedQueue<>();
    final AtomicInteger given = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger gone = new AtomicInteger();
    final Map<String, Integer> kills = new ConcurrentHashMap<>();
  }

  @Override
  public String name() {
    return "sessions-chaos";
  }

  @Override
  public String summary() {
    return "1,000 sessions, a failing provider, kill -9 of everything: what is left (20 minutes)";
  }

  @Override
  public void run(Checkout checkout, Path scratch, Report report)
      throws IOException, InterruptedException {
    report.say("  %s", Machine.described());
    var seed = new Random().nextLong(1_000_000);
    report.say("  seed %d", seed);
    try (var platform = SessionsPlatform.up(checkout, scratch, 5, 60, 0, false)) {
      var seen = new Ledger();
      platform.provider().arm(faults(seed));
      var began = System.nanoTime();
      play(platform, seen, new Random(seed));
      var strikes = platform.provider().strikes();
      platform.provider().calm();
      report.say("  played after %.0f s", (System.nanoTime() - began) / 1e9);
      var left = settle(platform);
      report.say("  settled after %.0f s", (System.nanoTime() - began) / 1e9);
      report.say("  kills %s", new TreeMap<>(seen.kills));
      report.say("  faults %s", strikes);
      tell(platform, seen, sum(strikes.values()), report);
      report.target("sessions that are not over", left, "", 0, true);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static String faults(long seed) {
    return """
    {"seed": %d, "faults": {
      "html-502": {"probability": 0.02}, "html-502-after": {"probability": 0.01},
      "server-error": {"probability": 0.02}, "empty-error": {"probability": 0.005},
      "odd-error": {"probability": 0.005}, "status-520": {"probability": 0.005},
      "drop": {"probability": 0.01}, "drop-after": {"probability": 0.01},
      "hang-after": {"probability": 0.002, "lasts": "PT30S"},
      "slow": {"probability": 0.02, "lasts": "PT2S"},
      "rate-burst": {"probability": 0.002, "lasts": "PT2S"},
      "broken-body": {"probability": 0.005}, "empty-body": {"probability": 0.005},
      "odd-links": {"probability": 0.2},
      "list-lag": {"probability": 0.2, "lasts": "PT3S"},
      "address-lag": {"probability": 0.2, "lasts": "PT3S"},
      "private-first": {"probability": 0.2, "lasts": "PT1S"},
      "slow-active": {"probability": 0.1, "lasts": "PT5S"},
      "vanish": {"probability": 0.02}, "locked": {"probability": 0.1},
      "ip-reuse": {"probability": 0.2}, "big-id": {"probability": 0.01},
      "try-again": {"probability": 0.02}, "region-sold-out": {"probability": 0.02},
      "delete-error": {"probability": 0.1}, "pending-event": {"probability": 0.1},
      "delete-ignored": {"probability": 0.02}, "still-listed": {"probability": 0.2},
      "silent": {"probability": 0.05}, "replay": {"probability": 0.05},
      "late": {"probability": 0.2}}}
    """
        .formatted(seed);
  }

  private static void play(SessionsPlatform platform, Ledger seen, Random luck)
      throws InterruptedException, ExecutionException {
    var over = new AtomicBoolean();
    var playing = new ArrayList<Future<?>>();
    try (var killer = Executors.newSingleThreadExecutor();
        var people = Executors.newFixedThreadPool(AT_ONCE)) {
      var killing =
          killer.submit(() -> {
            while (!over.get()) {
              TimeUnit.MILLISECONDS.sleep(luck.nextInt(BETWEEN_KILLS_MILLIS));
              var victim = VICTIMS.get(luck.nextInt(VICTIMS.size()));
              platform.kill(victim);
              seen.kills.merge(victim, 1, Integer::sum);
              // Every fourth time the next one dies while this one is away.
              if (luck.nextInt(4) > 0) {
                platform.awaitServing(SERVES_WITHIN);
              }
            }
            return null;
          });
      for (var i = 0; i < SESSIONS; i++) {
        var stay = luck.nextInt(LONGEST_PLAY_MILLIS);
        playing.add(people.submit(() -> session(platform, seen, stay)));
      }
      for (var one : playing) {
        one.get();
      }
      over.set(true);
      killing.get();
    }
  }

  private static Void session(SessionsPlatform platform, Ledger seen, int stay)
      throws InterruptedException {
    var caller = new Caller(platform.api());
    var began = System.nanoTime();
    Caller.Started started;
    try {
      started = caller.startPatiently(Caller.stranger(), UUID.randomUUID().toString(), PATIENCE);
    } catch (IllegalStateException refused) {
      seen.refused.incrementAndGet();
      return null;
    }
    seen.seconds.add((System.nanoTime() - began) / 1e9);
    seen.given.incrementAndGet();
    var other = seen.holders.putIfAbsent(started.address(), started.tag());
    // Within a day nobody's tag is somebody else's.
    if (other != null || !seen.tags.add(started.tag())) {
      seen.doubles.add(started + " is also " + other);
    }
    TimeUnit.MILLISECONDS.sleep(stay);
    seen.holders.remove(started.address(), started.tag());
    if (!ended(platform, seen, caller, started)) {
      seen.unended.add(started);
    }
    return null;
  }

  private static boolean ended(
      SessionsPlatform platform, Ledger seen, Caller caller, Caller.Started started)
      throws InterruptedException {
    try {
      for (var droplet : platform.provider().droplets()) {
        if (droplet.exists() && droplet.address().equals(started.address())) {
          return caller.end(started, platform.provider().key(droplet.id()), PATIENCE);
        }
      }
      seen.gone.incrementAndGet();
      return true; // its droplet is gone already, with a game that had fallen silent
    } catch (IOException unreachable) {
      return false;
    }
  }

  /// @return how many are not over in the end
  private static int settle(SessionsPlatform platform) throws IOException, InterruptedException {
    var until = Instant.now().plus(SETTLED_WITHIN);
    while (Instant.now().isBefore(until)) {
      try {
        if (platform.live() == 0) {
          return 0;
        }
      } catch (IOException stillStarting) {
        // The last victim may have been the database.
      }
      TimeUnit.SECONDS.sleep(2);
    }
    return platform.live();
  }

  private static void tell(SessionsPlatform platform, Ledger seen, long faults, Report report)
      throws IOException, InterruptedException {
    var droplets = platform.provider().droplets();
    var charged = platform.charged();
    var billed = platform.provider().billed();
    var lived = new HashMap<String, Duration>();
    droplets.forEach(one -> lived.merge(one.session(), one.lived(), Duration::plus));
    double bill = seconds(lived);
    double ledger = seconds(charged);
    var starts = new Samples();
    starts.addAll(seen.seconds);
    var table = new Table("sessions-chaos", "count");
    table.row("kill -9", number((double) sum(seen.kills.values())));
    table.row("faults of the provider", number((double) faults));
    table.row("sessions given", number(seen.given.get()));
    table.row("starts given up", number(seen.refused.get()));
    table.row("over before their end was asked for", number(seen.gone.get()));
    table.row("droplets made", number(droplets.size()));
    table.row("start, median seconds", number(starts.median()));
    table.row("start, p99 seconds", number(starts.percentile(99)));
    table.row("orphans that reconciliation found", number((double) platform.orphans()));
    table.row("provider's droplet seconds", number(bill));
    table.row("the same as it bills them, begun ones whole", number((double) billed));
    table.row("ledger's droplet seconds", number(ledger));
    report.table(table);
    var alive = (int) droplets.stream().filter(Provider.Droplet::exists).count();
    report.target("droplets that are left", alive, "", 0, true);
    report.target("sessions leased twice", seen.doubles.size(), "", 0, true);
    report.target("ends that were lost", seen.unended.size(), "", 0, true);
    report.target("bill and ledger differ", 100 * Math.abs(ledger - bill) / bill, "%", 1, true);
    worst(lived, charged, report);
    new TreeSet<>(seen.doubles).forEach(line -> report.say("  %s", line));
  }

  /// Where they differ most.
  private static void worst(
      Map<String, Duration> lived, Map<String, Duration> charged, Report report) {
    var all = new TreeSet<>(lived.keySet());
    all.addAll(charged.keySet());
    all.stream()
        .map(id ->
            Map.entry(
                charged
                    .getOrDefault(id, Duration.ZERO)
                    .minus(lived.getOrDefault(id, Duration.ZERO)),
                id))
        .sorted(Comparator.comparing(entry -> entry.getKey().abs().negated()))
        .limit(5)
        .forEach(entry ->
            report.say(
                "  %s: charged %s s more",
                entry.getValue(), number(entry.getKey().toMillis() / 1e3)));
  }

  private static long sum(Collection<? extends Number> counts) {
    return counts.stream().mapToLong(Number::longValue).sum();
  }

  private static double seconds(Map<String, Duration> each) {
    return each.values().stream().mapToLong(Duration::toMillis).sum() / 1e3;
  }
}
