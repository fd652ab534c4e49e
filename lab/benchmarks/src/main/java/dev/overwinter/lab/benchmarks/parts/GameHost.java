package dev.overwinter.lab.benchmarks.parts;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.workflow.ContainerActivities;
import dev.overwinter.servers.workflow.ContainerSeen;
import io.temporal.activity.Activity;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands where the Docker engine would: a start takes no time of its own, so that what remains is
/// what Overwinter adds. The games themselves really listen, in processes or threads of the bench.
public final class GameHost implements ContainerActivities {
  /// One start, in nanoseconds of [System#nanoTime()].
  ///
  /// @param begun when the node was asked to start the container
  /// @param ready when the game was found ready
  public record Start(long begun, long ready) {}

  private final Endpoint game;
  private final BlockingQueue<Start> starts = new LinkedBlockingQueue<>();
  private final AtomicInteger runs = new AtomicInteger();
  private volatile boolean slow;

  /// Every server of this host is reached at `game`.
  public GameHost(Endpoint game) {
    this.game = game;
  }

  /// From now on no start comes to an end, until told otherwise.
  public void setSlow(boolean slow) {
    this.slow = slow;
  }

  /// The next start that was asked for.
  ///
  /// @throws IllegalStateException when none comes within ten seconds
  public Start next() throws InterruptedException {
    var start = starts.poll(10, TimeUnit.SECONDS);
    if (start == null) {
      throw new IllegalStateException("no container was started within 10 s");
    }
    return start;
  }

  @Override
  public void ensureImage(ContainerOrder order) {}

  @Override
  public void ensureNetwork(ContainerOrder order) {}

  @Override
  public void ensureVolume(ContainerOrder order) {}

  @Override
  public void ensureInstalled(ContainerOrder order) {}

  @Override
  public void ensureContainer(ContainerOrder order) {}

  @Override
  public Started ensureStarted(ContainerOrder order) {
    var begun = System.nanoTime();
    while (slow) {
      Activity.getExecutionContext().heartbeat(null);
      pause();
    }
    var run = "run-" + runs.incrementAndGet();
    starts.add(new Start(begun, System.nanoTime()));
    return new Started.Ready(game, run);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      throw Activity.wrap(e);
    }
  }

  @Override
  public Stopped ensureStopped(ContainerOrder order, boolean force) {
    return new Stopped.Gracefully();
  }

  @Override
  public void ensureRemoved(ContainerOrder order) {}

  @Override
  public List<ContainerSeen> list() {
    return List.of();
  }
}
