package dev.overwinter.servers.docker;

import com.github.dockerjava.api.model.Event;
import dev.overwinter.servers.workflow.NodeSeen;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows an engine: what happens to our containers is told within a second or two, and so is an
/// engine that comes, goes, or hangs. Two virtual threads while started.
///
/// The stream of events is opened before the node is reported as reached, so that nothing happens
/// unseen between the comparison that follows and the first event.
public final class ContainerWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ContainerWatch.class);
  private static final long PING_SECONDS = 5;
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Engine engine;
  private final DockerSettings settings;
  private final Messenger messenger;
  private final Consumer<String> started;
  private final AtomicInteger reachable = new AtomicInteger();
  private @Nullable Thread following;
  private @Nullable Thread carrying;
  private @Nullable Boolean told;

  /// Prepares to watch; nothing happens before [#start()].
  ///
  /// @param started is told the server whenever one of our containers starts; must not block
  public ContainerWatch(
      Engine engine,
      DockerSettings settings,
      Hands hands,
      NodeReports reports,
      MeterRegistry meters,
      Consumer<String> started) {
    this.engine = engine;
    this.settings = settings;
    this.started = started;
    messenger = new Messenger(new Containers(engine, settings.scope()), hands, reports);
    Gauge.builder("overwinter_node_docker_reachable", reachable, AtomicInteger::get)
        .description("Whether the node's Docker engine answers")
        .tag("node", settings.node())
        .register(meters);
  }

  /// Begins to watch.
  public void start() {
    following = Thread.ofVirtual().name("docker-watch").start(this::followForEver);
    carrying = Thread.ofVirtual().name("docker-messenger").start(messenger::run);
  }

  /// Whether the engine answered last time.
  public boolean reachable() {
    return reachable.get() == 1;
  }

  @Override
  public void close() {
    if (following != null) {
      following.interrupt();
    }
    if (carrying != null) {
      carrying.interrupt();
    }
  }

  private void followForEver() {
    var pause = FIRST_PAUSE_MILLIS;
    try {
      while (true) {
        var why = follow();
        var wasReached = reachable();
        lost(why);
        pause = wasReached ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        Thread.sleep(pause);
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  /// Follows until the engine is lost; answers why.
  private String follow() throws InterruptedException {
    try (var events = new Events()) {
      engine.stream()
          .eventsCmd()
          .withEventTypeFilter("container")
          .withEventFilter("start", "die", "oom", "destroy")
          .withLabelFilter(settings.scope().filter())
          .exec(events);
      var version = engine.ping().versionCmd().exec().getVersion();
      if (!events.awaitStarted(PING_SECONDS, TimeUnit.SECONDS)) {
        return "no stream of events";
      }
      reached(version);
      while (!events.awaitEnd(PING_SECONDS * 1_000)) {
        engine.ping().pingCmd().exec();
      }
      return "its stream of events ended";
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void reached(String version) {
    reachable.set(1);
    tell(true, "Docker " + version);
  }

  private void lost(String why) {
    reachable.set(0);
    tell(false, why);
  }

  private void tell(boolean reached, String detail) {
    if (!reached && Boolean.FALSE.equals(told)) {
      return;
    }
    log.info("node {}: Docker {}: {}", settings.node(), reached ? "reached" : "lost", detail);
    told = reached;
    messenger.noticed(new NodeSeen(settings.node(), reached, Instant.now(), detail));
  }

  private final class Events extends OpenStream<Event> {
    @Override
    public void onNext(Event event) {
      var actor = event.getActor();
      var attributes = actor == null ? null : actor.getAttributes();
      var serverId = attributes == null ? null : attributes.get(Labels.SERVER);
      if (serverId == null || !settings.scope().has(attributes)) {
        return;
      }
      messenger.noticed(Spot.of(attributes));
      if ("start".equals(event.getAction())) {
        started.accept(serverId);
      }
    }
  }
}
