package dev.overwinter.servers.docker;

import com.github.dockerjava.api.model.Container;
import dev.overwinter.servers.telemetry.LogBuffer;
import dev.overwinter.servers.telemetry.Sample;
import dev.overwinter.servers.telemetry.StepBoard;
import dev.overwinter.servers.telemetry.TelemetrySink;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries samples and log lines of our running containers into a [TelemetrySink]. Survives an
/// engine or a sink that is away: it goes on from the last line that was kept.
public final class ContainerTelemetry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ContainerTelemetry.class);
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(5);
  private static final long FLUSH_EVERY_MILLIS = 400;
  private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
  // An hour of two servers, or five minutes of twenty-four, while the sink is away.
  private static final int SAMPLES_HELD = 1_500;

  private final Engine engine;
  private final Containers containers;
  private final TelemetrySink sink;
  private final Sampler sampler;
  private final StepBoard board;
  private final LogBuffer buffer;
  private final BlockingQueue<Sample> samples = new ArrayBlockingQueue<>(SAMPLES_HELD);
  private final BlockingQueue<String> startedNow = new LinkedBlockingQueue<>();
  private final Map<String, LogFollower> followers = new HashMap<>();
  private final Set<String> sampling = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  // Each is confined to the one thread that collects or writes.
  private long nextSample = System.nanoTime();
  private long nextPrune = System.nanoTime();

  /// Prepares; nothing happens before [#start()].
  ///
  /// @param board what long steps have to show, carried along
  /// @param freezes is told how each game answered
  public ContainerTelemetry(
      Engine engine,
      DockerSettings settings,
      TelemetrySink sink,
      StepBoard board,
      FreezeWatch freezes) {
    this.engine = engine;
    this.sink = sink;
    this.board = board;
    buffer = board.lines();
    containers = new Containers(engine, settings.scope());
    sampler = new Sampler(engine, freezes);
  }

  /// Begins to collect and to write.
  public void start() {
    threads.execute(() -> forEver("collecting", this::collect));
    threads.execute(() -> forEver("writing", this::write));
  }

  /// A container has just started: its log is followed at once.
  public void started(String serverId) {
    startedNow.add(serverId);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  @FunctionalInterface
  private interface Round {
    void go() throws InterruptedException;
  }

  private static void forEver(String what, Round round) {
    try {
      while (true) {
        try {
          round.go();
        } catch (RuntimeException e) {
          log.debug("{} telemetry failed: {}", what, e.getMessage());
          Thread.sleep(1_000);
        }
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private void collect() throws InterruptedException {
    var running = running();
    followThese(running);
    if (System.nanoTime() >= nextSample) {
      nextSample = System.nanoTime() + SAMPLE_EVERY.toNanos();
      running.values().forEach(this::sampleBeside);
    }
    // A start ends the wait, so that the first lines of a wake are seen at once.
    startedNow.poll(Math.max(0, nextSample - System.nanoTime()), TimeUnit.NANOSECONDS);
    startedNow.clear();
  }

  private Map<String, Container> running() {
    var running = new HashMap<String, Container>();
    for (var container : containers.all()) {
      if ("running".equals(container.getState())) {
        running.put(container.getLabels().getOrDefault(Labels.SERVER, ""), container);
      }
    }
    return running;
  }

  private void followThese(Map<String, Container> running) {
    followers
        .entrySet()
        .removeIf(entry -> {
          var over = entry.getValue().ended();
          if (over && !running.containsKey(entry.getKey())) {
            buffer.forget(entry.getKey());
            sampler.forget(entry.getKey());
            return true;
          }
          return false;
        });
    running.forEach((serverId, container) -> {
      var known = followers.get(serverId);
      if (known == null || known.ended()) {
        var from = known == null ? sink.newestLine(serverId) : known.newest();
        var follower = new LogFollower(serverId, buffer, from);
        follower.follow(engine, container.getId());
        followers.put(serverId, follower);
      }
    });
  }

  private void sampleBeside(Container container) {
    if (!sampling.add(container.getId())) {
      return;
    }
    threads.execute(() -> {
      try {
        sampler.sample(container).ifPresent(this::hold);
      } catch (InterruptedException leaving) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException away) {
        // The engine or the control plane: the next round tries again.
        log.debug("no sample of {}: {}", container.getId(), away.getMessage());
      } finally {
        sampling.remove(container.getId());
      }
    });
  }

  private void hold(Sample sample) {
    while (!samples.offer(sample)) {
      samples.poll();
    }
  }

  private void write() throws InterruptedException {
    Thread.sleep(FLUSH_EVERY_MILLIS);
    writeProgress();
    writeLines();
    writeSamples();
    if (System.nanoTime() >= nextPrune) {
      nextPrune = System.nanoTime() + PRUNE_EVERY.toNanos();
      sink.prune();
    }
  }

  private void writeProgress() {
    var progress = board.drain();
    if (progress.isEmpty()) {
      return;
    }
    try {
      sink.keepProgress(progress);
    } catch (RuntimeException away) {
      board.putBack(progress);
      throw away;
    }
  }

  private void writeLines() {
    var now = Instant.now();
    var lines = buffer.drain(now.getEpochSecond() * 1_000_000_000L + now.getNano());
    if (lines.isEmpty()) {
      return;
    }
    try {
      sink.keepLines(lines);
    } catch (RuntimeException away) {
      buffer.putBack(lines);
      throw away;
    }
  }

  private void writeSamples() {
    var some = List.copyOf(samples);
    if (!some.isEmpty()) {
      sink.keepSamples(some);
      samples.removeAll(some);
    }
  }
}
