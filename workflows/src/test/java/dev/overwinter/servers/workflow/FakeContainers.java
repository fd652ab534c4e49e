package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A node that remembers what it was asked to do, in order.
final class FakeContainers implements ContainerActivities {
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  final Queue<Started> starts = new ArrayDeque<>();
  final Queue<Stopped> stops = new ArrayDeque<>();
  final ConcurrentHashMap<String, Integer> runs = new ConcurrentHashMap<>();
  final List<ContainerSeen> seen = Collections.synchronizedList(new ArrayList<>());
  final Set<String> failingSteps = ConcurrentHashMap.newKeySet();

  /// What nobody answers: tried again and again.
  final Set<String> silentSteps = ConcurrentHashMap.newKeySet();

  final Set<String> foreignSubnets = ConcurrentHashMap.newKeySet();
  volatile Runnable duringStart = () -> {};
  volatile Runnable duringStop = () -> {};

  @Override
  public void ensureImage(ContainerOrder order) {
    ask("image", order);
  }

  @Override
  public void ensureNetwork(ContainerOrder order) {
    ask("network", order);
    checkSubnet(order);
  }

  @Override
  public void ensureVolume(ContainerOrder order) {
    ask("volume", order);
  }

  @Override
  public void ensureInstalled(ContainerOrder order) {
    ask("install", order);
  }

  @Override
  public void ensureContainer(ContainerOrder order) {
    ask("container", order);
  }

  @Override
  public Started ensureStarted(ContainerOrder order) {
    ask("start", order);
    checkSubnet(order);
    duringStart.run();
    var planned = starts.poll();
    return planned != null
        ? planned
        : new Started.Ready(
            new Endpoint("10.213.0.2", order.template().port()),
            "run" + runs.merge(order.serverId(), 1, Integer::sum));
  }

  @Override
  public Stopped ensureStopped(ContainerOrder order, boolean force) {
    ask(force ? "kick and stop" : "stop", order);
    duringStop.run();
    var planned = stops.poll();
    return planned != null ? planned : new Stopped.Gracefully();
  }

  @Override
  public void ensureRemoved(ContainerOrder order) {
    ask("remove", order);
  }

  @Override
  public List<ContainerSeen> list() {
    if (failingSteps.contains("list")) {
      throw ApplicationFailure.newNonRetryableFailure("Docker refused: plugin", "DockerRefused");
    }
    return List.copyOf(seen);
  }

  long count(String step) {
    synchronized (asked) {
      return asked.stream().filter(step::equals).count();
    }
  }

  private void checkSubnet(ContainerOrder order) {
    if (foreignSubnets.contains(order.subnet())) {
      throw ApplicationFailure.newNonRetryableFailure(
          order.subnet() + " is used by something else on this host",
          ContainerActivities.SUBNET_TAKEN);
    }
  }

  private void ask(String step, ContainerOrder order) {
    asked.add(step);
    if (silentSteps.contains(step)) {
      throw new IllegalStateException("no answer");
    }
    if (failingSteps.contains(step)) {
      throw ApplicationFailure.newNonRetryableFailure(
          step + " of " + order.serverId() + " failed", "ImageUnavailable");
    }
  }
}
