package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.overwinter.catalogue.Install;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.telemetry.StepBoard;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Runs the step that fills a new server's volumes: once, locked down like its game, and again from
/// the beginning when it did not come to its end.
final class Installer {
  private static final long LOOK_EVERY_MILLIS = 200;
  private static final int LINES_IN_REASON = 3;

  private final Engine engine;
  private final Scope scope;
  private final Containers containers;
  private final Volumes volumes;
  private final Owners owners;
  private final Secrets secrets;
  private final StepBoard board;

  Installer(
      Engine engine,
      Scope scope,
      Containers containers,
      Volumes volumes,
      Owners owners,
      Secrets secrets,
      StepBoard board) {
    this.engine = engine;
    this.scope = scope;
    this.containers = containers;
    this.volumes = volumes;
    this.owners = owners;
    this.secrets = secrets;
    this.board = board;
  }

  /// What a step runs in.
  static String image(ContainerOrder order, Install install) {
    return install.image().isEmpty() ? order.template().image() : install.image();
  }

  void ensure(ContainerOrder order, Pulse pulse) {
    var install = order.template().install();
    if (install == null) {
      return;
    }
    var what = Labels.fingerprint(List.of(image(order, install), install.command()));
    if (volumes.noted(order, what)) {
      containers.installing(order.serverId()).forEach(containers::remove);
      return;
    }
    board.progress(order.serverId(), "install", null, "installing");
    try {
      run(order, install, pulse);
      volumes.note(order, what);
    } finally {
      // Also when it is cancelled or fails: nothing of it is left but what it wrote.
      containers.installing(order.serverId()).forEach(containers::remove);
      board.over(order.serverId());
    }
  }

  private void run(ContainerOrder order, Install install, Pulse pulse) {
    var id = underWay(order).orElseGet(() -> begin(order, install));
    try (var log = new LogFollower(order.serverId(), board.lines(), 0)) {
      log.follow(engine, id);
      pulse.tell("installing");
      var ended = awaitEnd(order, id, install.limit(), pulse);
      // The last lines come a moment after the end.
      log.awaitEnd(2_000);
      judge(ended);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(leaving);
    } catch (IOException unclosed) {
      throw new IllegalStateException(unclosed);
    }
  }

  /// One that an earlier attempt began and that still runs: it is waited for, not begun again.
  private Optional<String> underWay(ContainerOrder order) {
    for (var id : containers.installing(order.serverId())) {
      var found = look(id);
      if (found.filter(Containers::running).filter(one -> fits(one, order)).isPresent()) {
        return Optional.of(id);
      }
      containers.remove(id);
    }
    return Optional.empty();
  }

  private static boolean fits(InspectContainerResponse container, ContainerOrder order) {
    var labels = container.getConfig().getLabels();
    return labels != null && Labels.hash(order).equals(labels.get(Labels.ORDER));
  }

  private String begin(ContainerOrder order, Install install) {
    var id =
        ContainerRequests.install(engine.usual(), order, install, secrets.environment(order), scope)
            .exec()
            .getId();
    owners.ensure(id, order);
    containers.start(id);
    return id;
  }

  private InspectContainerResponse awaitEnd(
      ContainerOrder order, String id, Duration limit, Pulse pulse) {
    while (true) {
      var now =
          look(id)
              .orElseThrow(() ->
                  ApplicationFailure.newFailure(
                      "the container of the install step was removed", Failures.FAILED));
      if (!Containers.running(now)) {
        return now;
      }
      // Counted from its own start: a worker that dies does not give it more time.
      if (Containers.startedAt(now).plus(limit).isBefore(Instant.now())) {
        throw failed("did not end within " + limit.toSeconds() + " s", now);
      }
      board.progress(order.serverId(), "install", null, "installing");
      pulse.pause(LOOK_EVERY_MILLIS);
    }
  }

  private void judge(InspectContainerResponse ended) {
    if (!Endings.ordinary(ended)) {
      throw failed("ended with " + Endings.detail(ended), ended);
    }
  }

  private ApplicationFailure failed(String how, InspectContainerResponse container) {
    var last = containers.lastLines(container);
    var shown = last.subList(Math.max(0, last.size() - LINES_IN_REASON), last.size());
    var quoted = shown.isEmpty() ? "" : "; last log lines: " + String.join(" | ", shown);
    return ApplicationFailure.newNonRetryableFailure(
        "the install step " + how + quoted, Failures.INSTALL, last);
  }

  private Optional<InspectContainerResponse> look(String id) {
    try {
      return Optional.of(engine.usual().inspectContainerCmd(id).exec());
    } catch (NotFoundException gone) {
      return Optional.empty();
    }
  }
}
