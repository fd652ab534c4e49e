package dev.overwinter.lab.benchmarks.universe;

import static dev.overwinter.lab.benchmarks.report.Report.number;

import dev.overwinter.lab.benchmarks.parts.Usage;
import dev.overwinter.lab.benchmarks.parts.Wire;
import dev.overwinter.lab.benchmarks.report.Report;
import dev.overwinter.lab.benchmarks.report.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Hundreds of people who log in fifty at a time, while others look at their planets as they did
/// before: how long each waits for the hash of a password, and what everybody else notices of it.
final class LoginsPart implements UniversePart {
  private static final int AT_ONCE = 50;
  private static final int READERS = 20;
  private static final int PAUSE_MILLIS = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration BEFORE = Duration.ofSeconds(30);
  private static final double LIMIT_MILLIS = 1_000;
  private static final int OK = 200;

  private final int people;

  LoginsPart(int people) {
    this.people = people;
  }

  @Override
  public String name() {
    return "logins";
  }

  @Override
  public void run(UniversePlatform platform, Report report)
      throws IOException, InterruptedException {
    var port = platform.apiPort();
    var readers = Colonist.join(port, READERS);
    var names = Colonist.register(port, people);
    report.say("  %,d people registered, %d read", names.size(), readers.size());
    var failed = new AtomicLong();
    var _ = read(port, readers, over(WARM_UP), failed);
    var before = read(port, readers, over(BEFORE), failed);
    var usage = Usage.begin(platform);
    var logins = new Samples();
    Samples meanwhile;
    try (var crowd = Executors.newFixedThreadPool(AT_ONCE)) {
      var all = logIn(port, names, crowd, failed);
      meanwhile = read(port, readers, () -> all.stream().allMatch(Future::isDone), failed);
      for (var one : all) {
        logins.addAll(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    tell(report, logins, before, meanwhile, failed.get());
    usage.tell(report);
  }

  private static BooleanSupplier over(Duration length) {
    var until = System.nanoTime() + length.toNanos();
    return () -> System.nanoTime() - until > 0;
  }

  /// Each on a connection of their own, which is part of the time.
  private static List<Future<List<Double>>> logIn(
      int port, List<String> names, ExecutorService crowd, AtomicLong failed) {
    var all = new ArrayList<Future<List<Double>>>();
    for (var name : names) {
      all.add(
          crowd.submit(() -> {
            var began = System.nanoTime();
            try (var wire = new Wire(port)) {
              return took(wire, Colonist.login(name), began, failed);
            }
          }));
    }
    return all;
  }

  /// Everybody again and again, with a pause after every answer, until it is over.
  private static Samples read(
      int port, List<Colonist> readers, BooleanSupplier isOver, AtomicLong failed)
      throws IOException, InterruptedException {
    var reading = new ArrayList<Future<List<Double>>>();
    var millis = new Samples();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var reader : readers) {
        reading.add(
            people.submit(() -> {
              var mine = new ArrayList<Double>();
              try (var wire = new Wire(port)) {
                while (!isOver.getAsBoolean()) {
                  mine.addAll(took(wire, reader.look(), System.nanoTime(), failed));
                  TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
              }
              return mine;
            }));
      }
      for (var one : reading) {
        millis.addAll(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return millis;
  }

  /// @return milliseconds since `began`; none when the answer was not 200
  private static List<Double> took(Wire wire, byte[] request, long began, AtomicLong failed)
      throws IOException {
    if (wire.send(request) != OK) {
      failed.incrementAndGet();
      return List.of();
    }
    return List.of((System.nanoTime() - began) / 1e6);
  }

  private static void tell(
      Report report, Samples logins, Samples before, Samples meanwhile, long failed) {
    var kinds = new TreeMap<String, Samples>();
    kinds.put("login, %d at once".formatted(AT_ONCE), logins);
    kinds.put("read before", before);
    kinds.put("read meanwhile", meanwhile);
    Told.latencies(report, kinds, failed);
    report.say(
        "  a read meanwhile takes %s times as long as before (median), %s times (p99)",
        number(meanwhile.median() / before.median()),
        number(meanwhile.percentile(99) / before.percentile(99)));
    report.target("logins and reads that failed", (double) failed, "", 0, true);
    report.target(
        "p99 of a login, %d at once".formatted(AT_ONCE),
        logins.percentile(99),
        "ms",
        LIMIT_MILLIS,
        true);
  }
}
