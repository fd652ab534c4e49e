package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a server's workflow does when its game falls over, freezes, or its node has to be emptied.
@Timeout(60)
final class ServerCrashWorkflowTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Tag("L-01")
  @Tag("L-10")
  void aGameThatCrashesUnderItsPlayersIsStartedTwiceMoreAndThenLeftLying() {
    var server = world.create("s1");
    server.wake(player(1));
    for (var run = 1; run <= 3; run++) {
      var now = run;
      await().until(() -> isAwakeIn(server, "run" + now));
      server.containerObserved(crash("run" + run));
      world.sleep(Duration.ofSeconds(20));
    }
    assertThat(server.status().state())
        .isInstanceOfSatisfying(
            ServerState.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("crashed: exit code 139; 3 times in 10 min");
              assertThat(failed.lastLines()).containsExactly("segmentation fault");
            });
    assertThat(world.containers.count("start")).isEqualTo(3);
    assertThat(server.wake(player(2)))
        .isInstanceOfSatisfying(
            WakeOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.FAILED));
  }

  @Test
  void aFrozenGameIsStoppedAndStartedForItsPlayers() {
    var server = world.create("s1");
    server.wake(player(1));
    server.containerObserved(
        new ContainerObservation("run1", true, "no answer for 60 s", Ending.FROZEN, List.of()));
    await().until(() -> isAwakeIn(server, "run2"));
    assertThat(world.containers.count("kick and stop")).isEqualTo(1);
  }

  @Test
  void aNodeInMaintenanceEmptiesItsServersAndCutsNobodyOff() {
    var server = world.create("s1");
    server.wake(player(1));
    server.nodeStands(NodeStanding.MAINTENANCE, "local", null);
    world.sleep(Duration.ofHours(1));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    server.playersLeft(new ProxyClaim("local", 2));
    world.sleep(Duration.ofSeconds(5));
    assertThat(server.status().state().reason()).isEqualTo("its node is in maintenance");
    assertThat(server.wake(new WakeRequest("admin", null, true)))
        .isInstanceOfSatisfying(
            WakeOutcome.Refused.class,
            no -> assertThat(no.refusal()).isEqualTo(Refusal.MAINTENANCE));
    server.nodeStands(NodeStanding.SERVING, "local", null);
    assertThat(server.wake(new WakeRequest("admin", null, true)))
        .isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  @Tag("D-02")
  void aServerIsPlacedWithItsReservationAndItsGameInstalledBeforeItsContainerIsMade() {
    var lobby = Servers.lobby("s1");
    var server =
        world.create(
            ServerRun.first(
                new ServerSpec(
                    "s1",
                    lobby.name(),
                    lobby.owner(),
                    Servers.installed(),
                    "",
                    0,
                    lobby.hibernation(),
                    lobby.joining(),
                    Wish.ANYWHERE)));
    server.awaitCreated();
    assertThat(world.containers.asked)
        .containsExactly("image", "network", "volume", "install", "container");
    assertThat(server.status().allocation())
        .isEqualTo(new Allocation(20_000, "10.213.0.0/29", "local"));
  }

  @Test
  void anInstallStepThatFailsIsUndoneAndNamed() {
    world.containers.failingSteps.add("install");
    var lobby = Servers.lobby("s1");
    var server =
        world.create(
            ServerRun.first(
                new ServerSpec(
                    "s1",
                    lobby.name(),
                    lobby.owner(),
                    Servers.installed(),
                    "local",
                    0,
                    lobby.hibernation(),
                    lobby.joining())));
    server.awaitCreated();
    assertThat(server.status().state().reason()).isEqualTo("install of s1 failed");
    assertThat(world.containers.asked).endsWith("install", "remove");
  }

  private static boolean isAwakeIn(ServerWorkflow server, String run) {
    return server.status().state() instanceof ServerState.Awake awake && awake.run().equals(run);
  }

  private static WakeRequest player(long seq) {
    return new WakeRequest("player", new ProxyClaim("local", seq), true);
  }

  private static ContainerObservation crash(String run) {
    return new ContainerObservation(
        run, false, "exit code 139", Ending.CRASHED, List.of("segmentation fault"));
  }
}
