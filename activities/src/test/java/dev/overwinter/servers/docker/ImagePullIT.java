package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.telemetry.Progress;
import dev.overwinter.servers.telemetry.StepBoard;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Pulls from a real registry protocol by a real engine.
final class ImagePullIT {
  private final String id = "p" + UUID.randomUUID().toString().substring(0, 8);
  private final StepBoard board = new StepBoard();
  private final TestRegistry registry = registry();

  private static final class Telling implements Pulse {
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile boolean unwanted;

    @Override
    public void check() {
      if (unwanted) {
        throw new ActivityCanceledException();
      }
    }

    @Override
    public void tell(String progress) {
      told.add(progress);
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void close() {}
  }

  private final Telling pulse = new Telling();

  private static TestRegistry registry() {
    try {
      return new TestRegistry();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void remove() {
    registry.close();
    for (var image : List.of(registry.repository() + ":1", pinned(registry.digest()))) {
      removeImage(image);
    }
  }

  private static void removeImage(String image) {
    try {
      TestDocker.ENGINE.usual().removeImageCmd(image).withForce(true).exec();
    } catch (NotFoundException never) {
      return;
    }
  }

  private String pinned(String digest) {
    return registry.repository() + "@" + digest;
  }

  private DockerContainerActivities containers() {
    var rules = new ImageRules(List.of(registry.repository()));
    var settings =
        new DockerSettings(
            "test", TestDocker.HOST, TestDocker.INSTALLATION, null, rules, null, Duration.ZERO);
    return TestDocker.activities(settings, () -> pulse, board);
  }

  private ContainerOrder order(String image) {
    return Behaviour.GOOD.order(id, image, "10.249.0.0/29");
  }

  @Test
  @Tag("D-02")
  void pullsWhatIsMissingAndShowsHowFarItIs() throws Exception {
    registry.pauseMillis = 60;
    var pulling =
        CompletableFuture.runAsync(
            () -> containers().ensureImage(order(registry.repository() + ":1")));
    var shown = new ArrayList<Progress>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          shown.addAll(board.drain());
          return pulling.isDone();
        });
    pulling.get();
    shown.addAll(board.drain());

    assertThat(shown.getLast().over()).isTrue();
    var percents =
        shown.stream().map(Progress::percent).filter(Objects::nonNull).distinct().toList();
    assertThat(percents).isSorted().hasSizeGreaterThan(4);
    assertThat(percents.getLast()).isGreaterThan(60);
    assertThat(shown.stream().map(Progress::detail)).anyMatch(d -> d.contains("in 2 layers"));
    assertThat(pulse.told).anyMatch(text -> text.startsWith("100 %"));

    var before = registry.asked.size();
    containers().ensureImage(order(registry.repository() + ":1"));
    assertThat(registry.asked).hasSize(before);
  }

  @Test
  @Tag("D-02")
  void aPullIsTriedAgainAfterAFailureAndAfterACancellation() {
    var order = order(registry.repository() + ":1");
    registry.refusals.set(1_000);
    assertThatThrownBy(() -> containers().ensureImage(order))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());

    registry.refusals.set(0);
    registry.pauseMillis = 200;
    var pulling = CompletableFuture.runAsync(() -> containers().ensureImage(order));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> board.drain().stream().anyMatch(one -> one.percent() != null));
    pulse.unwanted = true;
    assertThatThrownBy(pulling::join).hasCauseInstanceOf(ActivityCanceledException.class);

    pulse.unwanted = false;
    registry.pauseMillis = 0;
    containers().ensureImage(order);
    assertThat(board.drain().getLast().over()).isTrue();
  }

  @Test
  @Tag("D-02")
  void outlivesTheDeathOfTheProcessThatPulled() throws Exception {
    registry.pauseMillis = 200;
    var image = registry.repository() + ":1";
    try (var process = KilledStep.start("image", id, image, "10.249.0.0/29")) {
      await().atMost(Duration.ofSeconds(20)).until(() -> process.said("%"));
    }
    registry.pauseMillis = 0;
    containers().ensureImage(order(image));
    assertThat(TestDocker.ENGINE.usual().inspectImageCmd(image).exec().getRepoTags())
        .contains(image);
  }

  @Test
  @Tag("D-02")
  void takesWhatIsPinnedAndNothingElse() {
    // Both, as the bundled catalogue writes it; the digest decides.
    var both = registry.repository() + ":1@" + registry.digest();
    containers().ensureImage(order(both));
    var before = registry.asked.size();
    containers().ensureImage(order(both));
    containers().ensureImage(order(pinned(registry.digest())));
    assertThat(registry.asked).hasSize(before);

    var another = "sha256:" + "0".repeat(64);
    isUnavailable(pinned(another), "is neither here nor to be had");
  }

  @Test
  @Tag("S-08")
  void runsNoImageThatIsNotAllowed() {
    isUnavailable(registry.repository() + "er:1", "may not run: this node does not allow it");
    isUnavailable("itzg/minecraft-server:1", "may not run: this node does not allow it");
    assertThat(registry.asked).isEmpty();
  }

  private void isUnavailable(String image, String why) {
    assertThatThrownBy(() -> containers().ensureImage(order(image)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getOriginalMessage()).contains(why);
              assertThat(failure.getType()).isEqualTo("ImageUnavailable");
              assertThat(failure.isNonRetryable()).isTrue();
            });
  }
}
