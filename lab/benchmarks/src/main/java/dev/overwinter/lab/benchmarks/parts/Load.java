package dev.overwinter.lab.benchmarks.parts;

import dev.overwinter.lab.benchmarks.report.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/// Requests at a steady rate, whatever the answers take: one that comes late is late since it was
/// due, not since it was sent.
///
/// @param port of the api
/// @param perSecond how many
/// @param connections that are kept
/// @param request the n-th one
public record Load(int port, int perSecond, int connections, LongFunction<byte[]> request) {
  private static final int OK = 200;

  /// What came of it.
  ///
  /// @param millis of each request that was answered with 200
  /// @param failed all others
  public record Result(Samples millis, long failed) {}

  /// Sends for so long, and waits for the last answers.
  public Result run(Duration length) throws InterruptedException, IOException {
    var next = new AtomicLong();
    var failed = new AtomicLong();
    long total = perSecond * length.toSeconds();
    long begin = System.nanoTime() + 100_000_000;
    var sending = new ArrayList<Future<List<Double>>>();
    var all = new Samples();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      for (var i = 0; i < connections; i++) {
        sending.add(threads.submit(() -> send(next, total, begin, failed)));
      }
      for (var one : sending) {
        all.addAll(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return new Result(all, failed.get());
  }

  private List<Double> send(AtomicLong next, long total, long begin, AtomicLong failed)
      throws IOException {
    var times = new ArrayList<Double>();
    try (var wire = new Wire(port)) {
      for (var n = next.getAndIncrement(); n < total; n = next.getAndIncrement()) {
        long due = begin + n * 1_000_000_000L / perSecond;
        for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        if (wire.send(request.apply(n)) == OK) {
          times.add((System.nanoTime() - due) / 1e6);
        } else {
          failed.incrementAndGet();
        }
      }
    }
    return times;
  }
}
