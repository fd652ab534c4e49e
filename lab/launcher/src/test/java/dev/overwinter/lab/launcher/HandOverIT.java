package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.lab.launcher.process.Desk;
import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.ProcessSpec;
import dev.overwinter.lab.launcher.process.StartFailed;
import dev.overwinter.lab.launcher.process.SupervisedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a launcher does around two processes, which are real ones of a shell here. The real proxy:
/// `HandOverAcceptanceTest`.
@Tag("P-09")
class HandOverIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path home;

  private final List<String> news = new CopyOnWriteArrayList<>();
  private final List<SupervisedProcess> made = new CopyOnWriteArrayList<>();

  @AfterEach
  void stopAll() {
    made.forEach(SupervisedProcess::stop);
  }

  @Test
  void theOldOneIsToldOnlyWhenTheNewOneServesAndIsForgottenWhenItHasLeft() throws Exception {
    var old = proxy("sleep 1000", HealthCheck.running());
    old.start();
    old.awaitHealthy(SOON);
    var first = old.pid().orElseThrow();
    var next = proxy("sleep 1000", HealthCheck.running());
    handOver().replace(old, _ -> next, () -> {}, HealthCheck.running(), SOON);

    assertThat(next.pid().orElseThrow()).isNotEqualTo(first);
    await().atMost(SOON).until(() -> ProcessHandle.of(first).isEmpty());
    await().atMost(SOON).until(() -> desk().recorded().equals(List.of("proxy")));
    assertThat(news)
        .anyMatch(line -> line.startsWith("the old proxy (pid " + first + ") has left"));
  }

  @Test
  void aSuccessorThatNeverServesChangesNothing() throws Exception {
    var old = proxy("sleep 1000", HealthCheck.running());
    old.start();
    old.awaitHealthy(SOON);
    var first = old.pid().orElseThrow();
    var broken = proxy("echo broken build; exit 3", HealthCheck.running().and(() -> false));

    assertThatThrownBy(
            () -> handOver().replace(old, _ -> broken, () -> {}, HealthCheck.running(), SOON))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("broken build");
    old.awaitHealthy(SOON);
    assertThat(old.pid()).hasValue(first);
    assertThat(desk().recorded()).containsExactly("proxy");
  }

  @Test
  void anotherProgramAsksOverTheSocketAndReadsWhatIsInTheWay() throws Exception {
    var config =
        PlatformConfig.forTest(Checkout.find(), home).withParts(EnumSet.noneOf(Part.class));
    assertThatThrownBy(() -> Control.ask(config.home(), "restart proxy"))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("no launcher answers");
    try (var platform = Platform.start(config, news::add);
        var _ = Control.serve(config.home(), platform, news::add)) {
      assertThatThrownBy(() -> Control.ask(config.home(), "restart proxy"))
          .isInstanceOf(StartFailed.class)
          .hasMessageContaining("part: PROXY");
      assertThatThrownBy(() -> Control.ask(config.home(), "make tea"))
          .hasMessage("not understood: make tea");
    }
  }

  private HandOver handOver() {
    return new HandOver(new Leavers(desk()), news::add);
  }

  private SupervisedProcess proxy(String script, HealthCheck health) {
    var environment = Map.of("PATH", "/usr/bin:/bin");
    var spec = ProcessSpec.of("proxy", List.of("sh", "-c", script), environment, health);
    var process = new SupervisedProcess(spec, desk());
    made.add(process);
    return process;
  }

  private Desk desk() {
    return new Desk(home.resolve("run"), home.resolve("logs"), news::add);
  }
}
