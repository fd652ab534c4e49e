package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.telemetry.LogLine;
import dev.overwinter.servers.telemetry.Progress;
import dev.overwinter.servers.telemetry.Sample;
import dev.overwinter.servers.telemetry.StepBoard;
import dev.overwinter.servers.telemetry.TelemetrySink;
import dev.overwinter.servers.workflow.NodeSeen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ContainerTelemetryIT {
  private final String id = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final DockerContainerActivities containers = TestDocker.activities(TestPulses::steady);
  private final String subnet = TestDocker.subnet();
  private final Sink sink = new Sink();
  private final Remembering reports = new Remembering();

  private static final class Remembering implements NodeReports {
    final List<ContainerObservation> observed = new CopyOnWriteArrayList<>();

    @Override
    public void observed(String serverId, ContainerObservation observation) {
      observed.add(observation);
    }

    @Override
    public void seen(NodeSeen seen) {}
  }

  private final class Sink implements TelemetrySink {
    final Map<Long, String> lines = new LinkedHashMap<>();
    final List<Sample> samples = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public void keepSamples(List<Sample> more) {
      check();
      more.stream().filter(s -> s.serverId().equals(id)).forEach(samples::add);
    }

    @Override
    public synchronized void keepLines(List<LogLine> more) {
      check();
      more.stream()
          .filter(line -> line.serverId().equals(id))
          .forEach(line -> assertThat(lines.put(line.atNanos(), line.line())).isNull());
    }

    @Override
    public void keepProgress(List<Progress> progress) {
      check();
    }

    @Override
    public synchronized long newestLine(String serverId) {
      check();
      return lines.keySet().stream().mapToLong(at -> at).max().orElse(0);
    }

    @Override
    public void prune() {
      check();
    }

    synchronized List<String> read() {
      return List.copyOf(lines.values());
    }

    private void check() {
      if (away) {
        throw new IllegalStateException("the store is away");
      }
    }
  }

  @BeforeEach
  void start() {
    var order = Behaviour.PLAYED.order(id, TestDocker.IMAGE, subnet);
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    containers.ensureContainer(order);
    containers.ensureStarted(order);
  }

  @AfterEach
  void remove() {
    containers.ensureRemoved(Behaviour.PLAYED.order(id, TestDocker.IMAGE, subnet));
  }

  private ContainerTelemetry collecting() {
    var telemetry =
        new ContainerTelemetry(
            TestDocker.ENGINE,
            TestDocker.SETTINGS,
            sink,
            new StepBoard(),
            freezes(TestDocker.SETTINGS));
    telemetry.start();
    return telemetry;
  }

  private FreezeWatch freezes(DockerSettings settings) {
    return new FreezeWatch(TestDocker.ENGINE, settings, TestDocker.HANDS, reports);
  }

  private void tellTheGame(String line) {
    new Containers(TestDocker.ENGINE, TestDocker.SETTINGS.scope()).tell(Labels.name(id), line);
  }

  @Test
  @Tag("L-08")
  void tellsWhatARunningGameUsesAndHowManyPlay() {
    try (var _ = collecting()) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(sink.samples).hasSizeGreaterThan(1));
      var sample = sink.samples.getLast();
      assertThat(sample.memoryBytes()).isBetween(1L << 20, 128L << 20);
      assertThat(sample.playersOnline()).isEqualTo(3);
      assertThat(sample.playersMax()).isEqualTo(20);
    }
  }

  @Test
  @Tag("L-08")
  void tellsOncePerStartThatAGameIsFrozenAndNeverThatItIsEmpty() {
    var settings =
        new DockerSettings(
            "test",
            TestDocker.HOST,
            TestDocker.INSTALLATION,
            null,
            ImageRules.USUAL,
            null,
            Duration.ofSeconds(6));
    var order = Behaviour.PLAYED.order(id, TestDocker.IMAGE, subnet);
    var telemetry =
        new ContainerTelemetry(
            TestDocker.ENGINE, settings, sink, new StepBoard(), freezes(settings));
    try (telemetry) {
      telemetry.start();
      awaitSamples(1);
      tellTheGame("freeze");
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(reports.observed).hasSize(1));
      var seen = reports.observed.getFirst();
      assertThat(seen.ending()).isEqualTo(ContainerObservation.Ending.FROZEN);
      assertThat(seen.running()).isTrue();
      assertThat(seen.detail()).isEqualTo("no answer for 6 s");
      assertThat(seen.lastLines()).contains("told to freeze");
      // Measuring takes a while: the sample that goes with it comes after the word.
      await().until(() -> sink.samples.getLast().playersOnline() == null);

      // Said once; another start is another chance.
      containers.ensureStopped(order, true);
      containers.ensureStarted(order);
      var before = sink.samples.size();
      awaitSamples(before + 3);
      assertThat(reports.observed).hasSize(1);
    }
  }

  private void awaitSamples(int count) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(sink.samples).hasSizeGreaterThanOrEqualTo(count));
  }

  @Test
  void readsOnWhereItWasWhateverRestarts() {
    try (var _ = collecting()) {
      await().untilAsserted(() -> assertThat(sink.read()).contains("ready"));
      sink.away = true;
      tellTheGame("sing");
      sink.away = false;
      await().untilAsserted(() -> assertThat(sink.read()).contains("told to sing"));
    }
    tellTheGame("dance");
    try (var _ = collecting()) {
      await().untilAsserted(() -> assertThat(sink.read()).contains("told to dance"));
    }
    assertThat(sink.read()).containsOnlyOnce("ready", "told to sing", "told to dance");
  }
}
