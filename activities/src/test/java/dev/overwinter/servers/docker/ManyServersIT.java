package dev.overwinter.servers.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.workflow.ContainerActivities;
import dev.overwinter.servers.workflow.ContainerSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More servers on one engine than Docker has address pools (about 31, contract L-15).
@Timeout(240)
final class ManyServersIT {
  private static final int SERVERS = 200;
  private static final int AT_ONCE = 8;

  private final ContainerActivities containers = TestDocker.activities(TestPulses::steady);
  private final List<ContainerOrder> orders = orders();

  /// Neighbouring subnets, as a node's pool has them; the place is random, since tests of another
  /// checkout may be running on this engine.
  private static List<ContainerOrder> orders() {
    var random = ThreadLocalRandom.current();
    var place = 8 * random.nextInt(32);
    var prefix = "m" + Integer.toHexString(random.nextInt(1 << 24)) + "x";
    return IntStream.range(0, SERVERS)
        .mapToObj(i ->
            Behaviour.GOOD.order(
                prefix + i,
                TestDocker.IMAGE,
                "10.248.%d.%d/29".formatted(place + i / 32, 8 * (i % 32))))
        .toList();
  }

  @AfterEach
  void remove() throws Exception {
    each(containers::ensureRemoved);
  }

  @Test
  @Tag("L-15")
  void twoHundredServersFitOnOneNodeAndLeaveDockersOwnPoolsAlone() throws Exception {
    each(this::make);

    var ids = orders.stream().map(ContainerOrder::serverId).toList();
    assertThat(containers.list()).extracting(ContainerSeen::serverId).containsAll(ids);
    assertThat(orders).allSatisfy(order -> assertThat(subnetOf(order)).isEqualTo(order.subnet()));
    // Somebody else on this machine still gets a network from Docker's defaults.
    var docker = TestDocker.ENGINE.usual();
    var theirs = docker.createNetworkCmd().withName(ids.getFirst() + "-neighbour").exec().getId();
    docker.removeNetworkCmd(theirs).exec();
    // The last one made works like the first.
    assertThat(containers.ensureStarted(orders.getLast())).isInstanceOf(Started.Ready.class);
  }

  private void make(ContainerOrder order) {
    containers.ensureNetwork(order);
    containers.ensureVolume(order);
    containers.ensureContainer(order);
  }

  private static String subnetOf(ContainerOrder order) {
    var name = Labels.name(order.serverId());
    var network = TestDocker.ENGINE.usual().inspectNetworkCmd().withNetworkId(name).exec();
    return network.getIpam().getConfig().getFirst().getSubnet();
  }

  /// As a worker does it: some at a time.
  private void each(Consumer<ContainerOrder> work) throws Exception {
    var calls = new ArrayList<Callable<Boolean>>();
    for (var order : orders) {
      calls.add(() -> {
        work.accept(order);
        return true;
      });
    }
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var done : threads.invokeAll(calls)) {
        assertThat(done.get()).isTrue();
      }
    }
  }
}
