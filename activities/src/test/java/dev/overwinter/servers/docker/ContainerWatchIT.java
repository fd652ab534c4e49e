package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.workflow.ContainerSeen;
import dev.overwinter.servers.workflow.NodeSeen;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ContainerWatchIT {
  private final String id = "w" + UUID.randomUUID().toString().substring(0, 8);
  private final Remembering reports = new Remembering();
  private final List<String> starts = new CopyOnWriteArrayList<>();
  private final DockerContainerActivities containers = TestDocker.activities(TestPulses::steady);
  private final String subnet = TestDocker.subnet();

  private static final class Remembering implements NodeReports {
    final List<ContainerSeen> observed = new CopyOnWriteArrayList<>();
    final List<NodeSeen> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();

    @Override
    public void observed(String serverId, ContainerObservation observation) {
      if (refusals.getAndDecrement() > 0) {
        throw new IllegalStateException("the control plane is away");
      }
      observed.add(new ContainerSeen(serverId, observation));
    }

    @Override
    public void seen(NodeSeen node) {
      seen.add(node);
    }

    List<Boolean> reached() {
      return seen.stream().map(NodeSeen::dockerReachable).toList();
    }
  }

  @AfterEach
  void remove() {
    containers.ensureRemoved(Behaviour.GOOD.order(id, TestDocker.IMAGE, subnet));
  }

  private ContainerWatch watching(Engine engine) {
    var watch =
        new ContainerWatch(
            engine,
            TestDocker.SETTINGS,
            TestDocker.HANDS,
            reports,
            new SimpleMeterRegistry(),
            starts::add);
    watch.start();
    return watch;
  }

  private Started.Ready started() {
    var order = Behaviour.GOOD.order(id, TestDocker.IMAGE, subnet);
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    containers.ensureContainer(order);
    return (Started.Ready) containers.ensureStarted(order);
  }

  @Test
  @Tag("L-01")
  void tellsWithinSecondsWhatHappenedOutsideAndNothingElse() {
    try (var watch = watching(TestDocker.ENGINE)) {
      await().until(watch::reachable);
      var order = Behaviour.GOOD.order(id, TestDocker.IMAGE, subnet);
      started();
      containers.ensureStopped(order, true);
      var ready = started();
      assertThat(starts).contains(id);
      assertThat(reports.observed).isEmpty();

      reports.refusals.set(1);
      TestDocker.ENGINE.usual().killContainerCmd(Labels.name(id)).exec();

      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() ->
              assertThat(reports.observed)
                  .singleElement()
                  .satisfies(seen -> {
                    assertThat(seen.serverId()).isEqualTo(id);
                    var observation = seen.observation();
                    assertThat(observation.run()).isEqualTo(ready.run());
                    assertThat(observation.running()).isFalse();
                    assertThat(observation.detail()).isEqualTo("exit code 137");
                    assertThat(observation.ending()).isEqualTo(Ending.CRASHED);
                    assertThat(observation.lastLines()).endsWith("ready").hasSizeLessThan(21);
                  }));
    }
  }

  @Test
  @Tag("L-02")
  void tellsThatAContainerWasStartedOrRemovedOutside() {
    try (var watch = watching(TestDocker.ENGINE)) {
      await().until(watch::reachable);
      started();
      containers.ensureStopped(Behaviour.GOOD.order(id, TestDocker.IMAGE, subnet), true);
      var docker = TestDocker.ENGINE.usual();

      docker.startContainerCmd(Labels.name(id)).exec();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> reports.observed.stream().anyMatch(c -> c.observation().running()));

      docker.removeContainerCmd(Labels.name(id)).withForce(true).exec();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> !reports.observed.getLast().observation().running());
    }
  }

  @Test
  void saysNothingWhileNothingHappens() {
    try (var watch = watching(TestDocker.ENGINE)) {
      await().until(watch::reachable);
      await()
          .during(Duration.ofSeconds(7))
          .atMost(Duration.ofSeconds(8))
          .untilAsserted(() -> assertThat(reports.reached()).containsExactly(true));
    }
  }

  @Test
  @Tag("L-02")
  @Tag("L-03")
  void tellsThatAnEngineWasLostAndReachedAgainAndNothingOfItsGames() throws IOException {
    started();
    try (var way = new WayToDocker();
        var engine = new Engine(way.host());
        var watch = watching(engine)) {
      await().untilAsserted(() -> assertThat(reports.reached()).containsExactly(true));

      way.cut();
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(reports.reached()).containsExactly(true, false));
      assertThat(watch.reachable()).isFalse();

      way.mend();
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(reports.reached()).containsExactly(true, false, true));
      // A stream of events that ends is no exit.
      assertThat(reports.observed).isEmpty();
    }
  }

  @Test
  @Tag("L-03")
  void noticesAnEngineThatHangs() throws IOException {
    try (var way = new WayToDocker();
        var engine = new Engine(way.host());
        var _ = watching(engine)) {
      await().untilAsserted(() -> assertThat(reports.reached()).containsExactly(true));

      way.hang();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(reports.reached()).containsExactly(true, false));
    }
  }
}
