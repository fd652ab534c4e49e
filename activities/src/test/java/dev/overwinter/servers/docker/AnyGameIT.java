package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.ExposedPort;
import dev.overwinter.catalogue.Channels.ReadinessKind;
import dev.overwinter.durable.Seal;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.telemetry.LogLine;
import dev.overwinter.servers.telemetry.StepBoard;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Games that are more than one port and one volume, on a real engine.
final class AnyGameIT {
  private final String id = "g" + UUID.randomUUID().toString().substring(0, 8);
  private final String subnet = TestDocker.subnet();
  private final StepBoard board = new StepBoard();
  private final DockerContainerActivities containers =
      TestDocker.activities(TestDocker.SETTINGS, TestPulses::steady, board);

  @AfterEach
  void remove() {
    containers.ensureRemoved(Behaviour.GOOD.order(id, TestDocker.IMAGE, subnet));
    assertThat(TestDocker.everything(id)).isEmpty();
  }

  private ContainerOrder made(ContainerOrder order) {
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    containers.ensureContainer(order);
    return order;
  }

  private ContainerOrder installing(int exitCode, long millis) {
    var order = AnyGame.installing(id, TestDocker.IMAGE, subnet, exitCode, millis);
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    return order;
  }

  @Test
  @Tag("P-10")
  @Tag("P-14")
  @Tag("S-08")
  void runsAGameThatOnlySpeaksDatagramsOnTheNumberThatPlayersUse() {
    var order =
        made(
            AnyGame.datagrams(
                id,
                TestDocker.IMAGE,
                subnet,
                AnyGame.channels(ReadinessKind.PROTOCOL, "game", "")));

    var ready = (Started.Ready) containers.ensureStarted(order);

    assertThat(ready.at().port()).isEqualTo(20_500);
    var config = TestDocker.ENGINE.usual().inspectContainerCmd(Labels.name(id)).exec().getConfig();
    assertThat(config.getExposedPorts())
        .containsExactlyInAnyOrder(ExposedPort.udp(20_500), ExposedPort.udp(19_133));
    // Its image has no such directory: the engine alone would have given it to root.
    assertThat(TestDocker.log(id)).contains("wrote into a second volume");
    assertThat(TestDocker.everything(id)).contains(Labels.name(id) + "-deep");
    // Two play, says its pong.
    assertThat(containers.ensureStopped(order, false)).isEqualTo(new Stopped.StillPlayed(2));
    assertThat(containers.ensureStopped(order, true)).isInstanceOf(Stopped.Gracefully.class);
  }

  @Test
  @Tag("L-10")
  void isReadyWhenItsLogSaysSoEachTime() {
    var order =
        made(
            AnyGame.datagrams(
                id,
                TestDocker.IMAGE,
                subnet,
                AnyGame.channels(ReadinessKind.LOG_LINE, "", "listening for \\w+ on 20500$")));
    assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);
    assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);
    containers.ensureStopped(order, true);

    var never =
        AnyGame.datagrams(
            id, TestDocker.IMAGE, subnet, AnyGame.channels(ReadinessKind.TCP_CONNECT, "game", ""));
    assertThat(containers.ensureStarted(never))
        .isEqualTo(new Started.Failed("nothing tells when it is ready: port game cannot be asked"));
  }

  @Test
  @Tag("S-10")
  void opensASecretOnlyInTheContainer(@TempDir Path dir) throws IOException {
    var key = new byte[Seal.KEY_BYTES];
    key[3] = 7;
    var sealed = new Seal(key).seal(id, "open sesame");
    var order =
        AnyGame.told(
            id,
            TestDocker.IMAGE,
            subnet,
            Map.of("PASSWORD", sealed),
            List.of("--password", "{{env.PASSWORD}}", "--id", "{{server.id}}"));
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    assertThatThrownBy(() -> containers.ensureContainer(order))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("SealedValue");
              assertThat(failure.isNonRetryable()).isTrue();
              assertThat(failure.getOriginalMessage()).contains("no key");
            });

    var file = Files.write(dir.resolve("seal.key"), key);
    var settings =
        new DockerSettings(
            "test",
            TestDocker.HOST,
            TestDocker.INSTALLATION,
            null,
            ImageRules.USUAL,
            file,
            Duration.ZERO);
    var knowing = TestDocker.activities(settings, TestPulses::steady, new StepBoard());
    knowing.ensureContainer(order);
    var config = TestDocker.ENGINE.usual().inspectContainerCmd(Labels.name(id)).exec().getConfig();
    assertThat(config.getEnv()).contains("PASSWORD=open sesame");
    assertThat(config.getCmd()).containsExactly("--password", "open sesame", "--id", id);
    assertThat(String.valueOf(config.getLabels())).doesNotContain("sesame");

    // Another secret is another container; the world stays.
    var before = containerId();
    var changed =
        AnyGame.told(
            id,
            TestDocker.IMAGE,
            subnet,
            Map.of("PASSWORD", new Seal(key).seal(id, "another")),
            List.of());
    knowing.ensureContainer(changed);
    assertThat(containerId()).isNotEqualTo(before);

    Files.write(file, new byte[Seal.KEY_BYTES]);
    assertThatThrownBy(() -> knowing.ensureContainer(order))
        .hasMessageContaining("PASSWORD cannot be opened")
        .hasMessageNotContaining("sesame");
  }

  private String containerId() {
    return TestDocker.ENGINE.usual().inspectContainerCmd(Labels.name(id)).exec().getId();
  }

  @Test
  @Tag("S-08")
  void installsOnceLockedInAndKeepsItsLog() {
    var order = installing(0, 0);
    containers.ensureInstalled(order);
    containers.ensureInstalled(order);

    var lines = board.lines().drain(0).stream().map(LogLine::line).toList();
    assertThat(lines)
        .contains(
            "installing into nothing",
            "CapEff: 0000000000000000",
            "NoNewPrivs: 1",
            "Uid: 1000 1000 1000 1000",
            "root is read-only",
            "installed as told: 0")
        .containsOnlyOnce("installing into nothing");
    assertThat(board.drain().getLast().over()).isTrue();
    assertThat(TestDocker.everything(id)).doesNotContain(Labels.installer(id));

    made(order);
    assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);
    assertThat(TestDocker.log(id)).contains("installed 1 times");
  }

  @Test
  @Tag("L-13")
  void honoursTheExitCodeOfAnInstallStep() {
    var order = installing(4, 0);
    assertThatThrownBy(() -> containers.ensureInstalled(order))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("InstallFailed");
              assertThat(failure.isNonRetryable()).isTrue();
              assertThat(failure.getOriginalMessage())
                  .contains("exit code 4")
                  .contains("installed as told: 4");
            });
    assertThat(TestDocker.everything(id)).doesNotContain(Labels.installer(id));
    // It came to no end that counts: the next one runs again.
    containers.ensureInstalled(installing(0, 0));
  }

  @Test
  @Tag("L-12")
  void anInstallStepOutlivesTheDeathOfItsProcess() throws Exception {
    installing(0, 0);
    try (var process = KilledStep.start("install", id, TestDocker.IMAGE, subnet)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> installer().isPresent());
      await().atMost(Duration.ofSeconds(20)).until(() -> process.said("installing"));
    }
    var left = installer().orElseThrow();
    // Whoever comes next waits for the same container, and takes it away when nobody wants it.
    var cancelled =
        TestDocker.activities(TestDocker.SETTINGS, TestPulses::cancelled, new StepBoard());
    assertThatThrownBy(() ->
            cancelled.ensureInstalled(AnyGame.installing(id, TestDocker.IMAGE, subnet, 0, 60_000)))
        .isInstanceOf(ActivityCanceledException.class);
    assertThat(installer()).isEmpty();
    assertThat(left).isNotEmpty();

    var again = AnyGame.installing(id, TestDocker.IMAGE, subnet, 0, 1);
    containers.ensureInstalled(again);
    made(again);
    assertThat(containers.ensureStarted(again)).isInstanceOf(Started.Ready.class);
    assertThat(TestDocker.log(id)).contains("installed 2 times");
  }

  @Test
  @Tag("L-12")
  void aDeleteLeavesNothingOfAnInstallStep() throws Exception {
    installing(0, 0);
    try (var process = KilledStep.start("install", id, TestDocker.IMAGE, subnet)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> process.said("installing"));
    }
    assertThat(installer()).isPresent();
    containers.ensureRemoved(Behaviour.GOOD.order(id, TestDocker.IMAGE, subnet));
    assertThat(TestDocker.everything(id)).isEmpty();
  }

  private java.util.Optional<String> installer() {
    return TestDocker.everything(id).stream().filter(Labels.installer(id)::equals).findFirst();
  }

  @Test
  @Tag("L-01")
  void judgesHowAGameEnded() {
    var order = made(AnyGame.told(id, TestDocker.IMAGE, subnet, Map.of(), List.of()));
    containers.ensureStarted(order);
    tell("leave");
    await().untilAsserted(() -> assertThat(ending()).isEqualTo(Ending.STOPPED));

    containers.ensureStarted(order);
    TestDocker.ENGINE.usual().killContainerCmd(Labels.name(id)).exec();
    await().untilAsserted(() -> assertThat(ending()).isEqualTo(Ending.CRASHED));
    containers.ensureStarted(order);
    tell("stop");
    await().untilAsserted(() -> assertThat(ending()).isEqualTo(Ending.STOPPED));
  }

  private void tell(String line) {
    new Containers(TestDocker.ENGINE, TestDocker.SETTINGS.scope()).tell(Labels.name(id), line);
  }

  private @org.jspecify.annotations.Nullable Ending ending() {
    return containers.list().stream()
        .filter(seen -> seen.serverId().equals(id))
        .findFirst()
        .map(seen -> seen.observation())
        .filter(seen -> !seen.running())
        .map(seen -> Objects.requireNonNull(seen.ending()))
        .orElse(null);
  }

  @Test
  void aLargeWorldIsNotReadWhenItsContainerIsMadeAnew() {
    var order =
        made(AnyGame.told(id, TestDocker.IMAGE, subnet, Map.of("BIG_WORLD", "1"), List.of()));
    containers.ensureStarted(order);
    containers.ensureStopped(order, true);
    var begun = System.nanoTime();

    containers.ensureContainer(
        AnyGame.told(id, TestDocker.IMAGE, subnet, Map.of(), List.of("another")));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  @Tag("S-08")
  void anotherNodeOfTheSameEngineNeitherSeesNorTouchesIt() {
    var order = made(AnyGame.told(id, TestDocker.IMAGE, subnet, Map.of(), List.of()));
    var settings = new DockerSettings("other", TestDocker.HOST, TestDocker.INSTALLATION, null);
    var other = TestDocker.activities(settings, TestPulses::steady, new StepBoard());

    assertThat(other.list()).noneMatch(seen -> seen.serverId().equals(id));
    other.ensureRemoved(order);
    assertThat(TestDocker.inventory(id))
        .containsExactlyInAnyOrder("container", "network", "volume");
    assertThatThrownBy(() -> other.ensureStarted(order)).hasMessageContaining("is not ours");
    assertThat(containers.list()).anyMatch(seen -> seen.serverId().equals(id));
  }
}
