package dev.overwinter.lab.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real children of a real shell.
class SupervisedProcessIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path directory;

  private final List<String> news = new CopyOnWriteArrayList<>();
  private final List<SupervisedProcess> started = new CopyOnWriteArrayList<>();
  private Desk desk = new Desk(Path.of("unset"), Path.of("unset"), news::add);

  @BeforeEach
  void placeDesk() {
    desk = new Desk(directory.resolve("run"), directory.resolve("logs"), news::add);
  }

  @AfterEach
  void stopAll() {
    started.forEach(SupervisedProcess::stop);
  }

  @Test
  void startsAgainWhatWasKilledAndTellsHowItEnded() throws Exception {
    var process = start("sleep 1000");
    var first = process.pid().orElseThrow();

    process.killHard();
    process.awaitHealthy(SOON);

    assertThat(process.pid().orElseThrow()).isNotEqualTo(first);
    assertThat(process.restarts()).isEqualTo(1);
    assertThat(news).anyMatch(l -> l.contains("exit 137, SIGKILL"));
  }

  @Test
  void leavesDeadWhatIsHeldUntilItIsStarted() throws Exception {
    var process = start("sleep 1000");

    process.killHardAndHold();
    assertThat(process.pid()).isEmpty();
    process.start();

    process.awaitHealthy(SOON);
    assertThat(process.pid()).isPresent();
  }

  @Test
  void tellsTheEndOfTheLogOfWhatNeverStarts() {
    var process =
        supervise("echo no database here; exit 3", HealthCheck.running().and(() -> false));
    process.start();

    assertThatThrownBy(() -> process.awaitHealthy(SOON))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("no database here");
    assertThat(news).anyMatch(l -> l.contains("exit 3"));
  }

  @Test
  void stopsPolitelyWhatListens() throws Exception {
    var process = start("trap 'echo saved; exit 0' TERM; echo armed; while :; do sleep 0.1; done");
    await().atMost(SOON).until(() -> Files.readString(process.log()).contains("armed"));

    process.stop();

    assertThat(process.log()).content().contains("saved");
    assertThat(news).noneMatch(l -> l.contains("killed"));
  }

  @Test
  @Tag("P-09")
  void whatIsReleasedGoesOnBesideItsSuccessorAndIsNotStartedAgain() throws Exception {
    var old = start("sleep 1000");
    var released = old.release(p -> "old-" + p.pid()).orElseThrow();
    var successor = start("sleep 1000");

    assertThat(released.isAlive()).isTrue();
    assertThat(successor.pid().orElseThrow()).isNotEqualTo(released.pid());
    released.destroyForcibly();
    await().atMost(SOON).until(() -> !released.isAlive());
    assertThat(old.pid()).isEmpty();
    assertThat(news).noneMatch(l -> l.contains("starting it again"));
  }

  @Test
  @Tag("P-09")
  void whatIsTakenBackIsTheSameProcessSupervisedAgain() throws Exception {
    var process = start("sleep 1000");
    var released = process.release(p -> "old-" + p.pid()).orElseThrow();
    process.takeBack("old-" + released.pid());

    process.awaitHealthy(SOON);
    assertThat(process.pid()).hasValue(released.pid());
    process.killHard();
    process.awaitHealthy(SOON);
    assertThat(process.pid()).isPresent();
  }

  @Test
  void killsAWholeGroup() throws Exception {
    var process = start("sleep 1000 & echo $! ; wait");
    await().atMost(SOON).until(() -> !Files.readString(process.log()).isBlank());
    var grandchild = Long.parseLong(Files.readString(process.log()).strip());

    Signals.killGroup(process.pid().orElseThrow());

    await().atMost(SOON).until(() -> ProcessHandle.of(grandchild).isEmpty());
  }

  @Test
  void killsWhatIgnoresThePoliteSignal() throws Exception {
    var process =
        supervise(
            "trap '' TERM; echo armed; while :; do sleep 0.1; done",
            HealthCheck.running(),
            Duration.ofSeconds(1));
    process.start();
    await().atMost(SOON).until(() -> Files.readString(process.log()).contains("armed"));
    var pid = process.pid().orElseThrow();

    process.stop();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(news).anyMatch(l -> l.contains("killed"));
  }

  @Test
  void adoptsWhatAKilledLauncherLeft() throws Exception {
    var lost = start("sleep 1000");
    var pid = lost.pid().orElseThrow();

    var next = start("sleep 1000"); // a second supervisor, as after kill -9 of the first

    assertThat(next.pid().orElseThrow()).isEqualTo(pid);
    next.killHardAndHold();
    assertThat(news).anyMatch(l -> l.contains("adopted"));
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void replacesALeftOverOfAnotherBuild() throws Exception {
    var left = start("sleep 1000").pid().orElseThrow();

    var next = start("sleep 2000");

    assertThat(next.pid().orElseThrow()).isNotEqualTo(left);
    started.getFirst().stop(); // it restarts its child at once otherwise: two supervisors, one name
    assertThat(ProcessHandle.of(left)).isEmpty();
  }

  @Test
  void leavesAStrangerAloneWhoHasTheProcessIdNow() throws IOException, InterruptedException {
    var self = ProcessHandle.current().pid();
    new ProcessRecord("sleeper", self, 1, "another boot", "0").write(desk.records());

    var process = start("sleep 1000");

    assertThat(process.pid().orElseThrow()).isNotEqualTo(self);
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void givesEachChildASessionOfItsOwn() throws Exception {
    var process = start("sleep 1000");
    var pid = process.pid().orElseThrow();

    // The child makes the session itself, a moment after it has been started.
    await().atMost(SOON).until(() -> session(pid) == pid);
  }

  private static long session(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }

  private SupervisedProcess start(String script) throws InterruptedException {
    var process = supervise(script, HealthCheck.running());
    process.start();
    process.awaitHealthy(SOON);
    return process;
  }

  private SupervisedProcess supervise(String script, HealthCheck health) {
    return supervise(script, health, SOON);
  }

  private SupervisedProcess supervise(String script, HealthCheck health, Duration stopsWithin) {
    var spec =
        ProcessSpec.of("sleeper", List.of("sh", "-c", script), ENVIRONMENT, health)
            .stoppedBy("TERM", stopsWithin);
    var process = new SupervisedProcess(spec, desk);
    started.add(process);
    return process;
  }
}
