package dev.overwinter.servers.docker;

import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerObservation.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices a game that runs, has answered since it started, and answers no more. Told once per
/// start. Thread-safe; told about each game by one thread at a time.
public final class FreezeWatch {
  private static final Logger log = LoggerFactory.getLogger(FreezeWatch.class);

  private record Heard(Instant last, String toldOf) {}

  private final Containers containers;
  private final Hands hands;
  private final NodeReports reports;
  private final Duration patience;
  private final ConcurrentHashMap<Spot, Heard> heard = new ConcurrentHashMap<>();

  /// Watches by what it is told.
  public FreezeWatch(Engine engine, DockerSettings settings, Hands hands, NodeReports reports) {
    containers = new Containers(engine, settings.scope());
    this.hands = hands;
    this.reports = reports;
    patience = settings.freezeAfter();
  }

  /// A running game was asked.
  ///
  /// @param answered whether it said anything at all
  void asked(Spot spot, boolean answered) {
    var now = Instant.now();
    if (answered || hands.busyWith(spot.name())) {
      // A game that is being stopped may close its port long before it has saved.
      heard.computeIfPresent(spot, (_, known) -> new Heard(now, known.toldOf));
    }
    if (answered) {
      heard.putIfAbsent(spot, new Heard(now, ""));
    }
    var known = heard.get(spot);
    if (patience.isPositive() && known != null && known.last.plus(patience).isBefore(now)) {
      judge(spot, known);
    }
  }

  /// None of its containers runs any more.
  void forget(String serverId) {
    heard.keySet().removeIf(spot -> spot.serverId().equals(serverId));
  }

  private void forget(Spot spot) {
    heard.remove(spot);
  }

  /// Looks before it judges: it may have been started again meanwhile, and not be ready yet.
  private void judge(Spot spot, Heard known) {
    var found = containers.ours(spot);
    if (found.isEmpty() || !Containers.running(found.get())) {
      forget(spot);
      return;
    }
    var container = found.get();
    var run = Containers.run(container);
    if (Containers.startedAt(container).isAfter(known.last)) {
      forget(spot);
      return;
    }
    if (known.toldOf.equals(run)) {
      return;
    }
    var seen =
        new ContainerObservation(
            run,
            true,
            "no answer for " + patience.toSeconds() + " s",
            Ending.FROZEN,
            containers.lastLines(container),
            containers.node(),
            spot.generation(),
            null);
    log.info("server {}: {}", spot.serverId(), seen.detail());
    reports.observed(spot.serverId(), seen);
    heard.put(spot, new Heard(known.last, run));
  }
}
