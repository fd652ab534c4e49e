package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A node whose games take a moment to start and to stop.
final class JudgedNode implements ContainerActivities {
  private static final long LONGEST_STEP = Duration.ofMillis(15).toNanos();
  private final ConcurrentHashMap<String, JudgedGame> games = new ConcurrentHashMap<>();

  JudgedGame game(String serverId) {
    return games.computeIfAbsent(serverId, _ -> new JudgedGame());
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
    var game = game(order.serverId());
    game.stepBegins("start");
    pause(LONGEST_STEP);
    return game.starts(new Endpoint("10.213.0.2", order.template().port()));
  }

  @Override
  public Stopped ensureStopped(ContainerOrder order, boolean force) {
    var game = game(order.serverId());
    game.stepBegins("stop");
    pause(LONGEST_STEP);
    return game.stops();
  }

  @Override
  public void ensureRemoved(ContainerOrder order) {}

  @Override
  public List<ContainerSeen> list() {
    return List.of();
  }

  /// What is raced against is time itself.
  static void pause(long atMostNanos) {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(atMostNanos + 1));
  }
}
