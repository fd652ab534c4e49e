package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.telemetry.StepBoard;
import dev.overwinter.servers.workflow.ContainerActivities;
import dev.overwinter.servers.workflow.ContainerSeen;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/// Containers of servers on one Docker engine. Thread-safe; steps of one server wait for each
/// other.
public final class DockerContainerActivities implements ContainerActivities {
  private static final int MOST_WITH_LINES = 30;

  private final Containers containers;
  private final Images images;
  private final Making making;
  private final Installer installer;
  private final Starter starter;
  private final Stopper stopper;
  private final Hands hands;
  private final Pulses pulses;
  private final MeterRegistry meters;

  /// Wires everything that works on one engine.
  ///
  /// @param board takes what long steps have to show
  public DockerContainerActivities(
      Engine engine,
      DockerSettings settings,
      Hands hands,
      Pulses pulses,
      StepBoard board,
      MeterRegistry meters) {
    var scope = settings.scope();
    var volumes = new Volumes(engine, scope);
    var owners = new Owners(engine, scope);
    var secrets = new Secrets(settings.sealKey());
    containers = new Containers(engine, scope);
    images = new Images(engine, settings, board);
    stopper = new Stopper(containers);
    making = new Making(new Networks(engine, scope), volumes, owners, containers, secrets, stopper);
    installer = new Installer(engine, scope, containers, volumes, owners, secrets, board);
    starter = new Starter(engine, containers, making, stopper);
    this.hands = hands;
    this.pulses = pulses;
    this.meters = meters;
  }

  @Override
  public void ensureImage(ContainerOrder order) {
    try (var pulse = pulses.begin()) {
      Failures.translated(() -> {
        images.ensure(order, pulse);
        return true;
      });
    }
  }

  @Override
  public void ensureNetwork(ContainerOrder order) {
    step(
        order,
        _ -> {
          making.ensureNetwork(order);
          return true;
        });
  }

  @Override
  public void ensureVolume(ContainerOrder order) {
    step(
        order,
        _ -> {
          making.ensureVolumes(order);
          return true;
        });
  }

  @Override
  public void ensureInstalled(ContainerOrder order) {
    step(
        order,
        pulse -> {
          installer.ensure(order, pulse);
          return true;
        });
  }

  @Override
  public void ensureContainer(ContainerOrder order) {
    step(order, _ -> making.ensureContainer(order));
  }

  @Override
  public Started ensureStarted(ContainerOrder order) {
    return timed(
        "overwinter_container_start_duration",
        order,
        () ->
            step(
                order,
                pulse -> {
                  var how = starter.start(order, pulse);
                  switch (how) {
                    case Started.Ready ready -> hands.leaveRunning(Labels.name(order), ready.run());
                    case Started.Failed _ -> hands.leaveStopped(Labels.name(order));
                  }
                  return how;
                }));
  }

  @Override
  public Stopped ensureStopped(ContainerOrder order, boolean force) {
    return timed(
        "overwinter_container_stop_duration",
        order,
        () ->
            step(
                order,
                _ -> {
                  var how = stopper.stop(order, force);
                  switch (how) {
                    case Stopped.Gracefully _, Stopped.Killed _ ->
                        hands.leaveStopped(Labels.name(order));
                    // As it was: whoever started it has said so.
                    case Stopped.StillPlayed _ -> {}
                  }
                  return how;
                }));
  }

  @Override
  public void ensureRemoved(ContainerOrder order) {
    try (var pulse = pulses.begin()) {
      hands.on(
          Labels.name(order),
          pulse,
          () -> {
            making.ensureRemoved(order);
            hands.leaveStopped(Labels.name(order));
            return true;
          });
    } catch (RuntimeException e) {
      throw Failures.removing(e);
    }
  }

  @Override
  public List<ContainerSeen> list() {
    try (var pulse = pulses.begin()) {
      return Failures.translated(() -> {
        var found = new ArrayList<InspectContainerResponse>();
        for (var container : containers.all()) {
          pulse.check();
          containers.ours(Spot.of(container.getLabels())).ifPresent(found::add);
        }
        return seen(found);
      });
    }
  }

  /// With what was printed last only where it can matter: this answer is kept for weeks.
  private List<ContainerSeen> seen(List<InspectContainerResponse> found) {
    var lately =
        found.stream()
            .sorted(Comparator.comparing(DockerContainerActivities::finished).reversed())
            .limit(MOST_WITH_LINES)
            .toList();
    return found.stream()
        .map(container ->
            new ContainerSeen(
                Labels.server(container),
                lately.contains(container)
                    ? containers.observation(container)
                    : containers.observation(container, List.of())))
        .toList();
  }

  private static String finished(InspectContainerResponse container) {
    return String.valueOf(container.getState().getFinishedAt());
  }

  private <T> T step(ContainerOrder order, Function<Pulse, T> work) {
    try (var pulse = pulses.begin()) {
      return Failures.translated(
          () -> hands.on(Labels.name(order), pulse, () -> work.apply(pulse)));
    }
  }

  private <T> T timed(String name, ContainerOrder order, Supplier<T> work) {
    var begun = System.nanoTime();
    var outcome = "error";
    try {
      var result = work.get();
      outcome = result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      return result;
    } finally {
      meters
          .timer(name, "template", order.template().id(), "outcome", outcome)
          .record(Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}
