package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.launcher.Part;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// kill -9 in the middle of a session's start and of its end: there is exactly one droplet while it
/// lives and none afterwards, and whoever repeats a request has the same session.
@Timeout(300)
final class SessionsKillAcceptanceTest {
  private final SessionsStage stage = SessionsStage.get();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void restore() {
    background.shutdownNow();
    stage.stage().awaitHealthy();
  }

  @ParameterizedTest
  @EnumSource(names = {"WORKER", "API", "TEMPORAL", "POSTGRES", "SIMULATOR"})
  @Tag("SES-01")
  @Tag("SES-09")
  @Tag("SES-25")
  void aSessionHasOneDropletAndThenNone(Part victim) {
    var owner = stage.stranger();
    var key = UUID.randomUUID().toString();
    var starting = CompletableFuture.supplyAsync(() -> stage.begun(owner, key), background);
    kill(victim, 3000);
    var session = stage.played(owner, starting.join());
    stage.stage().awaitHealthy();

    assertThat(stage.begun(owner, key).text("share_tag")).isEqualTo(session.tag());
    var id = session.droplet().session();
    Awaitility.await("one droplet of " + id)
        .atMost(seconds(120))
        .untilAsserted(() -> assertThat(stage.dropletsOf(id)).hasSize(1));
    assertThat(stage.book().sessions(session.tag()).getFirst().droplet())
        .isEqualTo(session.droplet().id());

    var ending = CompletableFuture.runAsync(() -> stage.end(session), background);
    kill(victim, 600);
    ending.join();
    stage.stage().awaitHealthy();
    stage.awaitGone(session, seconds(120));
    assertThat(stage.dropletsOf(id)).isEmpty();
    // Who asks again whether it has ended is told so.
    stage.end(session);
  }

  private void kill(Part victim, int withinMillis) {
    var afterMillis = new Random().nextInt(withinMillis);
    System.err.println(victim + " is killed after " + afterMillis + " ms");
    CompletableFuture.runAsync(
            () -> stage.stage().kill(victim),
            CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS, background))
        .join();
  }
}
