package dev.overwinter.servers.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.workflow.NodeSeen;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries what a node sees to the control plane until it has arrived: one message per server, made
/// when it leaves, so that it always tells the truth of now. Thread-safe.
final class Messenger {
  private static final Logger log = LoggerFactory.getLogger(Messenger.class);
  private static final long AGAIN_MILLIS = 1_000;
  private static final long WHILE_BUSY_MILLIS = 200;

  private final Containers containers;
  private final Hands hands;
  private final NodeReports reports;
  private final Set<Spot> spots = new LinkedHashSet<>();
  private @Nullable NodeSeen node;

  Messenger(Containers containers, Hands hands, NodeReports reports) {
    this.containers = containers;
    this.hands = hands;
    this.reports = reports;
  }

  /// Something happened to a server's container.
  synchronized void noticed(Spot spot) {
    spots.add(spot);
    notifyAll();
  }

  /// The engine was reached or lost; an older word that has not arrived yet is dropped.
  synchronized void noticed(NodeSeen seen) {
    node = seen;
    notifyAll();
  }

  /// Carries until interrupted.
  void run() {
    try {
      while (true) {
        if (!deliver()) {
          Thread.sleep(AGAIN_MILLIS);
        }
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean deliver() throws InterruptedException {
    awaitSomething();
    var seen = takeNode();
    if (seen != null) {
      return arrived(() -> reports.seen(seen), () -> putBack(seen));
    }
    var spot = takeSpot();
    if (hands.busyWith(spot.name())) {
      // Its step says itself how it ended; look again after it.
      noticed(spot);
      Thread.sleep(WHILE_BUSY_MILLIS);
      return true;
    }
    return arrived(() -> tell(spot), () -> noticed(spot));
  }

  private void tell(Spot spot) {
    var left = hands.left(spot.name());
    var now = look(spot);
    if (now.isPresent() && !left.equals(Hands.asLeft(now.get()))) {
      log.info("server {}: {}", spot.serverId(), now.get());
      reports.observed(spot.serverId(), now.get());
      hands.told(spot.name(), left, now.get());
    }
  }

  /// Empty while the engine does not answer: what it runs is compared when it is back.
  private Optional<ContainerObservation> look(Spot spot) {
    try {
      return Optional.of(
          containers.ours(spot).map(containers::observation).orElseGet(() -> gone(spot)));
    } catch (DockerException e) {
      return Optional.empty();
    } catch (RuntimeException unreachable) {
      return Optional.empty();
    }
  }

  private ContainerObservation gone(Spot spot) {
    return new ContainerObservation("", false, "its container is gone")
        .at(containers.node(), spot.generation());
  }

  private static boolean arrived(Runnable message, Runnable again) {
    try {
      message.run();
      return true;
    } catch (RuntimeException away) {
      log.warn("not told yet, trying again: {}", away.getMessage());
      again.run();
      return false;
    }
  }

  private synchronized void awaitSomething() throws InterruptedException {
    while (spots.isEmpty() && node == null) {
      wait();
    }
  }

  private synchronized @Nullable NodeSeen takeNode() {
    var taken = node;
    node = null;
    return taken;
  }

  private synchronized void putBack(NodeSeen seen) {
    if (node == null) {
      node = seen;
    }
  }

  private synchronized Spot takeSpot() {
    var first = spots.iterator().next();
    spots.remove(first);
    return first;
  }
}
