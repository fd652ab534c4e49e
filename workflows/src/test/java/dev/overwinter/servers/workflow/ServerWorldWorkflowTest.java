package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupState;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.DiscardRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestartRequest;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a server's workflow keeps its world, and how it leaves a node that is lost.
@Timeout(60)
final class ServerWorldWorkflowTest {
  private static final Allocation FIRST = new Allocation(20_000, "10.213.0.0/29", "local");

  private final World world = new World();

  @AfterEach
  void close() {
    world.worlds.slow = false;
    world.worlds.slowToForget = false;
    world.close();
  }

  @Test
  @Tag("D-03")
  void aWorldIsKeptWhenItsServerFallsAsleepAndOnlyOnceInSixHours() {
    var server = anEvening("s1");
    await().until(() -> states().contains(BackupState.COMPLETE));
    assertThat(server.status().kept().backups())
        .singleElement()
        .satisfies(backup -> {
          assertThat(backup.why()).isEqualTo(BackupWhy.ASLEEP);
          assertThat(backup.node()).isEqualTo("local");
        });
    play(server, 3);
    assertThat(world.worlds.count("save g1")).isEqualTo(1);
    // It sleeps on, changed since: the next is made when the last is six hours old.
    world.sleep(Duration.ofHours(7));
    await().until(() -> world.worlds.count("save g1") == 2);
    world.sleep(Duration.ofDays(2));
    assertThat(world.worlds.count("save g1")).isEqualTo(2);
  }

  @Test
  void onlyTheNewestTwoAreKeptThatNobodyAskedFor() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.awaitCreated();
    assertThat(server.backUp(new BackupRequest("admin"))).isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> server.status().kept().backups().size() == 1);
    for (var night = 0; night < 4; night++) {
      play(server, 2 * night + 1);
      world.sleep(Duration.ofHours(7));
    }
    await().until(() -> world.records.backups.size() == 3);
    assertThat(server.status().kept().backups())
        .extracting(Backup::why)
        .containsExactly(BackupWhy.ASKED, BackupWhy.ASLEEP, BackupWhy.ASLEEP);
    assertThat(world.worlds.count("forget")).isEqualTo(2);
  }

  @Test
  void aKnockEndsABackupAtOnceAndNothingOfItCounts() {
    world.worlds.slow = true;
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    play(server, 1);
    await().until(() -> world.worlds.count("save g1") == 1);
    assertThat(server.wake(player(3))).isInstanceOf(WakeOutcome.Ready.class);
    await().until(() -> states().equals(List.of(BackupState.FAILED)));
    world.worlds.slow = false;
    assertThat(server.status().kept().backups()).isEmpty();
    assertThat(server.status().kept().changed()).isTrue();
  }

  @Test
  void aBackupThatFailsSaysWhyAndIsNotTriedOverAndOver() {
    world.worlds.failing = true;
    var server = anEvening("s1");
    await().until(() -> states().contains(BackupState.FAILED));
    world.sleep(Duration.ofDays(1));
    assertThat(world.worlds.count("save g1")).isEqualTo(1);
    assertThat(world.records.backups.values())
        .singleElement()
        .satisfies(backup -> assertThat(backup.reason()).isEqualTo("save g1: broken"));
    assertThat(server.relocate(ask(false)))
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class,
            no -> assertThat(no.refusal()).isEqualTo(Refusal.NODE_ANSWERS));
  }

  @Test
  @Tag("D-03")
  void aLockedBackupOutlivesEveryRuleAndGoesWhenItIsUnlockedAndUnwanted() {
    var server = anEvening("s1");
    await().until(() -> server.status().kept().backups().size() == 1);
    var first = server.status().kept().backups().getFirst().id();
    assertThat(server.lockBackup(new LockRequest(first, true, "admin")))
        .isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> Objects.requireNonNull(world.records.backups.get(first)).locked());
    for (var night = 1; night < 5; night++) {
      play(server, 2 * night + 1);
      world.sleep(Duration.ofHours(7));
    }
    await().until(() -> world.records.backups.size() == 3);
    assertThat(world.records.backups).containsKey(first);
    refused(server.forgetBackup(new ForgetRequest(first, "admin")), Refusal.LOCKED);
    refused(server.lockBackup(new LockRequest("never", true, "admin")), Refusal.NO_BACKUP);

    server.lockBackup(new LockRequest(first, false, "admin"));
    world.worlds.failing = true;
    assertThat(server.forgetBackup(new ForgetRequest(first, "admin")))
        .isInstanceOf(OrderOutcome.Accepted.class);
    // It does not count from now on, and its archive is removed once that works.
    assertThat(server.status().kept().backup(first)).isEmpty();
    await().until(() -> states().contains(BackupState.REMOVING));
    world.worlds.failing = false;
    world.sleep(Duration.ofMinutes(11));
    await().until(() -> !world.records.backups.containsKey(first));
    assertThat(server.status().kept().unwanted()).isEmpty();
  }

  @Test
  void aScheduleThatAsksAgainWithTheSameRequestIsAnsweredOnce() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.awaitCreated();
    var request =
        new BackupRequest(
            "nightly", BackupRequest.How.LIVE_OK, true, BackupWhy.SCHEDULED, true, "r1");
    assertThat(server.backUp(request)).isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> server.status().kept().backups().size() == 1);
    assertThat(server.backUp(request)).isInstanceOf(OrderOutcome.Accepted.class);
    world.sleep(Duration.ofMinutes(5));
    assertThat(server.status().kept().backups())
        .singleElement()
        .satisfies(backup -> {
          assertThat(backup.why()).isEqualTo(BackupWhy.SCHEDULED);
          assertThat(backup.locked()).isTrue();
        });
  }

  @Test
  void aRestartStopsAndStartsAndCutsNobodyOffUnlessToldTo() {
    var server = world.create("s1");
    server.awaitCreated();
    refused(server.restart(new RestartRequest("admin", true, false)), Refusal.ASLEEP);
    server.wake(player(1));
    refused(server.restart(new RestartRequest("admin", false, false)), Refusal.OCCUPIED);
    refused(server.restart(new RestartRequest("nightly", true, true)), Refusal.OCCUPIED);
    assertThat(server.restart(new RestartRequest("admin", true, false)))
        .isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(world.containers.count("kick and stop")).isEqualTo(1);
    server.playersLeft(new ProxyClaim("local", 2));
    assertThat(server.restart(new RestartRequest("nightly", false, true)))
        .isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> world.containers.count("start") == 3);
    assertThat(world.containers.count("stop")).isEqualTo(1);
  }

  private static void refused(OrderOutcome outcome, Refusal why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(why));
  }

  @Test
  void nobodyBacksUpWhatIsAwake() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.wake(player(1));
    assertThat(server.backUp(new BackupRequest("admin")))
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class,
            no -> assertThat(no.refusal()).isEqualTo(Refusal.NOT_ASLEEP));
  }

  @Test
  void aServerOfALostNodeIsRestartedElsewhereAndWhatItLeftIsFencedOff() {
    var server = lost("s1");
    assertThat(server.relocate(ask(false))).isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(world.attic.asked).containsExactly("image", "network", "volume", "container");
    assertThat(world.worlds.asked).endsWith("restore g2");
    var there = server.status();
    assertThat(Objects.requireNonNull(there.allocation()).node()).isEqualTo("attic");
    assertThat(there.kept().stranded()).containsExactly(FIRST);
    assertThat(there.state().reason()).startsWith("restarted on node attic from the backup ");

    assertThat(server.wake(player(9))).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(world.attic.count("start")).isEqualTo(1);
    // Whatever the old node says of itself or of its container changes nothing here.
    server.nodeStands(NodeStanding.LOST, "local", null);
    server.containerObserved(new ContainerObservation("run1", false, "gone").at("local", 1));
    // Once because its node may have come back during the restart.
    await().until(() -> world.containers.count("kick and stop") == 1);
    server.containerObserved(new ContainerObservation("run1", true, "running").at("local", 1));
    await().until(() -> world.containers.count("kick and stop") == 2);
    // A cut cable is mended: nothing has happened there that anybody could observe.
    server.nodeStands(NodeStanding.SERVING, "local", null);
    await().until(() -> world.containers.count("kick and stop") == 3);
    assertThat(world.state(server)).isEqualTo("AWAKE");
    assertThat(server.status().standing()).isEqualTo(NodeStanding.SERVING);
    assertThat(world.containers.asked).doesNotContain("remove");

    assertThat(server.discard(new DiscardRequest("local", "admin")))
        .isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> server.status().kept().stranded().isEmpty());
    assertThat(world.containers.asked).endsWith("remove");
    assertThat(world.records.stranded).isEmpty();
    assertThat(world.attic.asked).doesNotContain("remove", "stop", "kick and stop");
  }

  @Test
  void whoKnocksMeanwhileIsLetIn() {
    var server = lost("s1");
    world.worlds.slow = true;
    server.relocate(ask(false));
    await().until(() -> world.worlds.count("restore g2") == 1);
    assertThat(server.wake(new WakeRequest("player", new ProxyClaim("attic", 1), false)))
        .isInstanceOf(WakeOutcome.Coming.class);
    assertThat(world.state(server)).isEqualTo("RELOCATING");
    world.worlds.slow = false;
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(world.attic.count("start")).isEqualTo(1);
    assertThat(world.containers.count("start")).isEqualTo(1);
  }

  @Test
  void whatCouldNotBeUndoneElsewhereIsNotForgotten() {
    var server = lost("s1");
    world.worlds.failing = true;
    world.attic.failingSteps.add("remove");
    server.relocate(ask(false));
    await().until(() -> world.state(server).equals("FAILED"));
    assertThat(server.status().allocation()).isEqualTo(FIRST);
    assertThat(server.status().kept().stranded())
        .singleElement()
        .satisfies(place -> {
          assertThat(place.node()).isEqualTo("attic");
          assertThat(place.generation()).isEqualTo(2);
        });
    // It may never have stopped where it was.
    assertThat(server.relocate(ask(false)))
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.MAY_RUN));
    world.attic.failingSteps.clear();
    world.worlds.failing = false;
    server.delete(new DeleteRequest("admin"));
    await().until(() -> world.attic.asked.getLast().equals("remove"));
  }

  @Test
  void aDeleteWaitsForWhatWasLeftBehindUnlessItsMachineIsWrittenOff() {
    var server = lost("s1");
    server.relocate(ask(false));
    await().until(() -> world.state(server).equals("ASLEEP"));
    world.containers.failingSteps.add("remove");
    server.delete(new DeleteRequest("admin"));
    await().until(() -> world.attic.count("remove") >= 1);
    world.sleep(Duration.ofHours(1));
    assertThat(world.state(server)).isEqualTo("DELETING");
    assertThat(server.discard(new DiscardRequest("local", "admin", true)))
        .isInstanceOf(OrderOutcome.Accepted.class);
    world.sleep(Duration.ofMinutes(10));
    await().until(() -> world.state(server).equals("DELETED"));
  }

  @Test
  void aBackupThatIsCompleteStaysSoWhoeverKnocksAfterIt() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.awaitCreated();
    for (var night = 0; night < 2; night++) {
      play(server, 2 * night + 1);
      world.sleep(Duration.ofHours(7));
    }
    await().until(() -> server.status().kept().backups().size() == 2);
    world.worlds.slowToForget = true;
    play(server, 5);
    // Beside this thread: time stands still while an activity runs.
    var _ = Thread.ofVirtual().start(() -> world.sleep(Duration.ofHours(7)));
    await().until(() -> world.worlds.count("forget") == 1);
    assertThat(server.wake(player(7))).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(states()).containsOnly(BackupState.COMPLETE);
    assertThat(server.status().kept().backups()).hasSize(3);
  }

  @Test
  void aRestartElsewhereThatFailsIsUndoneAndTheServerStaysWhereItWas() {
    var server = lost("s1");
    world.worlds.failing = true;
    server.relocate(ask(false));
    await().until(() -> world.state(server).equals("FAILED"));
    assertThat(world.attic.asked)
        .containsExactly("image", "network", "volume", "container", "remove");
    var left = server.status();
    assertThat(left.allocation()).isEqualTo(FIRST);
    assertThat(left.kept().stranded()).isEmpty();
    assertThat(left.state().reason())
        .isEqualTo("could not be restarted elsewhere: restore g2: broken");
    assertThat(left.standing()).isEqualTo(NodeStanding.LOST);
    // Its node comes back: there it is, as it was.
    server.nodeStands(NodeStanding.SERVING, "local", null);
    assertThat(server.wake(new WakeRequest("admin", null, true)))
        .isInstanceOf(WakeOutcome.Ready.class);
    assertThat(world.containers.count("start")).isEqualTo(2);
  }

  @Test
  void noRoomElsewhereIsARefusalThatChangesNothing() {
    var server = lost("s1");
    world.records.full = true;
    server.relocate(ask(false));
    await().until(() -> world.state(server).equals("FAILED"));
    assertThat(server.status().state().reason()).endsWith("no node has room");
    assertThat(world.attic.asked).isEmpty();
    world.records.full = false;
    assertThat(server.relocate(ask(true))).isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> world.state(server).equals("ASLEEP"));
  }

  @Test
  void whatMayStillRunIsLeftOnlyBySomebodyWhoIsSure() {
    var server = anEvening("s1");
    await().until(() -> !server.status().kept().backups().isEmpty());
    server.wake(player(5));
    server.nodeStands(NodeStanding.LOST, "local", null);
    assertThat(server.relocate(ask(false)))
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.MAY_RUN));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    assertThat(server.relocate(ask(true))).isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(server.status().occupancy().claims()).isEmpty();
  }

  @Test
  void withoutABackupThereIsNothingToRestartFrom() {
    var server = world.create(ServerRun.first(Servers.kept("s1")));
    server.awaitCreated();
    server.nodeStands(NodeStanding.LOST, "local", null);
    assertThat(server.relocate(ask(false)))
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class,
            no -> assertThat(no.refusal()).isEqualTo(Refusal.NO_BACKUP));
  }

  @Test
  void aDeletedServerLeavesNeitherBackupsNorStrays() {
    var server = lost("s1");
    server.relocate(ask(false));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(world.attic.asked).endsWith("remove");
    assertThat(world.containers.asked).endsWith("remove");
    assertThat(world.records.backups).isEmpty();
    assertThat(world.records.stranded).isEmpty();
    assertThat(world.worlds.asked).endsWith("forget");
  }

  /// Asleep with a backup, on a node that is lost.
  private ServerWorkflow lost(String id) {
    var server = anEvening(id);
    await().until(() -> !server.status().kept().backups().isEmpty());
    server.nodeStands(NodeStanding.LOST, "local", null);
    return server;
  }

  private ServerWorkflow anEvening(String id) {
    var server = world.create(ServerRun.first(Servers.kept(id)));
    play(server, 1);
    return server;
  }

  private static void play(ServerWorkflow server, long seq) {
    server.wake(player(seq));
    server.playersLeft(new ProxyClaim("local", seq + 1));
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> server.status().state() instanceof ServerState.Asleep);
  }

  private List<BackupState> states() {
    return world.records.backups.values().stream().map(Backup::state).toList();
  }

  private static RelocateRequest ask(boolean sure) {
    return new RelocateRequest("admin", "", null, sure);
  }

  private static WakeRequest player(long seq) {
    return new WakeRequest("player", new ProxyClaim("local", seq), true);
  }
}
