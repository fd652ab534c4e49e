package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.query.Answer;
import dev.overwinter.servers.query.GameQuery;
import dev.overwinter.servers.query.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops a server's container: its players are asked for, its game saves, and only then is it
/// killed.
final class Stopper {
  private static final Logger log = LoggerFactory.getLogger(Stopper.class);
  private static final long LOOK_EVERY_MILLIS = 100;
  // A game that has not answered for so long serves nobody; one garbage collection is shorter.
  private static final Duration PATIENCE_WITH_SILENCE = Duration.ofSeconds(5);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);
  private static final GameQuery QUERY = new GameQuery(Duration.ofSeconds(2));

  private final Containers containers;

  Stopper(Containers containers) {
    this.containers = containers;
  }

  Stopped stop(ContainerOrder order, boolean force) {
    var container = running(order);
    if (container.isEmpty()) {
      return new Stopped.Gracefully(endedAt(order));
    }
    var players = force ? 0 : players(order, container.get());
    return players > 0 ? new Stopped.StillPlayed(players) : stopForced(order);
  }

  /// Also while nobody waits for it any more: a stop that has begun is brought to its end.
  Stopped stopForced(ContainerOrder order) {
    return bringDown(order, false);
  }

  /// Stops a game that is not ready: it may not listen to its stop command yet.
  void stopStarting(ContainerOrder order) {
    var _ = bringDown(order, true);
  }

  private Stopped bringDown(ContainerOrder order, boolean starting) {
    var container = running(order);
    if (container.isEmpty()) {
      return new Stopped.Gracefully(endedAt(order));
    }
    var rule = order.template().stop();
    ask(container.get().getId(), rule.command());
    if (starting && !rule.command().isEmpty()) {
      containers.signal(container.get().getId(), "SIGTERM");
    }
    if (exited(order, rule.grace())) {
      return new Stopped.Gracefully(endedAt(order));
    }
    containers.signal(container.get().getId(), "SIGKILL");
    if (!exited(order, KILLED_WITHIN)) {
      throw new IllegalStateException("container " + Labels.name(order) + " survives SIGKILL");
    }
    return new Stopped.Killed(rule.grace().toSeconds(), endedAt(order));
  }

  private void ask(String id, String command) {
    if (command.isEmpty()) {
      containers.signal(id, "SIGTERM");
      return;
    }
    try {
      containers.tell(id, command);
    } catch (RuntimeException unheard) {
      log.warn("stop command not written, sending SIGTERM instead: {}", unheard.getMessage());
      containers.signal(id, "SIGTERM");
    }
  }

  private static int players(ContainerOrder order, InspectContainerResponse container) {
    var deadline = System.nanoTime() + PATIENCE_WITH_SILENCE.toNanos();
    var question = Question.whoPlays(order);
    var host = Containers.address(container, order);
    while (question.isPresent() && host.isPresent() && System.nanoTime() < deadline) {
      switch (QUERY.ask(question.get(), host.get())) {
        case Answer.Players players -> {
          return players.online();
        }
        case Answer.Open _, Answer.Closed _ -> {
          return 0;
        }
        case Answer.Loading loading ->
            log.info("{} is not ready: {}", order.serverId(), loading.why());
        case Answer.Silent silent -> log.info("{} is silent: {}", order.serverId(), silent.why());
      }
      sleep();
    }
    return 0;
  }

  private boolean exited(ContainerOrder order, Duration within) {
    var deadline = System.nanoTime() + within.toNanos();
    while (running(order).isPresent()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      sleep();
    }
    return true;
  }

  private @Nullable Instant endedAt(ContainerOrder order) {
    return containers.find(order).map(Containers::endedAt).orElse(null);
  }

  private Optional<InspectContainerResponse> running(ContainerOrder order) {
    return containers.find(order).filter(Containers::running);
  }

  private static void sleep() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(leaving);
    }
  }
}
