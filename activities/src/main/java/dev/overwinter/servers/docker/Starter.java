package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.Started;
import io.temporal.client.ActivityCanceledException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Starts a server's container and waits until its game answers.
final class Starter {
  // Short, because a player is waiting and a refused connection costs next to nothing. Looking at
  // the container costs the engine some milliseconds of the very processor that the game starts on.
  private static final long ASK_EVERY_MILLIS = 20;
  private static final int ASKS_PER_LOOK = 12;
  // An engine that is starting a container says where it is within milliseconds.
  private static final Duration ADDRESS_WITHIN = Duration.ofSeconds(2);

  private final Engine engine;
  private final Containers containers;
  private final Making making;
  private final Stopper stopper;

  Starter(Engine engine, Containers containers, Making making, Stopper stopper) {
    this.engine = engine;
    this.containers = containers;
    this.making = making;
    this.stopper = stopper;
  }

  Started start(ContainerOrder order, Pulse pulse) {
    var never = ReadyWatch.objection(order);
    if (never.isPresent()) {
      return new Started.Failed(never.get());
    }
    try {
      var refused = run(order, pulse);
      return refused.isPresent() ? refused.get() : awaitReady(order, pulse);
    } catch (ActivityCanceledException unwanted) {
      pulse.tell("cancelled, stopping");
      stopper.stopStarting(order);
      throw unwanted;
    }
  }

  /// The container runs, or the reason why the engine will not run it.
  private Optional<Started> run(ContainerOrder order, Pulse pulse) {
    var found = containers.find(order);
    if (found.filter(Containers::running).isPresent()) {
      if (hasAddress(order, pulse)) {
        return Optional.empty();
      }
      // An engine that died while it started it: it runs, and nobody will ever reach it.
      pulse.tell("it runs on no network, stopping");
      stopper.stopStarting(order);
      containers.remove(found.get().getId());
      return runAgain(order);
    }
    if (found.filter(container -> making.fits(container, order)).isPresent()) {
      try {
        containers.start(found.get().getId());
        return Optional.empty();
      } catch (DockerException pruned) {
        // Usually its network is gone: make everything again and see.
        containers.remove(found.get().getId());
      }
    }
    return runAgain(order);
  }

  private boolean hasAddress(ContainerOrder order, Pulse pulse) {
    var deadline = System.nanoTime() + ADDRESS_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      var container = containers.find(order);
      if (container.isEmpty() || !Containers.running(container.get())) {
        return true; // it has ended meanwhile: whoever waits for its game says so
      }
      if (Containers.address(container.get(), order).isPresent()) {
        return true;
      }
      pulse.pause(ASK_EVERY_MILLIS);
    }
    return false;
  }

  private Optional<Started> runAgain(ContainerOrder order) {
    if (!making.hasWorld(order)) {
      return failed("its world volume " + Labels.name(order) + " is gone");
    }
    making.ensureNetwork(order);
    var id = making.ensureContainer(order);
    try {
      containers.start(id);
      return Optional.empty();
    } catch (DockerException e) {
      return failed("Docker could not start it: " + Failures.said(e));
    }
  }

  private Started awaitReady(ContainerOrder order, Pulse pulse) {
    var deadline = System.nanoTime() + order.template().startTimeout().toNanos();
    pulse.tell("waiting until the game answers");
    var first = containers.find(order);
    if (first.isEmpty()) {
      return gone();
    }
    try (var watch = ReadyWatch.of(order, engine, first.get())) {
      return awaitReady(order, deadline, watch, pulse);
    }
  }

  private Started awaitReady(ContainerOrder order, long deadline, ReadyWatch watch, Pulse pulse) {
    while (System.nanoTime() < deadline) {
      var container = containers.find(order);
      if (container.isEmpty()) {
        return gone();
      }
      if (!Containers.running(container.get())) {
        return exited(container.get());
      }
      var host = Containers.address(container.get(), order);
      for (var asked = 0; asked < ASKS_PER_LOOK && System.nanoTime() < deadline; asked++) {
        if (host.isPresent() && watch.ready(host.get())) {
          return new Started.Ready(
              new Endpoint(host.get(), primaryPort(order)), Containers.run(container.get()));
        }
        pulse.pause(ASK_EVERY_MILLIS);
      }
    }
    return tooLate(order);
  }

  private static int primaryPort(ContainerOrder order) {
    return order.template().placed(order.publicPort()).getFirst().inside();
  }

  private static Started gone() {
    return new Started.Failed("its container was removed while it started");
  }

  private Started tooLate(ContainerOrder order) {
    var last = containers.find(order).map(containers::lastLines).orElse(List.of());
    stopper.stopStarting(order);
    return new Started.Failed(
        "no answer within " + order.template().startTimeout().toSeconds() + " s" + quoted(last),
        last);
  }

  private Started exited(InspectContainerResponse container) {
    var last = containers.lastLines(container);
    return new Started.Failed(
        "exited before it was ready: " + Containers.detail(container) + quoted(last), last);
  }

  private static String quoted(List<String> lines) {
    return lines.isEmpty() ? "" : "; last log line: " + lines.getLast();
  }

  private static Optional<Started> failed(String reason) {
    return Optional.of(new Started.Failed(reason));
  }
}
