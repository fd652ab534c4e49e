package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupState;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.CancelTransferRequest;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a server moves between two nodes that both answer, with a fault at every step.
@Tag("D-03")
@Timeout(60)
final class ServerTransfersWorkflowTest {
  private static final Allocation FIRST = new Allocation(20_000, "10.213.0.0/29", "local");

  private final World world = new World();

  @AfterEach
  void close() {
    world.worlds.slow = false;
    world.close();
  }

  @Test
  void whatWasAwakeIsAwakeAgainElsewhereAndLeavesNothing() {
    var server = awake();
    accepted(server.transfer(order()));
    await().until(() -> world.state(server).equals("AWAKE") && node(server).equals("attic"));
    assertThat(world.containers.asked).contains("stop");
    assertThat(world.worlds.asked).startsWith("save g1", "restore g2");
    assertThat(world.attic.asked)
        .containsExactly("image", "network", "volume", "container", "start");
    await().until(() -> server.status().kept().stranded().isEmpty());
    assertThat(world.containers.asked).endsWith("remove");
    assertThat(world.records.stranded).isEmpty();
    assertThat(server.status().kept().vacated()).isEmpty();
    assertThat(server.status().kept().backups()).hasSize(1);
    assertThat(server.status().lastChange()).isEqualTo("node");
  }

  @Test
  void whatSleptSleepsOnElsewhereUntilSomebodyKnocks() {
    var server = asleep();
    accepted(server.transfer(order()));
    await().until(() -> world.state(server).equals("ASLEEP") && node(server).equals("attic"));
    assertThat(server.status().state().reason()).isEqualTo("moved to node attic by admin");
    assertThat(world.attic.asked).doesNotContain("start");
    assertThat(server.wake(player(5))).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(world.attic.count("start")).isEqualTo(1);
  }

  @Test
  void itMayBeMovedToAndFro() {
    var server = asleep();
    accepted(server.transfer(order()));
    await().until(() -> world.state(server).equals("ASLEEP") && node(server).equals("attic"));
    accepted(server.transfer(order()));
    await().until(() -> world.state(server).equals("ASLEEP") && node(server).equals("local"));
    assertThat(place(server).generation()).isEqualTo(3);
    await().until(() -> world.records.stranded.isEmpty());
    assertThat(world.attic.asked).endsWith("remove");
  }

  /// pterodactyl/panel#4505: a transfer that failed left a server that nobody could use, and that
  /// could not be transferred again.
  @ParameterizedTest
  @ValueSource(
      strings = {"image", "network", "volume", "container", "save g1", "restore g2", "full"})
  void panel4505AFailureAtAnyStepLeavesItAwakeWhereItWas(String step) {
    var server = awake();
    world.attic.failingSteps.add(step);
    world.worlds.failingSteps.add(step);
    world.records.fullLater = step.equals("full");
    accepted(server.transfer(order()));
    await().until(() -> world.containers.count("start") == 2);
    await().until(() -> world.state(server).equals("AWAKE"));
    asBefore(server);
    if (world.attic.asked.contains("image")) {
      assertThat(world.attic.asked).endsWith("remove");
    }
    // It can be tried again at once.
    world.attic.failingSteps.clear();
    world.worlds.failingSteps.clear();
    world.records.fullLater = false;
    accepted(server.transfer(order()));
    await().until(() -> world.state(server).equals("AWAKE") && node(server).equals("attic"));
  }

  /// pterodactyl/panel#5001: the other node refused the world, and people read "Transfer
  /// failed...".
  @Test
  void panel5001WhatCouldNotBeMovedSaysWhy() {
    var server = asleep();
    world.worlds.failingSteps.add("restore g2");
    accepted(server.transfer(order()));
    await().until(() -> server.status().state().reason().startsWith("not moved"));
    assertThat(server.status().state().reason())
        .isEqualTo("not moved to node attic: restore g2: broken");
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    asBefore(server);
  }

  /// pterodactyl/panel#4614: a transfer that never ended locked its server for hours, until
  /// somebody emptied a table.
  @ParameterizedTest
  @ValueSource(strings = {"save g1", "restore g2"})
  void panel4614ATransferCanBeCancelledUntilItIsDone(String step) {
    var server = awake();
    world.worlds.slow = true;
    if (step.startsWith("restore")) {
      world.worlds.slow = false;
      world.records.duringReservation = () -> world.worlds.slow = true;
    }
    accepted(server.transfer(order()));
    await().until(() -> world.worlds.count(step) == 1);
    accepted(server.cancelTransfer(new CancelTransferRequest("admin")));
    await().until(() -> world.state(server).equals("AWAKE"));
    asBefore(server);
    assertThat(world.containers.count("start")).isEqualTo(2);
    assertThat(server.cancelTransfer(new CancelTransferRequest("admin")))
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class,
            no -> assertThat(no.refusal()).isEqualTo(Refusal.NOT_MOVING));
    assertThat(world.records.backups.values())
        .extracting(Backup::state)
        .doesNotContain(BackupState.IN_PROGRESS);
  }

  @Test
  void aStopThatWasBegunForATransferMayBeCancelledToo() {
    var server = awake();
    world.containers.duringStop =
        () -> accepted(server.cancelTransfer(new CancelTransferRequest("admin")));
    accepted(server.transfer(order()));
    await().until(() -> world.containers.count("start") == 2);
    await().until(() -> world.state(server).equals("AWAKE"));
    asBefore(server);
    assertThat(world.worlds.asked).isEmpty();
  }

  /// pterodactyl/panel#3332: what handled the failure of a transfer failed itself. Here the other
  /// node answers nothing, so that neither the making nor its undoing works.
  @Test
  void panel3332AFailureThatCannotBeUndoneEndsAllTheSame() {
    var server = awake();
    world.attic.silentSteps.addAll(Set.of("network", "remove"));
    accepted(server.transfer(order()));
    await().until(() -> server.status().state().reason().contains("being made"));
    // Ten minutes of asking and one of undoing; a quarter of an hour later it would sleep again.
    world.sleep(Duration.ofMinutes(14));
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(place(server)).isEqualTo(FIRST);
    assertThat(world.containers.count("start")).isEqualTo(2);
    // What may have been made there is removed when that node is there again; nobody waits for it.
    assertThat(server.status().kept().vacated())
        .singleElement()
        .satisfies(left -> assertThat(left.node()).isEqualTo("attic"));
    world.attic.silentSteps.clear();
    accepted(server.transfer(order()));
    await().until(() -> world.state(server).equals("AWAKE") && node(server).equals("attic"));
    assertThat(place(server).generation()).isEqualTo(3);
  }

  @Test
  void whoPlaysIsNotCutOffUnlessForced() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.wake(player(1));
    refused(server.transfer(order()), Refusal.OCCUPIED);
    assertThat(world.state(server)).isEqualTo("AWAKE");
    accepted(server.transfer(new TransferRequest("admin", null, true, null)));
    await().until(() -> world.state(server).equals("AWAKE") && node(server).equals("attic"));
    assertThat(world.containers.asked).contains("kick and stop");
    // Nobody has said that they have gone.
    assertThat(server.status().occupancy().occupied()).isTrue();
  }

  @Test
  void whoIsFoundPlayingKeepsItWhereItIs() {
    var server = awake();
    world.containers.stops.add(new Stopped.StillPlayed(1));
    accepted(server.transfer(order()));
    await().until(() -> world.containers.count("stop") == 1);
    await().until(() -> world.state(server).equals("AWAKE"));
    asBefore(server);
    assertThat(world.containers.count("start")).isEqualTo(1);
  }

  @Test
  void whatItLeftIsRemovedWheneverThatWorks() {
    var server = asleep();
    world.containers.failingSteps.add("remove");
    accepted(server.transfer(order()));
    await().until(() -> node(server).equals("attic") && world.state(server).equals("ASLEEP"));
    assertThat(server.wake(player(5))).isInstanceOf(WakeOutcome.Ready.class);
    await().until(() -> world.containers.count("remove") == 1);
    assertThat(server.status().kept().vacated()).containsExactly(FIRST);
    world.sleep(Duration.ofMinutes(61));
    await().until(() -> world.containers.count("remove") == 2);
    world.containers.failingSteps.clear();
    // It was lost, and is back.
    server.nodeStands(NodeStanding.SERVING, "local", null);
    await().until(() -> server.status().kept().stranded().isEmpty());
    assertThat(world.records.stranded).isEmpty();
    assertThat(world.state(server)).isEqualTo("AWAKE");
  }

  /// pelican/wings#119: the other node could not make the server, and the world was on its way.
  @Test
  void wings119WhatCannotBeMadeThereIsNotFilled() {
    var server = asleep();
    world.attic.failingSteps.add("container");
    accepted(server.transfer(order()));
    await().until(() -> server.status().state().reason().startsWith("not moved"));
    assertThat(server.status().state().reason()).contains("container");
    assertThat(world.worlds.asked).doesNotContain("restore g2");
    assertThat(world.attic.asked).endsWith("remove");
    asBefore(server);
  }

  /// pelican/wings#131: files did not arrive. Until they have, theirs is the only world.
  @Test
  void wings131TheOldWorldIsUntouchedUntilTheNewOneIsThere() {
    var server = asleep();
    world.records.duringReservation = () -> world.worlds.slow = true;
    accepted(server.transfer(order()));
    await().until(() -> world.worlds.count("restore g2") == 1);
    assertThat(world.containers.asked).doesNotContain("remove");
    assertThat(world.state(server)).isEqualTo("RELOCATING");
    assertThat(server.status().state().reason())
        .isEqualTo("transfer to node attic: its world is being unpacked there");
    world.worlds.slow = false;
    await().until(() -> world.containers.asked.contains("remove"));
    assertThat(node(server)).isEqualTo("attic");
  }

  @Test
  void whoKnocksMeanwhileIsLetInThere() {
    var server = asleep();
    world.records.duringReservation = () -> world.worlds.slow = true;
    accepted(server.transfer(order()));
    await().until(() -> world.worlds.count("restore g2") == 1);
    assertThat(server.wake(new WakeRequest("player", new ProxyClaim("local", 9), false)))
        .isInstanceOf(WakeOutcome.Coming.class);
    world.worlds.slow = false;
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(node(server)).isEqualTo("attic");
    assertThat(server.status().occupancy().occupied()).isTrue();
  }

  @Test
  void whenItsOwnNodeIsLostDuringTheCopyItStaysAndMayBeRestartedElsewhere() {
    var server = asleep();
    world.worlds.slow = true;
    accepted(server.transfer(order()));
    await().until(() -> world.worlds.count("save g1") == 1);
    server.nodeStands(NodeStanding.LOST, "local", null);
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(server.status().state().reason())
        .isEqualTo("not moved to node attic: its node is lost");
    asBefore(server);
    refused(server.transfer(order()), Refusal.NODE_LOST);
  }

  @Test
  void whenTheOtherNodeIsLostItStays() {
    var server = asleep();
    world.records.duringReservation = () -> world.worlds.slow = true;
    accepted(server.transfer(order()));
    await().until(() -> world.worlds.count("restore g2") == 1);
    server.nodeStands(NodeStanding.LOST, "attic", null);
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(server.status().state().reason())
        .isEqualTo("not moved to node attic: that node is lost");
    assertThat(server.status().standing()).isEqualTo(NodeStanding.SERVING);
    asBefore(server);
  }

  @Test
  void whenItsOwnNodeIsLostAfterTheCopyItGoesOn() {
    var server = asleep();
    world.records.duringReservation = () -> world.worlds.slow = true;
    accepted(server.transfer(order()));
    await().until(() -> world.worlds.count("restore g2") == 1);
    server.nodeStands(NodeStanding.LOST, "local", null);
    world.worlds.slow = false;
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(node(server)).isEqualTo("attic");
    assertThat(server.status().standing()).isEqualTo(NodeStanding.SERVING);
  }

  @Test
  void aDeleteEndsItAndLeavesNothingInEitherPlace() {
    var server = asleep();
    world.records.duringReservation = () -> world.worlds.slow = true;
    accepted(server.transfer(order()));
    await().until(() -> world.worlds.count("restore g2") == 1);
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(world.attic.asked).endsWith("remove");
    assertThat(world.containers.asked).endsWith("remove");
    assertThat(world.records.stranded).isEmpty();
    assertThat(world.records.released).containsExactly("s1");
  }

  @Test
  void aRequestThatComesAgainIsAnsweredAndCarriedOutOnce() {
    var server = asleep();
    world.worlds.slow = true;
    var request = new TransferRequest("admin", Wish.node("attic"), false, "r1");
    accepted(server.transfer(request));
    accepted(server.transfer(request));
    refused(server.transfer(order()), Refusal.RELOCATING);
    world.worlds.slow = false;
    await().until(() -> node(server).equals("attic") && world.state(server).equals("ASLEEP"));
    accepted(server.transfer(request));
    refused(
        server.transfer(new TransferRequest("admin", Wish.node("attic"), false, "r2")),
        Refusal.SAME_NODE);
    assertThat(world.worlds.count("save g1")).isEqualTo(1);
  }

  @Test
  void withoutRoomElsewhereNobodysGameIsStopped() {
    var server = awake();
    world.records.full = true;
    refused(server.transfer(order()), Refusal.NO_ROOM);
    assertThat(world.state(server)).isEqualTo("AWAKE");
    assertThat(world.containers.asked).doesNotContain("stop");
  }

  private ServerWorkflow awake() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.wake(player(1));
    server.playersLeft(new ProxyClaim("local", 2));
    return server;
  }

  private ServerWorkflow asleep() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.awaitCreated();
    await().until(() -> server.status().state() instanceof ServerState.Asleep);
    return server;
  }

  private void asBefore(ServerWorkflow server) {
    assertThat(place(server)).isEqualTo(FIRST);
    assertThat(server.status().kept().stranded()).isEmpty();
    assertThat(world.records.stranded).isEmpty();
    assertThat(world.containers.asked).doesNotContain("remove");
  }

  private static Allocation place(ServerWorkflow server) {
    return Objects.requireNonNull(server.status().allocation());
  }

  private static String node(ServerWorkflow server) {
    return place(server).node();
  }

  private static TransferRequest order() {
    return new TransferRequest("admin", null, false, null);
  }

  private static void accepted(OrderOutcome outcome) {
    assertThat(outcome).isInstanceOf(OrderOutcome.Accepted.class);
  }

  private static void refused(OrderOutcome outcome, Refusal why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(why));
  }

  private static WakeRequest player(long seq) {
    return new WakeRequest("player", new ProxyClaim("local", seq), true);
  }
}
