package dev.overwinter.servers.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.telemetry.LogBuffer;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The containers of our servers, one by one.
final class Containers {
  private static final int LAST_LINES = 20;
  private static final int LINE_FOR_PEOPLE = 200;

  private final Engine engine;
  private final Scope scope;

  Containers(Engine engine, Scope scope) {
    this.engine = engine;
    this.scope = scope;
  }

  /// What a server's container is like now.
  ///
  /// @throws io.temporal.failure.ApplicationFailure when its name belongs to somebody else
  Optional<InspectContainerResponse> find(ContainerOrder order) {
    return find(new Spot(order.serverId(), order.generation()));
  }

  private Optional<InspectContainerResponse> find(Spot spot) {
    var name = spot.name();
    try {
      var found = engine.usual().inspectContainerCmd(name).exec();
      if (!scope.has(found.getConfig().getLabels(), spot.serverId())) {
        throw Failures.foreign("container", name);
      }
      return Optional.of(found);
    } catch (NotFoundException absent) {
      return Optional.empty();
    }
  }

  /// The same, but an object of somebody else counts as none.
  Optional<InspectContainerResponse> ours(Spot spot) {
    try {
      return find(spot);
    } catch (ApplicationFailure foreign) {
      return Optional.empty();
    }
  }

  /// Whose containers these are.
  String node() {
    return scope.node();
  }

  /// The games of this node, running or not.
  List<Container> all() {
    return engine
        .usual()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(scope.filter())
        .exec()
        .stream()
        .filter(container ->
            scope.has(container.getLabels()) && container.getLabels().containsKey(Labels.SERVER))
        .toList();
  }

  /// Ids of what an install step of a server has left.
  List<String> installing(String serverId) {
    return engine
        .usual()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(Labels.INSTALL, serverId))
        .exec()
        .stream()
        .filter(container -> scope.has(container.getLabels()))
        .map(Container::getId)
        .toList();
  }

  String create(ContainerOrder order, Map<String, String> environment) {
    return ContainerRequests.game(engine.usual(), order, environment, scope).exec().getId();
  }

  /// Idempotent.
  void start(String id) {
    try {
      engine.usual().startContainerCmd(id).exec();
    } catch (NotModifiedException runs) {
      return;
    }
  }

  /// Writes one line to the game's standard input.
  void tell(String id, String line) {
    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try (var attached = new ResultCallback.Adapter<Frame>()) {
      engine.stream()
          .attachContainerCmd(id)
          .withFollowStream(true)
          .withStdIn(new ByteArrayInputStream(bytes))
          .exec(attached);
      attached.awaitStarted(5, TimeUnit.SECONDS);
      // Closing the stream at once could overtake the line.
      attached.awaitCompletion(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(leaving);
    } catch (IOException unclosed) {
      throw new IllegalStateException(unclosed);
    }
  }

  /// Idempotent.
  void signal(String id, String signal) {
    try {
      engine.usual().killContainerCmd(id).withSignal(signal).exec();
    } catch (NotFoundException | ConflictException stopped) {
      // 409: it does not run (any more).
      return;
    }
  }

  /// Idempotent; never removes a volume.
  void remove(String id) {
    try {
      engine.usual().removeContainerCmd(id).withForce(true).withRemoveVolumes(false).exec();
    } catch (NotFoundException gone) {
      return;
    }
  }

  static boolean running(InspectContainerResponse container) {
    return Boolean.TRUE.equals(container.getState().getRunning());
  }

  /// Which start of the container this is: it changes with every start.
  static String run(InspectContainerResponse container) {
    return container.getId().substring(0, 12) + "@" + container.getState().getStartedAt();
  }

  /// Where its game is reached; empty while it has no address, that is while it does not run.
  static Optional<String> address(InspectContainerResponse container, ContainerOrder order) {
    var networks = container.getNetworkSettings().getNetworks();
    var ours = networks == null ? null : networks.get(Labels.name(order));
    var ip = ours == null ? null : ours.getIpAddress();
    return ip == null || ip.isEmpty() ? Optional.empty() : Optional.of(ip);
  }

  /// How it is, and if it has ended: how, and what it printed last.
  ContainerObservation observation(InspectContainerResponse container) {
    var natural = running(container) || Endings.ordinary(container);
    return observation(container, natural ? List.of() : lastLines(container));
  }

  /// The same, told what it printed last.
  ContainerObservation observation(InspectContainerResponse container, List<String> lastLines) {
    return Endings.observation(container, lastLines)
        .at(scope.node(), Labels.generation(container.getConfig().getLabels()));
  }

  /// One line about how it is or how it ended.
  static String detail(InspectContainerResponse container) {
    return Endings.detail(container);
  }

  /// When it exited, by the engine's clock; null while it runs and before it ever did.
  static @Nullable Instant endedAt(InspectContainerResponse container) {
    var at = container.getState().getFinishedAt();
    if (running(container) || at == null || at.isEmpty()) {
      return null;
    }
    var ended = Instant.parse(at);
    // Docker's zero time.
    return ended.isBefore(Instant.EPOCH) ? null : ended;
  }

  /// When it was started last.
  static Instant startedAt(InspectContainerResponse container) {
    var at = container.getState().getStartedAt();
    return at == null || at.isEmpty() ? Instant.EPOCH : Instant.parse(at);
  }

  /// What it printed last since it was started last, without blank lines; empty when there is
  /// nothing to be read.
  List<String> lastLines(InspectContainerResponse container) {
    var since = startedAt(container);
    try (var lines = new LastLines(since)) {
      engine
          .usual()
          .logContainerCmd(container.getId())
          .withStdOut(true)
          .withStdErr(true)
          .withTimestamps(true)
          .withSince(Math.toIntExact(since.getEpochSecond()))
          .withTail(LAST_LINES)
          .exec(lines);
      lines.awaitCompletion(5, TimeUnit.SECONDS);
      return lines.lines();
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(leaving);
    } catch (IOException | RuntimeException unreadable) {
      return List.of();
    }
  }

  private static final class LastLines extends ResultCallback.Adapter<Frame> {
    private final Instant since;
    private final ArrayDeque<String> last = new ArrayDeque<>();

    LastLines(Instant since) {
      this.since = since;
    }

    @Override
    public synchronized void onNext(Frame frame) {
      StampedLine.of(frame).filter(line -> !line.at().isBefore(since)).ifPresent(this::add);
    }

    private void add(StampedLine stamped) {
      var line = LogBuffer.clean(stamped.text()).strip();
      if (!line.isEmpty()) {
        last.addLast(
            line.length() <= LINE_FOR_PEOPLE ? line : line.substring(0, LINE_FOR_PEOPLE) + "…");
      }
      if (last.size() > LAST_LINES) {
        last.removeFirst();
      }
    }

    synchronized List<String> lines() {
      return List.copyOf(last);
    }
  }
}
