package dev.overwinter.servers.docker;

import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.workflow.ContainerActivities;
import dev.overwinter.servers.workflow.ContainerSeen;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An engine that remembers, for tests that need no real one; held to the same suite.
final class FakeContainers implements ContainerActivities {
  static final String IMAGE = "fake/game:1";

  private static final class Container {
    private final ContainerOrder order;
    private int run;
    private Instant startedAt = Instant.EPOCH;
    private @Nullable Instant endedAt;
    private boolean running;

    String name() {
      return "run-" + run + "@" + startedAt;
    }

    Container(ContainerOrder order) {
      this.order = order;
    }
  }

  final Set<String> networks = new HashSet<>();
  final Map<String, Integer> worlds = new TreeMap<>();
  private final Map<String, Container> containers = new TreeMap<>();
  private int runs;
  private final boolean cancels;

  FakeContainers(boolean cancels) {
    this.cancels = cancels;
  }

  boolean has(String serverId) {
    return containers.containsKey(serverId);
  }

  @Override
  public void ensureImage(ContainerOrder order) {
    if (!order.template().image().equals(IMAGE)) {
      throw ApplicationFailure.newNonRetryableFailure("no such image", "ImageUnavailable");
    }
  }

  @Override
  public void ensureNetwork(ContainerOrder order) {
    networks.add(order.serverId());
  }

  @Override
  public void ensureVolume(ContainerOrder order) {
    worlds.putIfAbsent(order.serverId(), 0);
  }

  @Override
  public void ensureInstalled(ContainerOrder order) {}

  @Override
  public void ensureContainer(ContainerOrder order) {
    var known = containers.get(order.serverId());
    if (known == null || !known.order.equals(order)) {
      containers.put(order.serverId(), new Container(order));
    }
  }

  @Override
  public Started ensureStarted(ContainerOrder order) {
    if (!worlds.containsKey(order.serverId())) {
      return new Started.Failed("its world volume ow-" + order.serverId() + " is gone");
    }
    ensureNetwork(order);
    ensureContainer(order);
    var container = Objects.requireNonNull(containers.get(order.serverId()));
    if (!container.running) {
      container.running = true;
      container.run = ++runs;
      container.startedAt = Instant.now();
      worlds.merge(order.serverId(), 1, Integer::sum);
    }
    if (cancels) {
      container.running = false;
      throw new ActivityCanceledException();
    }
    return switch (Behaviour.of(order)) {
      case CRASHES, EATS_MEMORY -> {
        container.running = false;
        yield new Started.Failed(
            "exited before it was ready: exit code 3; last log line: cannot find my level",
            List.of("cannot find my level"));
      }
      case NEVER_READY, SILENT -> {
        container.running = false;
        yield new Started.Failed("no answer within 4 s");
      }
      case GOOD, PLAYED, IGNORES_STOP, SLOW ->
          new Started.Ready(new Endpoint("10.0.0.2", 25_565), container.name());
    };
  }

  @Override
  public Stopped ensureStopped(ContainerOrder order, boolean force) {
    var container = containers.get(order.serverId());
    if (container == null || !container.running) {
      return new Stopped.Gracefully(container == null ? null : container.endedAt);
    }
    var behaviour = Behaviour.of(order);
    if (behaviour == Behaviour.PLAYED && !force) {
      return new Stopped.StillPlayed(3);
    }
    container.running = false;
    container.endedAt = Instant.now();
    return behaviour == Behaviour.IGNORES_STOP
        ? new Stopped.Killed(order.template().stop().grace().toSeconds(), container.endedAt)
        : new Stopped.Gracefully(container.endedAt);
  }

  @Override
  public void ensureRemoved(ContainerOrder order) {
    containers.remove(order.serverId());
    networks.remove(order.serverId());
    worlds.remove(order.serverId());
  }

  @Override
  public List<ContainerSeen> list() {
    return containers.entrySet().stream()
        .map(entry ->
            new ContainerSeen(
                entry.getKey(),
                new ContainerObservation(
                    entry.getValue().name(),
                    entry.getValue().running,
                    entry.getValue().running ? "running" : "exit code 0")))
        .toList();
  }
}
