package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.FormerRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.RelocateRequest;
import dev.overwinter.servers.RestoreRequest;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How the world of a backup takes the place of a server's own, and how it gives it back.
@Timeout(60)
@Tag("D-05")
final class RestoreWorkflowTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.worlds.slow = false;
    world.close();
  }

  @Test
  void theWorldFromBeforeIsKeptUntilTheRestoredOneHasBeenReadyForADay() {
    var server = kept("s1");
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(world.worlds.asked).endsWith("unpack w2");
    assertThat(server.status().kept().world().current()).isEqualTo(2);
    assertThat(server.status().state().reason()).startsWith("restored from the backup ");
    // As long as nobody has tried it, nobody knows whether it is any good.
    world.sleep(Duration.ofDays(3));
    assertThat(server.status().kept().world().former()).isNotNull();
    refused(server.restoreBackup(ask(server)), Refusal.FORMER_KEPT);

    assertThat(server.wake(player(1))).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(world.containers.worlds).containsExactly(2);
    server.playersLeft(new ProxyClaim("local", 2));
    world.sleep(Duration.ofHours(23));
    assertThat(world.worlds.count("drop w1 beside w2")).isZero();
    world.sleep(Duration.ofHours(2));
    await().until(() -> server.status().kept().world().unwanted().isEmpty());
    assertThat(world.worlds.count("drop w1 beside w2")).isEqualTo(1);
    assertThat(server.status().kept().world().former()).isNull();
    refused(server.undoRestore(new FormerRequest("admin")), Refusal.NO_FORMER);
    // No number is used twice.
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.worlds.count("unpack w3") == 1);
  }

  @Test
  void aRestoredWorldThatCannotBeStartedGivesItsPlaceBackAndThePlayerWaitingGetsIn() {
    var server = kept("s1");
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.state(server).equals("ASLEEP"));
    for (var attempt = 0; attempt < 3; attempt++) {
      world.containers.starts.add(new Started.Failed("exit code 1"));
    }
    assertThat(server.wake(player(1))).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(world.containers.worlds).containsExactly(2, 2, 2, 1);
    var line = server.status().kept().world();
    assertThat(line.current()).isEqualTo(1);
    assertThat(line.note()).isEqualTo("given back: exit code 1");
    await().until(() -> world.worlds.count("drop w2 beside w1") == 1);
  }

  @Test
  void itIsTakenBackByOrderAndTheRestoredOneGoes() {
    var server = kept("s1");
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.wake(player(1));
    refused(server.undoRestore(new FormerRequest("admin")), Refusal.NOT_ASLEEP);
    server.hibernate(new HibernateRequest("admin", true));
    await().until(() -> world.state(server).equals("ASLEEP"));
    accepted(server.undoRestore(new FormerRequest("admin")));
    awaitTidy(server);
    assertThat(world.worlds.count("drop w2 beside w1")).isEqualTo(1);
    server.wake(player(2));
    assertThat(world.containers.worlds).containsExactly(2, 1);
  }

  @Test
  void aBackupThatCannotBeTrustedChangesNothing() {
    var server = kept("s1");
    world.worlds.failing = true;
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(server.status().state().reason()).isEqualTo("not restored: unpack w2: broken");
    world.worlds.failing = false;
    world.sleep(Duration.ofMinutes(11));
    awaitTidy(server);
    server.wake(player(1));
    assertThat(world.containers.worlds).containsExactly(1);
  }

  @Test
  void whoKnocksMeanwhileWaitsAndEverythingElseIsRefused() {
    var server = kept("s1");
    world.worlds.slow = true;
    var from = ask(server);
    accepted(server.restoreBackup(from));
    await().until(() -> world.worlds.count("unpack w2") == 1);
    assertThat(server.wake(new WakeRequest("player", new ProxyClaim("local", 1), false)))
        .isInstanceOf(WakeOutcome.Coming.class);
    refused(server.restoreBackup(from), Refusal.RESTORING);
    refused(server.backUp(new BackupRequest("admin")), Refusal.RESTORING);
    refused(server.forgetBackup(new ForgetRequest(from.backup(), "admin")), Refusal.RESTORING);
    world.worlds.slow = false;
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(world.containers.worlds).containsExactly(2);
  }

  @Test
  void aNodeThatIsLostOrADeleteEndsIt() {
    var server = kept("s1");
    world.worlds.slow = true;
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.worlds.count("unpack w2") == 1);
    server.nodeStands(NodeStanding.LOST, "local", null);
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(server.status().kept().world().current()).isEqualTo(1);
    server.nodeStands(NodeStanding.SERVING, "local", null);
    awaitTidy(server);
    assertThat(world.worlds.count("drop w2 beside w1")).isEqualTo(1);

    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.worlds.count("unpack w3") == 1);
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(world.containers.asked).endsWith("remove");
  }

  @Test
  void whatIsAwakeIsStoppedForItAndWokenAgain() {
    var server = kept("s1");
    server.wake(player(1));
    refused(server.restoreBackup(ask(server)), Refusal.OCCUPIED);
    server.playersLeft(new ProxyClaim("local", 2));
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.containers.worlds.size() == 2);
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(world.containers.worlds).containsExactly(1, 2);
    assertThat(world.worlds.count("unpack w2")).isEqualTo(1);
    assertThat(world.containers.asked.lastIndexOf("stop"))
        .isGreaterThan(world.containers.asked.indexOf("start"));
  }

  @Test
  void aPlayerWhomOnlyTheGameKnowsOfKeepsTheWorldThatHeIsIn() {
    var server = kept("s1");
    server.wake(new WakeRequest("admin", null, true));
    world.containers.stops.add(new Stopped.StillPlayed(1));
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(server.status().kept().world().note()).isEqualTo("not restored: somebody plays");
    assertThat(world.worlds.count("unpack w2")).isZero();
    assertThat(server.status().kept().world().current()).isEqualTo(1);
  }

  /// What lies on the lost node stays there with the place; the number goes along, and no other.
  @Test
  void aRestartElsewhereTakesNoFormerWorldAlongAndAFailedOneLosesNone() {
    var server = kept("s1");
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.nodeStands(NodeStanding.LOST, "local", null);
    world.worlds.failingSteps.add("restore g2");
    accepted(server.relocate(new RelocateRequest("admin", "", null, true)));
    await().until(() -> world.state(server).equals("FAILED"));
    assertThat(server.status().kept().world().former()).isNotNull();

    world.worlds.failingSteps.clear();
    accepted(server.relocate(new RelocateRequest("admin", "", null, true)));
    await().until(() -> world.state(server).equals("ASLEEP"));
    var line = server.status().kept().world();
    assertThat(line.current()).isEqualTo(2);
    assertThat(line.former()).isNull();
    assertThat(line.unwanted()).isEmpty();
    assertThat(server.status().kept().stranded()).hasSize(1);
    refused(server.undoRestore(new FormerRequest("admin")), Refusal.NO_FORMER);
    accepted(server.restoreBackup(ask(server)));
    await().until(() -> world.worlds.count("unpack w3") == 1);
  }

  private ServerWorkflow kept(String id) {
    var server = world.create(ServerRun.first(Servers.kept(id)));
    server.awaitCreated();
    server.backUp(new BackupRequest("admin"));
    await().until(() -> server.status().kept().backups().size() == 1);
    return server;
  }

  /// Until the node has heard back, too: the tests' Temporal does not bear that somebody cancels
  /// what has just ended.
  private static void awaitTidy(ServerWorkflow server) {
    await().until(() -> server.status().kept().world().unwanted().isEmpty());
  }

  private static RestoreRequest ask(ServerWorkflow server) {
    return new RestoreRequest(server.status().kept().backups().getFirst().id(), "admin");
  }

  private static WakeRequest player(long seq) {
    return new WakeRequest("player", new ProxyClaim("local", seq), true);
  }

  private static void accepted(OrderOutcome outcome) {
    assertThat(outcome).isInstanceOf(OrderOutcome.Accepted.class);
  }

  private static void refused(OrderOutcome outcome, Refusal why) {
    assertThat(List.of(outcome))
        .first()
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(why));
  }
}
