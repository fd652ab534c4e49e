package dev.overwinter.platform;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.workflow.ContainerActivities;
import dev.overwinter.servers.workflow.ContainerSeen;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A node without Docker. What it is asked for always works, except for the image in [#missing].
public final class PretendedNode implements ContainerActivities {
  /// Game whose image cannot be had.
  public volatile String missing = "";

  /// What was ordered last.
  public volatile @Nullable ContainerOrder last;

  /// How many starts there were.
  public final AtomicInteger starts = new AtomicInteger();

  /// What a stop waits for; open unless a test closes it.
  public volatile CountDownLatch gate = new CountDownLatch(0);

  /// How many stops are waiting there.
  public final AtomicInteger stopping = new AtomicInteger();

  @Override
  public void ensureImage(ContainerOrder order) {
    last = order;
    if (order.template().id().equals(missing)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "no such image: " + order.template().image(), "ImageUnavailable");
    }
  }

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
    return new Started.Ready(new Endpoint("10.213.0.2", 25_565), "run" + starts.incrementAndGet());
  }

  @Override
  public Stopped ensureStopped(ContainerOrder order, boolean force) {
    stopping.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopping.decrementAndGet();
    }
    return new Stopped.Gracefully();
  }

  @Override
  public void ensureRemoved(ContainerOrder order) {}

  @Override
  public List<ContainerSeen> list() {
    return List.of();
  }
}
