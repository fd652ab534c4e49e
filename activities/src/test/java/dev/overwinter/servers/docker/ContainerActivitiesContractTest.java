package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.workflow.ContainerActivities;
import dev.overwinter.servers.workflow.ContainerSeen;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every implementation of [ContainerActivities] promises. The suite makes one server per test
/// and removes it.
abstract class ContainerActivitiesContractTest {
  protected final String id = "t" + UUID.randomUUID().toString().substring(0, 8);

  /// What is tested.
  abstract ContainerActivities containers();

  /// The same, for a step that is cancelled as soon as it begins to wait.
  abstract ContainerActivities cancelled();

  /// An order for [#id] on a subnet that nobody else uses.
  abstract ContainerOrder order(Behaviour behaviour);

  /// The same for an image that nobody has.
  abstract ContainerOrder orderWithoutImage();

  /// Everything of [#id] that exists: `container`, `network`, `volume`.
  abstract Set<String> inventory();

  /// How often the world of [#id] was started, from the world itself.
  abstract int startsOfThisWorld();

  @AfterEach
  void remove() {
    containers().ensureRemoved(order(Behaviour.GOOD));
    assertThat(inventory()).isEmpty();
  }

  private ContainerOrder made(Behaviour behaviour) {
    var order = order(behaviour);
    containers().ensureImage(order);
    containers().ensureNetwork(order);
    containers().ensureVolume(order);
    containers().ensureContainer(order);
    return order;
  }

  private Started.Ready started(ContainerOrder order) {
    var how = containers().ensureStarted(order);
    assertThat(how).isInstanceOf(Started.Ready.class);
    return (Started.Ready) how;
  }

  private ContainerSeen seen() {
    return containers().list().stream()
        .filter(container -> container.serverId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("L-12")
  void everyStepDoneTwiceLeavesOne() {
    made(Behaviour.GOOD);
    made(Behaviour.GOOD);

    assertThat(inventory()).containsExactlyInAnyOrder("container", "network", "volume");
    assertThat(containers().list().stream().filter(c -> c.serverId().equals(id))).hasSize(1);
    assertThat(seen().observation().running()).isFalse();
  }

  @Test
  @Tag("L-06")
  void startedTwiceIsOneStart() {
    var order = made(Behaviour.GOOD);

    var first = started(order);
    var second = started(order);

    assertThat(second).isEqualTo(first);
    assertThat(seen().observation().run()).isEqualTo(first.run());
    assertThat(seen().observation().running()).isTrue();
    assertThat(startsOfThisWorld()).isEqualTo(1);
  }

  @Test
  void everyStartIsAnotherRunOfTheSameWorld() {
    var order = made(Behaviour.GOOD);

    var first = started(order);
    assertThat(containers().ensureStopped(order, false)).isInstanceOf(Stopped.Gracefully.class);
    assertThat(containers().ensureStopped(order, false)).isInstanceOf(Stopped.Gracefully.class);
    assertThat(seen().observation().running()).isFalse();
    var second = started(order);

    assertThat(second.run()).isNotEqualTo(first.run());
    assertThat(startsOfThisWorld()).isEqualTo(2);
  }

  @Test
  @Tag("B-05")
  void saysWhenAGameBeganAndWhenItExitedHoweverOftenItIsAsked() {
    var order = made(Behaviour.GOOD);
    var before = Instant.now();
    var run = started(order).run();
    var began = Instant.parse(run.substring(run.indexOf('@') + 1));

    var ended = Objects.requireNonNull(containers().ensureStopped(order, false).endedAt());
    var after = Instant.now();

    assertThat(containers().ensureStopped(order, false).endedAt()).isEqualTo(ended);
    assertThat(List.of(before, began, ended, after)).isSorted();
  }

  @Test
  @Tag("L-11")
  void killsOnlyWhatDoesNotLeaveWithinItsGraceAndSaysSo() {
    var order = made(Behaviour.IGNORES_STOP);
    started(order);

    assertThat(containers().ensureStopped(order, true))
        .isInstanceOfSatisfying(
            Stopped.Killed.class, how -> assertThat(how.afterSeconds()).isEqualTo(1));
    assertThat(seen().observation().running()).isFalse();
  }

  @Test
  @Tag("L-05")
  @Tag("L-09")
  void leavesAGameRunningThatSaysItIsPlayed() {
    var order = made(Behaviour.PLAYED);
    started(order);

    assertThat(containers().ensureStopped(order, false)).isEqualTo(new Stopped.StillPlayed(3));
    assertThat(seen().observation().running()).isTrue();
    assertThat(containers().ensureStopped(order, true)).isInstanceOf(Stopped.Gracefully.class);
  }

  @Test
  @Tag("L-10")
  void saysHowAGameExitedBeforeItWasReady() {
    var order = made(Behaviour.CRASHES);

    assertThat(containers().ensureStarted(order))
        .isInstanceOfSatisfying(
            Started.Failed.class,
            failed -> {
              assertThat(failed.reason())
                  .isEqualTo(
                      "exited before it was ready: exit code 3;"
                          + " last log line: cannot find my level");
              assertThat(failed.lastLines()).endsWith("cannot find my level");
            });
  }

  @Test
  @Tag("L-10")
  void stopsAGameThatIsNotReadyInTime() {
    var order = made(Behaviour.NEVER_READY);

    assertThat(containers().ensureStarted(order))
        .isInstanceOfSatisfying(
            Started.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("no answer within 4 s"));
    assertThat(seen().observation().running()).isFalse();
  }

  @Test
  @Tag("L-05")
  void stopsAStartThatIsCancelled() {
    var order = made(Behaviour.SLOW);

    assertThatThrownBy(() -> cancelled().ensureStarted(order))
        .isInstanceOf(ActivityCanceledException.class);
    assertThat(seen().observation().running()).isFalse();
  }

  @Test
  void replacesAContainerOfAnotherOrderAndKeepsTheWorld() {
    started(made(Behaviour.GOOD));

    var other = made(Behaviour.PLAYED);
    started(other);

    assertThat(containers().ensureStopped(other, false)).isEqualTo(new Stopped.StillPlayed(3));
    assertThat(startsOfThisWorld()).isEqualTo(2);
  }

  @Test
  @Tag("L-13")
  @Tag("L-14")
  void removesWhateverExistsHoweverOften() {
    var order = made(Behaviour.GOOD);
    started(order);

    containers().ensureRemoved(order);
    assertThat(inventory()).isEmpty();
    containers().ensureRemoved(order);
    containers().ensureVolume(order);
    containers().ensureRemoved(order);
    assertThat(inventory()).isEmpty();

    started(made(Behaviour.GOOD));
    assertThat(startsOfThisWorld()).isEqualTo(1);
  }

  @Test
  @Tag("D-02")
  void saysThatThereIsNoSuchImage() {
    assertThatThrownBy(() -> containers().ensureImage(orderWithoutImage()))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("ImageUnavailable");
              assertThat(failure.isNonRetryable()).isTrue();
            });
  }

  @Test
  void listsNothingOfOthers() {
    assertThat(containers().list()).extracting(ContainerSeen::serverId).doesNotContain(id);
  }
}
