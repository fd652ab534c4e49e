package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.durable.Seal;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.Untold;
import dev.overwinter.servers.telemetry.StepBoard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines to real games in real containers.
final class ConsoleIT {
  private final String id = "c" + UUID.randomUUID().toString().substring(0, 8);
  private final String subnet = TestDocker.subnet();

  @TempDir private Path dir;

  @AfterEach
  void remove() {
    containers(TestDocker.SETTINGS)
        .ensureRemoved(Behaviour.GOOD.order(id, TestDocker.IMAGE, subnet));
    assertThat(TestDocker.everything(id)).isEmpty();
  }

  private static DockerContainerActivities containers(DockerSettings settings) {
    return TestDocker.activities(settings, TestPulses::steady, new StepBoard());
  }

  private static DockerConsoleActivities console(DockerSettings settings, Pulses pulses) {
    return new DockerConsoleActivities(
        TestDocker.ENGINE, settings, pulses, new SimpleMeterRegistry());
  }

  private static DockerConsoleActivities console() {
    return console(TestDocker.SETTINGS, TestPulses::first);
  }

  private static void start(DockerSettings settings, ContainerOrder order) {
    var containers = containers(settings);
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);
  }

  private long times(String words) {
    return TestDocker.log(id).lines().filter(line -> line.endsWith(words)).count();
  }

  @Test
  void aLineOnStandardInputArrivesOnceHoweverOftenItIsRepeated() {
    var order = AnyGame.told(id, TestDocker.IMAGE, subnet, Map.of(), List.of());
    start(TestDocker.SETTINGS, order);
    var console = console();
    assertThat(console.send(order, "say hello", "r1")).isEqualTo(new Told.Written());
    assertThat(console.send(order, "say hello", "r1")).isEqualTo(new Told.Written());
    await().untilAsserted(() -> assertThat(times("told to say hello")).isEqualTo(1));
    assertThat(console.send(order, "say hello", "r2")).isEqualTo(new Told.Written());
    await().untilAsserted(() -> assertThat(times("told to say hello")).isEqualTo(2));

    var restarted = console(TestDocker.SETTINGS, TestPulses::steady);
    assertThat(restarted.send(order, "say again", "r3")).isInstanceOf(Told.Unsure.class);
    assertThat(restarted.send(order, "say again", "r3")).isInstanceOf(Told.Unsure.class);
    assertThat(times("told to say again")).isZero();
  }

  @Test
  void linesOfManyAtOnceStayWhole() {
    var order = AnyGame.told(id, TestDocker.IMAGE, subnet, Map.of(), List.of());
    start(TestDocker.SETTINGS, order);
    var console = console();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 20; n++) {
        var line = "say " + "x".repeat(900) + n;
        threads.execute(() -> console.send(order, line, line));
      }
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(TestDocker.log(id).lines())
                .filteredOn(line -> line.matches("told to say x{900}\\d+"))
                .hasSize(20)
                .doesNotHaveDuplicates());
  }

  @Test
  @Tag("S-10")
  void aCommandByRconIsAnsweredInCleanLines() throws IOException {
    var key = new byte[Seal.KEY_BYTES];
    key[5] = 9;
    var file = Files.write(dir.resolve("key"), key);
    var usual = TestDocker.SETTINGS;
    var settings =
        new DockerSettings(
            usual.node(),
            usual.host(),
            usual.installation(),
            null,
            usual.images(),
            file,
            usual.freezeAfter());
    var sealed = new Seal(key).seal(id, "open sesame");
    var order = AnyGame.commanded(id, TestDocker.IMAGE, subnet, sealed);
    start(settings, order);
    await().until(() -> times("listening for commands on 27015") == 1);

    assertThat(console(settings, TestPulses::first).send(order, "list <i>", "r1"))
        .isEqualTo(new Told.Answered(List.of("heard <b>list <i></b>", "and done")));

    assertThat(times("commanded to list <i>")).isEqualTo(1);
    assertThat(TestDocker.log(id)).doesNotContain("told to");

    var keyless = (Told.Refused) console().send(order, "list", "r2");
    assertThat(keyless.why()).isEqualTo(Untold.NOT_HEARD);
    assertThat(keyless.reason()).contains("no key").doesNotContain("sesame", "sealed:");
    var other = AnyGame.commanded(id, TestDocker.IMAGE, subnet, "another");
    assertThat(console().send(other, "stop", "r3"))
        .isEqualTo(
            new Told.Refused(Untold.NOT_HEARD, "the game does not accept its RCON password"));
    assertThat(times("commanded to stop")).isZero();
  }

  @Test
  void whatCannotBeSaidSaysWhy() {
    var order = AnyGame.deaf(id, TestDocker.IMAGE, subnet);
    assertThat(console().send(order, "list", "r1"))
        .isEqualTo(new Told.Refused(Untold.NOT_AWAKE, "its game does not run"));
    start(TestDocker.SETTINGS, order);
    assertThat(console().send(order, "list", "r2"))
        .isEqualTo(new Told.Refused(Untold.NO_CONSOLE, "its game takes no commands"));
    assertThat(((Told.Refused) console().send(order, "a\nb", "r3")).why())
        .isEqualTo(Untold.BAD_LINE);
    assertThat(TestDocker.log(id)).doesNotContain("told to");
  }
}
