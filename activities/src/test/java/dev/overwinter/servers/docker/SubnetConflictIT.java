package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Network.Ipam;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.TestServers;
import dev.overwinter.servers.postgres.TestDatabase;
import dev.overwinter.servers.workflow.ContainerActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A network of somebody else lies on the subnet that the database has reserved: what the workflow
/// does then, step by step on a real engine and a real database.
final class SubnetConflictIT {
  private final String id = "c" + UUID.randomUUID().toString().substring(0, 8);
  private final ContainerActivities containers = TestDocker.activities(TestPulses::steady);

  @Test
  @Tag("L-13")
  @Tag("L-15")
  void aServerWhoseSubnetIsUsedByANeighbourLivesOnAnotherOne() {
    try (var database = TestDatabase.start("20000-20010")) {
      var spec = TestServers.spec(id);
      var first = granted(database.records().reserve(spec));
      var docker = TestDocker.ENGINE.usual();
      var theirs =
          docker
              .createNetworkCmd()
              .withName(id + "-neighbour")
              .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(first.subnet())))
              .exec()
              .getId();
      try {
        assertThatThrownBy(() -> containers.ensureNetwork(order(first)))
            .isInstanceOfSatisfying(
                ApplicationFailure.class,
                failure ->
                    assertThat(failure.getType()).isEqualTo(ContainerActivities.SUBNET_TAKEN));
        var second = granted(database.records().reserveElsewhere(spec, first.subnet()));
        containers.ensureNetwork(order(second));
        containers.ensureVolume(order(second));
        containers.ensureContainer(order(second));
        assertThat(containers.ensureStarted(order(second))).isInstanceOf(Started.Ready.class);
        assertThat(docker.inspectNetworkCmd().withNetworkId(theirs).exec().getName())
            .isEqualTo(id + "-neighbour");
      } finally {
        docker.removeNetworkCmd(theirs).exec();
        containers.ensureRemoved(order(first));
      }
      assertThat(TestDocker.inventory(id)).isEmpty();
    }
  }

  @Test
  @Tag("L-15")
  void aServerThatHasToMoveKeepsItsWorld() {
    var here = order(new Allocation(20_000, TestDocker.subnet()));
    var there = order(new Allocation(20_000, TestDocker.subnet()));
    try {
      containers.ensureNetwork(here);
      containers.ensureVolume(here);
      containers.ensureContainer(here);
      assertThat(containers.ensureStarted(here)).isInstanceOf(Started.Ready.class);
      containers.ensureStopped(here, true);

      assertThat(containers.ensureStarted(there)).isInstanceOf(Started.Ready.class);
      assertThat(TestDocker.log(id)).contains("start 2 of this world");
    } finally {
      containers.ensureRemoved(there);
    }
  }

  /// What an engine leaves that dies while it starts a container, when it has written down that it
  /// runs and not yet where.
  @Test
  @Tag("L-12")
  void aGameThatRunsOnNoNetworkIsMadeAnew() {
    var order = order(new Allocation(20_000, TestDocker.subnet()));
    try {
      containers.ensureNetwork(order);
      containers.ensureVolume(order);
      containers.ensureContainer(order);
      assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);
      var name = Labels.name(order);
      TestDocker.ENGINE
          .usual()
          .disconnectFromNetworkCmd()
          .withContainerId(name)
          .withNetworkId(name)
          .exec();

      assertThat(containers.ensureStarted(order)).isInstanceOf(Started.Ready.class);
      assertThat(TestDocker.log(id)).contains("start 2 of this world");
    } finally {
      containers.ensureRemoved(order);
    }
  }

  private static Allocation granted(Reservation reservation) {
    return ((Reservation.Granted) reservation).allocation();
  }

  private ContainerOrder order(Allocation allocation) {
    return Behaviour.GOOD.order(id, TestDocker.IMAGE, allocation.subnet());
  }
}
