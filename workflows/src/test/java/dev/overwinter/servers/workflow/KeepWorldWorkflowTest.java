package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.backups.Backup;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.KeptRules;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.RecoverRequest;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.TransferRequest;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of the world of a server that is deleted.
@Timeout(60)
final class KeepWorldWorkflowTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final World world = new World();

  @AfterEach
  void close() {
    world.worlds.slow = false;
    world.close();
  }

  @Test
  @Tag("L-14")
  void theWorldOfADeletedServerIsCopiedALastTimeAndKept() {
    var server = played("s1");
    delete(server, WEEK);
    assertThat(world.containers.asked).endsWith("kick and stop", "remove");
    assertThat(world.worlds.asked).containsExactly("save g1");
    assertThat(world.records.released).containsExactly("s1");
    assertThat(world.records.label("s1")).isEqualTo("DELETED");
    var kept = kept("s1");
    assertThat(kept.state()).isEqualTo(KeptWorldView.State.KEPT);
    assertThat(kept.world().backups()).hasSize(1);
    assertThat(kept.world().lacks()).isEmpty();
    assertThat(Duration.between(kept.world().deletedAt(), kept.until())).isEqualTo(WEEK);
  }

  @Test
  void aWorldThatLiesInABackupAlreadyIsNotCopiedAgain() {
    var server = played("s1", Duration.ofHours(6));
    await().until(() -> !server.status().kept().backups().isEmpty());
    delete(server, WEEK);
    assertThat(world.worlds.asked).containsExactly("save g1");
    assertThat(kept("s1").world().backups()).hasSize(1);
  }

  @Test
  void whatNobodyHasPlayedIsNotKept() {
    var server = world.create("s1");
    server.awaitCreated();
    delete(server, WEEK);
    assertThat(world.worlds.asked).isEmpty();
    assertThat(world.kept.states).isEmpty();
  }

  @Test
  void aWorldThatShallGoWithItsServerGoesAtOnce() {
    var server = played("s1", Duration.ofHours(6));
    await().until(() -> !server.status().kept().backups().isEmpty());
    delete(server, Duration.ZERO);
    assertThat(world.worlds.asked).endsWith("forget");
    assertThat(world.kept.states).isEmpty();
  }

  @Test
  void whenItsTimeIsOverItsArchivesAreRemoved() {
    delete(played("s1"), WEEK);
    world.sleep(WEEK.minusHours(1));
    assertThat(world.worlds.forgotten).isEmpty();
    world.awaitOrphan(world.keeper("s1"));
    assertThat(world.kept.rows).isEmpty();
    assertThat(world.worlds.forgotten).hasSize(1).allMatch(name -> name.startsWith("s1/"));
  }

  @Test
  void archivesThatCannotBeRemovedAreTriedAgainAndNobodyCanRecoverThem() {
    delete(played("s1"), WEEK);
    world.worlds.failing = true;
    assertThat(world.keeper("s1").dropNow("admin")).isInstanceOf(OrderOutcome.Accepted.class);
    await().until(() -> !world.worlds.forgotten.isEmpty());
    assertThat(kept("s1").state()).isEqualTo(KeptWorldView.State.REMOVING);
    assertThat(refusal(world.keeper("s1").recover(request("s2")))).isEqualTo(Refusal.DELETING);
    world.worlds.failing = false;
    world.awaitOrphan(world.keeper("s1"));
    assertThat(world.kept.rows).isEmpty();
    Assertions.assertThatThrownBy(() -> world.keeper("s1").dropNow("admin"))
        .isInstanceOf(WorkflowNotFoundException.class);
  }

  @Test
  @Tag("L-14")
  void aNewServerIsFilledFromWhatWasKeptAndHasItsBackups() {
    delete(played("s1"), WEEK);
    var backup = kept("s1").world().newest();
    world.containers.asked.clear();
    assertThat(world.keeper("s1").recover(request("s2"))).isInstanceOf(OrderOutcome.Accepted.class);
    var anew = world.server("s2");
    await().ignoreExceptions().until(() -> world.state(anew).equals("ASLEEP"));
    // Nothing is installed, and nothing of the deleted server is used but its archive.
    assertThat(world.containers.asked).containsExactly("image", "network", "volume", "container");
    assertThat(world.worlds.asked).containsExactly("save g1", "restore g1");
    assertThat(anew.status().kept().backups()).containsExactly(backup);
    assertThat(anew.status().kept().changed()).isFalse();
    assertThat(world.kept.adopted).containsOnlyKeys("s2");
    world.awaitOrphan(world.keeper("s1"));
    assertThat(world.kept.rows).isEmpty();
    world.sleep(WEEK.plusDays(1));
    assertThat(world.worlds.forgotten).isEmpty();
    assertThat(anew.wake(player(1))).isInstanceOf(WakeOutcome.Ready.class);
    // Deleted again, it leaves what was recovered and what was played since.
    world.sleep(Duration.ofHours(1));
    anew.delete(new DeleteRequest("admin", WEEK));
    world.awaitOrphan(anew);
    assertThat(kept("s2").world().backups())
        .extracting(Backup::serverId)
        .containsExactly("s1", "s2");
    world.awaitOrphan(world.keeper("s2"));
    assertThat(world.worlds.forgotten).hasSize(2);
    assertThat(world.worlds.forgotten.getFirst()).isEqualTo("s1/" + backup.id());
  }

  @Test
  void aWorldThatCannotBeRecoveredIsKeptOn() {
    delete(played("s1"), WEEK);
    world.sleep(WEEK.minusHours(1));
    world.worlds.failing = true;
    world.keeper("s1").recover(request("s2"));
    await().until(() -> kept("s1").attempts() == 1);
    assertThat(kept("s1").state()).isEqualTo(KeptWorldView.State.KEPT);
    assertThat(kept("s1").note()).isEqualTo("restore g1: broken");
    await().until(() -> world.records.label("s2").equals("DELETED"));
    assertThat(world.containers.asked).endsWith("remove");
    assertThat(world.records.released).containsExactly("s1", "s2");
    world.worlds.failing = false;
    // Its time would be over in an hour.
    assertThat(kept("s1").until())
        .isAfter(
            Instant.ofEpochMilli(world.temporal.currentTimeMillis()).plus(Duration.ofHours(20)));
    world.keeper("s1").recover(request("s3"));
    world.awaitOrphan(world.keeper("s1"));
    assertThat(world.kept.adopted).containsOnlyKeys("s3");
    assertThat(world.kept.rows).isEmpty();
    assertThat(world.worlds.forgotten).isEmpty();
  }

  @Test
  void whenThereIsNoRoomForItTheWorldIsKeptOn() {
    delete(played("s1"), WEEK);
    world.records.full = true;
    world.keeper("s1").recover(request("s2"));
    await().until(() -> kept("s1").attempts() == 1);
    assertThat(kept("s1").note()).isEqualTo("no free port in 20000-20999");
    assertThat(kept("s1").state()).isEqualTo(KeptWorldView.State.KEPT);
  }

  @Test
  void aServerThatIsDeletedBeforeItIsFilledLeavesTheWorldKept() {
    delete(played("s1"), WEEK);
    world.worlds.slow = true;
    world.keeper("s1").recover(request("s2"));
    await().until(() -> world.worlds.count("restore g1") == 1);
    assertThat(refusal(world.keeper("s1").dropNow("admin"))).isEqualTo(Refusal.RECOVERING);
    assertThat(refusal(world.keeper("s1").recover(request("s3")))).isEqualTo(Refusal.RECOVERING);
    assertThat(world.keeper("s1").recover(request("s2"))).isInstanceOf(OrderOutcome.Accepted.class);
    var anew = world.server("s2");
    anew.delete(new DeleteRequest("admin", WEEK));
    world.worlds.slow = false;
    awaitEnded(anew);
    await().until(() -> kept("s1").attempts() == 1);
    assertThat(kept("s1").state()).isEqualTo(KeptWorldView.State.KEPT);
    assertThat(kept("s1").note()).contains("deleted before it was made");
    assertThat(world.worlds.forgotten).isEmpty();
  }

  @Test
  @Tag("L-14")
  void theOnlyCopyOfAWorldIsNotRemovedWhenItCannotBeKept() {
    var server = played("s1");
    world.worlds.failing = true;
    server.delete(new DeleteRequest("admin", WEEK));
    await().until(() -> world.state(server).equals("FAILED"));
    assertThat(server.status().state().reason())
        .isEqualTo("not deleted, since its world could not be kept: save g1: broken");
    assertThat(world.containers.count("remove")).isZero();
    assertThat(world.kept.states).isEmpty();
    // Whoever knows that says so.
    delete(server, Duration.ZERO);
    assertThat(world.containers.count("remove")).isEqualTo(1);
  }

  @Test
  @Tag("L-14")
  void aDeleteThatWasTurnedBackCopiesTheWorldWhenItIsAskedAgain() {
    var server = played("s1");
    world.worlds.failing = true;
    server.delete(new DeleteRequest("admin", WEEK));
    await().until(() -> world.state(server).equals("FAILED"));
    world.worlds.failing = false;
    delete(server, WEEK);
    assertThat(kept("s1").world().backups()).hasSize(1);
    assertThat(kept("s1").world().lacks()).isEmpty();
  }

  @Test
  void aServerThatIsDeletedWhileItMovesLeavesItsWorldKept() {
    var server = played("s1");
    world.worlds.slow = true;
    server.transfer(new TransferRequest("admin", null, false, "r1"));
    await().until(() -> world.worlds.count("save g1") == 1);
    server.delete(new DeleteRequest("admin", WEEK));
    world.worlds.slow = false;
    awaitEnded(server);
    await().until(() -> world.kept.rows.containsKey("s1"));
    assertThat(kept("s1").world().backups()).hasSize(1);
    assertThat(kept("s1").world().node()).isEqualTo("local");
  }

  @Test
  void aWorldThatIsGoneKeepsNoServerFromBeingDeleted() {
    var server = played("s1");
    world.worlds.failing = true;
    world.worlds.failingAs = WorldActivities.GONE;
    delete(server, WEEK);
    assertThat(world.kept.states).isEmpty();
    assertThat(world.containers.asked).endsWith("remove");
  }

  @Test
  void withAnOlderBackupTheDeleteGoesOnAndSaysWhatIsMissing() {
    var server = played("s1", Duration.ofHours(6));
    await().until(() -> !server.status().kept().backups().isEmpty());
    play(server, 3);
    world.worlds.failing = true;
    delete(server, WEEK);
    assertThat(kept("s1").world().lacks()).isEqualTo("save g1: broken");
    assertThat(kept("s1").world().backups()).hasSize(1);
  }

  @Test
  void whoeverChangesTheirMindEndsTheCopying() {
    var server = played("s1");
    world.worlds.slow = true;
    server.delete(new DeleteRequest("admin", WEEK));
    await().until(() -> world.worlds.count("save g1") == 1);
    server.delete(new DeleteRequest("admin"));
    awaitEnded(server);
    assertThat(world.kept.states).isEmpty();
    assertThat(world.worlds.forgotten).isNotEmpty();
  }

  @Test
  void theOldestMakesRoomWhenAnAccountKeepsTooMany() {
    for (var number = 1; number <= KeptRules.MOST + 1; number++) {
      world.sleep(Duration.ofSeconds(1));
      delete(played("s" + number), WEEK);
    }
    world.awaitOrphan(world.keeper("s1"));
    await().until(() -> world.kept.rows.size() == KeptRules.MOST);
    assertThat(world.kept.rows).doesNotContainKey("s1").containsKey("s2");
  }

  private KeptWorldView kept(String id) {
    await().until(() -> world.kept.rows.containsKey(id));
    return Objects.requireNonNull(world.kept.rows.get(id), id);
  }

  /// Without waiting for its result, which would let the clock run on to the end of what is kept.
  private void awaitEnded(ServerWorkflow server) {
    var id = Objects.requireNonNull(WorkflowStub.fromTyped(server).getExecution()).getWorkflowId();
    await()
        .until(() ->
            world.temporal.getWorkflowClient().fetchHistory(id).getLastEvent().getEventType()
                == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
  }

  private void delete(ServerWorkflow server, Duration keepFor) {
    server.delete(new DeleteRequest("admin", keepFor));
    awaitEnded(server);
  }

  private static Refusal refusal(OrderOutcome outcome) {
    return ((OrderOutcome.Refused) outcome).refusal();
  }

  private static RecoverRequest request(String id) {
    return new RecoverRequest(Servers.lobby(id), "", "admin");
  }

  private ServerWorkflow played(String id) {
    return played(id, Duration.ZERO);
  }

  private ServerWorkflow played(String id, Duration backupEvery) {
    var spec = backupEvery.isZero() ? Servers.lobby(id) : Servers.kept(id);
    var server = world.create(ServerRun.first(spec));
    play(server, 1);
    return server;
  }

  private static void play(ServerWorkflow server, long seq) {
    server.wake(player(seq));
    server.playersLeft(new ProxyClaim("local", seq + 1));
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> server.status().state() instanceof ServerState.Asleep);
  }

  private static WakeRequest player(long seq) {
    return new WakeRequest("player", new ProxyClaim("local", seq), true);
  }
}
