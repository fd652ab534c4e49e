package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Network;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.telemetry.StepBoard;
import dev.overwinter.servers.workflow.ContainerActivities;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a real engine can show.
final class DockerEngineIT {
  private final String id = "e" + UUID.randomUUID().toString().substring(0, 8);
  private final String name = Labels.name(id);
  private final String subnet = TestDocker.subnet();
  private final ContainerActivities containers = TestDocker.activities(TestPulses::steady);

  @AfterEach
  void remove() {
    containers.ensureRemoved(order(Behaviour.GOOD));
  }

  private ContainerOrder order(Behaviour behaviour) {
    return behaviour.order(id, TestDocker.IMAGE, subnet);
  }

  private static String first(String subnet) {
    var cut = subnet.lastIndexOf('.');
    var last = Integer.parseInt(subnet.substring(cut + 1, subnet.indexOf('/')));
    return subnet.substring(0, cut + 1) + (last + 1);
  }

  private ContainerOrder made(Behaviour behaviour) {
    var order = order(behaviour);
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    containers.ensureContainer(order);
    return order;
  }

  @Test
  @Tag("S-08")
  void locksTheGameIn() {
    assertThat(containers.ensureStarted(made(Behaviour.GOOD))).isInstanceOf(Started.Ready.class);

    assertThat(TestDocker.log(id))
        .contains("CapEff: 0000000000000000")
        .contains("NoNewPrivs: 1")
        .contains("Uid: 1000 1000 1000 1000")
        .contains("root is read-only");
    var inspected = TestDocker.ENGINE.usual().inspectContainerCmd(name).exec();
    var host = inspected.getHostConfig();
    assertThat(host.getPrivileged()).isFalse();
    assertThat(host.getMemory()).isEqualTo(128L << 20);
    assertThat(host.getMemorySwap()).isEqualTo(128L << 20);
    assertThat(host.getPidsLimit()).isEqualTo(100);
    assertThat(host.getNanoCPUs()).isEqualTo(1_000_000_000L);
    assertThat(host.getRestartPolicy().getName()).isIn("", "no");
    assertThat(host.getLogConfig().getConfig()).containsKeys("max-size", "max-file");
    assertThat(host.getPortBindings() == null || host.getPortBindings().getBindings().isEmpty())
        .isTrue();
    assertThat(inspected.getNetworkSettings().getNetworks()).containsOnlyKeys(name);
    var network = TestDocker.ENGINE.usual().inspectNetworkCmd().withNetworkId(name).exec();
    assertThat(network.getInternal()).isTrue();
    assertThat(network.getOptions()).containsEntry("com.docker.network.bridge.enable_icc", "false");
    assertThat(network.getIpam().getConfig())
        .as("an engine that dies in the middle of removing it starts again")
        .extracting(Network.Ipam.Config::getGateway)
        .containsExactly(first(subnet));
  }

  @Test
  @Tag("S-08")
  void neverTouchesAContainerOfSomebodyElse() {
    var docker = TestDocker.ENGINE.usual();
    var theirs = docker.createContainerCmd(TestDocker.IMAGE).withName(name).exec().getId();
    try {
      var order = order(Behaviour.GOOD);
      containers.ensureNetwork(order);
      containers.ensureVolume(order);
      isForeign(() -> containers.ensureContainer(order));
      isForeign(() -> containers.ensureStarted(order));
      isForeign(() -> containers.ensureStopped(order, true));
      containers.ensureRemoved(order);
      assertThat(docker.inspectContainerCmd(theirs).exec().getId()).isEqualTo(theirs);
    } finally {
      docker.removeContainerCmd(theirs).exec();
    }
  }

  @Test
  @Tag("S-08")
  void neverTouchesANetworkOrVolumeOfSomebodyElse() {
    var docker = TestDocker.ENGINE.usual();
    docker.createVolumeCmd().withName(name).exec();
    var theirs = docker.createNetworkCmd().withName(name).exec().getId();
    try {
      var order = order(Behaviour.GOOD);
      isForeign(() -> containers.ensureNetwork(order));
      isForeign(() -> containers.ensureVolume(order));
      containers.ensureRemoved(order);
      assertThat(TestDocker.inventory(id)).containsExactlyInAnyOrder("network", "volume");
    } finally {
      docker.removeNetworkCmd(theirs).exec();
      docker.removeVolumeCmd(name).exec();
    }
  }

  /// Only ends of containers that are gone are taken off a network that is to be removed.
  @Test
  @Tag("S-08")
  void neverTakesALivingContainerOffANetwork() {
    var docker = TestDocker.ENGINE.usual();
    var order = made(Behaviour.GOOD);
    var guest = Behaviour.GOOD.order(id + "g", TestDocker.IMAGE, TestDocker.subnet());
    containers.ensureNetwork(guest);
    containers.ensureVolume(guest);
    containers.ensureContainer(guest);
    try {
      assertThat(containers.ensureStarted(guest)).isInstanceOf(Started.Ready.class);
      var theirs = docker.inspectContainerCmd(Labels.name(guest)).exec().getId();
      docker.connectToNetworkCmd().withNetworkId(name).withContainerId(theirs).exec();
      assertThatThrownBy(() -> containers.ensureRemoved(order))
          .hasMessageContaining("active endpoints");
      assertThat(docker.inspectNetworkCmd().withNetworkId(name).exec().getContainers().keySet())
          .containsExactly(theirs);
    } finally {
      containers.ensureRemoved(guest);
    }
    containers.ensureRemoved(order);
    assertThat(TestDocker.inventory(id)).isEmpty();
  }

  private static void isForeign(ThrowingCallable step) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("ForeignObject");
              assertThat(failure.isNonRetryable()).isTrue();
            });
  }

  @Test
  @Tag("L-12")
  void makesAgainWhatAPruneRemovedExceptAWorld() {
    var order = made(Behaviour.GOOD);
    var docker = TestDocker.ENGINE.usual();
    // What `docker network prune` does to a sleeping server.
    docker.removeNetworkCmd(name).exec();
    assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);

    containers.ensureStopped(order, true);
    docker.removeContainerCmd(name).exec();
    docker.removeNetworkCmd(name).exec();
    assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);
    assertThat(TestDocker.log(id)).contains("start 2 of this world");

    containers.ensureStopped(order, true);
    docker.removeContainerCmd(name).exec();
    docker.removeVolumeCmd(name).exec();
    assertThat(containers.ensureStarted(order))
        .isEqualTo(new Started.Failed("its world volume " + name + " is gone"));
  }

  @Test
  @Tag("L-10")
  void namesTheLackOfMemory() {
    assertThat(containers.ensureStarted(made(Behaviour.EATS_MEMORY)))
        .isInstanceOfSatisfying(
            Started.Failed.class,
            failed -> assertThat(failed.reason()).contains("exit code 137, out of memory"));
  }

  @Test
  @Tag("L-15")
  void saysThatASubnetIsUsedByAnother() {
    made(Behaviour.GOOD);
    var other = Behaviour.GOOD.order(id + "x", TestDocker.IMAGE, subnet);

    assertThatThrownBy(() -> containers.ensureNetwork(other))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("SubnetTaken");
              assertThat(failure.isNonRetryable()).isTrue();
            });
  }

  @Test
  @Tag("L-03")
  void callsAnEngineThatDoesNotAnswerUnreachableAndNothingElse(@TempDir Path nowhere)
      throws IOException {
    try (var engine = new Engine("unix://" + nowhere.resolve("docker.sock"))) {
      var lost =
          new DockerContainerActivities(
              engine,
              TestDocker.SETTINGS,
              new Hands(),
              TestPulses::steady,
              new StepBoard(),
              new SimpleMeterRegistry());
      var order = order(Behaviour.GOOD);
      for (var step :
          List.<ThrowingCallable>of(
              () -> lost.ensureImage(order),
              () -> lost.ensureNetwork(order),
              () -> lost.ensureVolume(order),
              () -> lost.ensureContainer(order),
              () -> lost.ensureStarted(order),
              () -> lost.ensureStopped(order, false),
              () -> lost.ensureRemoved(order),
              lost::list)) {
        assertThatThrownBy(step)
            .isInstanceOfSatisfying(
                ApplicationFailure.class,
                failure -> {
                  assertThat(failure.getType()).isEqualTo("DockerUnreachable");
                  assertThat(failure.isNonRetryable()).isFalse();
                });
      }
    }
  }

  @Test
  @Tag("D-02")
  void loadsAnImageFromTheArchiveOfThisInstallation(@TempDir Path dir) throws IOException {
    var image = "overwinter/test-archive:" + id;
    var tar = Files.write(dir.resolve("image.tar"), TestImage.archive(image));
    var settings = new DockerSettings("test", TestDocker.HOST, TestDocker.INSTALLATION, tar);
    var loading = TestDocker.activities(settings, TestPulses::steady, new StepBoard());
    var order = Behaviour.GOOD.order(id, image, subnet);
    try {
      loading.ensureImage(order);
      loading.ensureImage(order);
      assertThat(TestDocker.ENGINE.usual().inspectImageCmd(image).exec().getRepoTags())
          .contains(image);
    } finally {
      TestDocker.ENGINE.usual().removeImageCmd(image).exec();
    }
  }
}
