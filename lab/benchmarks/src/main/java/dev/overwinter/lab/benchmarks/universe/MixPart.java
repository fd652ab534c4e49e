package dev.overwinter.lab.benchmarks.universe;

import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.parts.Wire;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The load that the older universe was measured with: people who register, log in, and then look
/// at the game's status, at their planet, and build, with a short pause after every answer.
final class MixPart implements UniversePart {
  private static final int REGISTERING_AT_ONCE = 3;
  private static final int LEAST_PAUSE_MILLIS = 100;
  private static final int MOST_PAUSE_MILLIS = 500;
  private static final Duration MEASURED = Duration.ofSeconds(90);
  private static final double LIMIT_MILLIS = 200;
  private static final List<String> BUILDINGS =
      List.of(
          "metal_mine",
          "crystal_mine",
          "deuterium_synthesizer",
          "solar_plant",
          "robot_factory",
          "shipyard");
  // 3 looks at the status : 3 at the planet : 2 orders.
  private static final List<String> MIX =
      List.of("status", "player", "build", "status", "player", "status", "player", "build");

  private final int users;

  MixPart(int users) {
    this.users = users;
  }

  /// What was answered.
  private static final class Answers {
    final Map<String, ConcurrentLinkedQueue<Double>> millis = new ConcurrentSkipListMap<>();
    final Map<Integer, Long> statuses = new ConcurrentSkipListMap<>();
    final AtomicLong unanswered = new AtomicLong();

    Wire.Answer ask(Wire wire, String kind, byte[] request) throws IOException {
      var began = System.nanoTime();
      try {
        var answer = wire.ask(request);
        millis
            .computeIfAbsent(kind, _ -> new ConcurrentLinkedQueue<>())
            .add((System.nanoTime() - began) / 1e6);
        statuses.merge(answer.status(), 1L, Long::sum);
        return answer;
      } catch (IOException e) {
        unanswered.incrementAndGet();
        throw e;
      }
    }
  }

  @Override
  public String name() {
    return "mix";
  }

  @Override
  public void run(UniversePlatform platform, Report report)
      throws IOException, InterruptedException {
    var coming = new Answers();
    var playing = new Answers();
    var began = System.nanoTime();
    var here = join(platform, coming);
    report.say(
        "  %,d people registered and logged in after %.0f s, %d at a time",
        here.size(), (System.nanoTime() - began) / 1e9, REGISTERING_AT_ONCE);
    var usage = Usage.begin(platform);
    play(platform, here, playing);
    tell(report, coming, playing);
    usage.tell(report);
  }

  private List<Colonist> join(UniversePlatform platform, Answers coming)
      throws InterruptedException, IOException {
    var turns = new Semaphore(REGISTERING_AT_ONCE);
    var all = new ArrayList<Future<Colonist>>();
    var here = new ArrayList<Colonist>();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < users; i++) {
        all.add(
            people.submit(() -> {
              turns.acquire();
              try (var wire = new Wire(platform.apiPort())) {
                var name = "m" + UUID.randomUUID().toString().substring(0, 18);
                var made = coming.ask(wire, "register", Colonist.register(name));
                var login = coming.ask(wire, "login", Colonist.login(name));
                return Colonist.of(
                    Colonist.body(made).path("id").asLong(),
                    Colonist.body(login).path("access_token").asText());
              } finally {
                turns.release();
              }
            }));
      }
      for (var one : all) {
        here.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return here;
  }

  private static void play(UniversePlatform platform, List<Colonist> here, Answers playing)
      throws InterruptedException, IOException {
    var until = System.nanoTime() + MEASURED.toNanos();
    var all = new ArrayList<Future<?>>();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one : here) {
        all.add(people.submit(() -> play(platform, one, playing, until)));
      }
      for (var one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static Void play(UniversePlatform platform, Colonist who, Answers playing, long until)
      throws IOException, InterruptedException {
    var luck = ThreadLocalRandom.current();
    try (var wire = new Wire(platform.apiPort())) {
      for (var n = luck.nextInt(MIX.size()); System.nanoTime() < until; n++) {
        TimeUnit.MILLISECONDS.sleep(luck.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
        var kind = MIX.get(n % MIX.size());
        var _ =
            playing.ask(
                wire,
                kind,
                switch (kind) {
                  case "status" -> Wire.get("/game-status", "");
                  case "player" -> who.look();
                  default -> who.build(BUILDINGS.get(luck.nextInt(BUILDINGS.size())));
                });
      }
    }
    return null;
  }

  private void tell(Report report, Answers coming, Answers playing) {
    var kinds = new TreeMap<String, Samples>();
    var together = new Samples();
    for (var one : List.of(coming, playing)) {
      one.millis.forEach((kind, millis) -> {
        kinds.computeIfAbsent(kind, _ -> new Samples()).addAll(millis);
        together.addAll(millis);
      });
    }
    kinds.put("together", together);
    Told.latencies(report, kinds, coming.unanswered.get() + playing.unanswered.get());
    var statuses = new TreeMap<Integer, Long>();
    for (var one : List.of(coming, playing)) {
      one.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
    }
    report.say("  answers by status: %s", statuses);
    report.say("  %,.0f requests a second", together.count() / (double) MEASURED.toSeconds());
    var wrong =
        statuses.entrySet().stream()
            .filter(one -> one.getKey() >= 500)
            .mapToLong(Map.Entry::getValue)
            .sum();
    report.target("answers with 5xx", (double) wrong, "", 0, true);
    report.target(
        "p95 of all requests of %,d users".formatted(users),
        together.percentile(95),
        "ms",
        LIMIT_MILLIS,
        true);
  }
}
