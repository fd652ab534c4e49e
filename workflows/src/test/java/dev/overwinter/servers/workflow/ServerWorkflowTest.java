package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.CreateOutcome;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.Started;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ServerWorkflowTest {
  private final World world = new World();

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void isMadeStepByStepAndThenSleeps() {
    var server = world.create("s1");
    assertThat(server.awaitCreated()).isEqualTo(new CreateOutcome.Created(20_000));
    assertThat(world.containers.asked).containsExactly("image", "network", "volume", "container");
    assertThat(world.state(server)).isEqualTo("ASLEEP");
  }

  @Test
  @Tag("L-13")
  void aStepThatFailsLeavesNothingAndSaysWhy() {
    world.containers.failingSteps.add("container");
    var server = world.create("s1");
    assertThat(server.awaitCreated()).isEqualTo(new CreateOutcome.Failed("container of s1 failed"));
    assertThat(world.containers.asked).endsWith("container", "remove");
    assertThat(world.state(server)).isEqualTo("FAILED");

    world.containers.failingSteps.clear();
    assertThat(wake(server)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  @Tag("L-13")
  void anUndoingThatFailsTooLeavesAServerThatCanBeTriedAgainAndDeleted() {
    world.containers.failingSteps.addAll(List.of("container", "remove"));
    var server = world.create("s1");
    assertThat(server.awaitCreated())
        .isEqualTo(
            new CreateOutcome.Failed(
                "container of s1 failed; and it could not be undone: remove of s1 failed"));
    assertThat(wake(server)).isInstanceOf(WakeOutcome.Refused.class);
    assertThat(world.state(server)).isEqualTo("FAILED");

    world.containers.failingSteps.clear();
    assertThat(wake(server)).isInstanceOf(WakeOutcome.Ready.class);
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(world.records.released).containsExactly("s1");
  }

  @Test
  @Tag("L-13")
  void noFailedStepEndsTheWorkflow() {
    for (var step : List.of("image", "network", "volume", "container")) {
      world.containers.failingSteps.add(step);
      world.containers.failingSteps.add("remove");
      var server = world.create("of-" + step);
      assertThat(server.awaitCreated()).isInstanceOf(CreateOutcome.Failed.class);
      world.containers.failingSteps.clear();
      server.delete(new DeleteRequest("admin"));
      WorkflowStub.fromTyped(server).getResult(Void.class);
    }
  }

  @Test
  @Tag("L-15")
  void aSubnetThatSomebodyElseUsesOnThisHostIsLeftForAnother() {
    world.containers.foreignSubnets.addAll(List.of("10.213.0.0/29", "10.213.0.8/29"));
    var server = world.create("s1");
    assertThat(server.awaitCreated()).isEqualTo(new CreateOutcome.Created(20_000));
    assertThat(world.containers.count("network")).isEqualTo(3);
    assertThat(server.status().allocation()).isEqualTo(new Allocation(20_000, "10.213.0.16/29"));

    // Somebody took it while the server slept and its network had been pruned.
    world.containers.foreignSubnets.add("10.213.0.16/29");
    assertThat(wake(server)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(server.status().allocation()).isEqualTo(new Allocation(20_000, "10.213.0.24/29"));
  }

  @Test
  @Tag("L-15")
  void aHostOnWhichEverySubnetIsUsedIsSaidSo() {
    world.containers.foreignSubnets.addAll(
        IntStream.range(0, 32).mapToObj(i -> "10.213.0." + 8 * i + "/29").toList());
    var server = world.create("s1");
    assertThat(server.awaitCreated()).isInstanceOf(CreateOutcome.Failed.class);
    assertThat(server.status().state().reason()).contains("is used by something else on this host");
    assertThat(world.containers.count("network")).isLessThan(10);
  }

  @Test
  void aRefusedPortLeavesNoServer() {
    world.records.full = true;
    var server = world.create("s1");
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(world.containers.asked).isEmpty();
    assertThat(world.records.label("s1")).isEqualTo("DELETED");
  }

  @Test
  @Tag("L-06")
  void startsOneContainerHoweverManyKnock() {
    var server = world.create("s1");
    server.awaitCreated();
    try (var players = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 8)
              .mapToObj(
                  n -> CompletableFuture.supplyAsync(() -> knock(server, "p" + n, 1), players))
              .toList();
      assertThat(answers.stream().map(CompletableFuture::join))
          .allSatisfy(answer -> assertThat(answer).isInstanceOf(WakeOutcome.Ready.class));
    }
    assertThat(world.containers.count("start")).isEqualTo(1);
  }

  @Test
  void aWakeByAProxyCostsFewerThanFifteenEvents() {
    var server = world.create("s1");
    server.awaitCreated();
    world.sleep(Duration.ofSeconds(5));
    var before = world.events("s1").size();
    knock(server, "local", 1);
    // Long enough for the last row to be written, and for a timer that should not be there.
    world.sleep(Duration.ofHours(1));
    var wake = world.events("s1").subList(before, world.events("s1").size());
    assertThat(wake).hasSizeLessThan(15);
  }

  @Test
  @Tag("L-09")
  void aServerWithOneQuietPlayerStaysUp() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 1);
    world.sleep(Duration.ofHours(30));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    assertThat(world.containers.count("stop")).isZero();
  }

  @Test
  void sleepsWhenTheLastPlayerHasBeenGoneForTheIdleTime() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 1);
    world.sleep(Duration.ofHours(1));
    server.playersLeft(new ProxyClaim("local", 2));
    world.sleep(Duration.ofMinutes(14));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    world.sleep(Duration.ofMinutes(2));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    assertThat(world.containers.count("stop")).isEqualTo(1);
    assertThat(server.status().state().reason()).isEqualTo("empty for 15 min");
  }

  @Test
  void operatorsReadWhatIsTrueNow() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 1);
    assertThat(details(server)).contains("### AWAKE", "players: yes").doesNotContain("hibernates");
    server.playersLeft(new ProxyClaim("local", 2));
    assertThat(details(server)).contains("### AWAKE", "players: none known", "hibernates at: ");
  }

  private static String details(ServerWorkflow server) {
    return WorkflowStub.fromTyped(server)
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  @Test
  void aPlayerWhoComesBackMovesTheBedtime() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 1);
    server.playersLeft(new ProxyClaim("local", 2));
    world.sleep(Duration.ofMinutes(10));
    knock(server, "local", 3);
    world.sleep(Duration.ofMinutes(10));
    server.playersLeft(new ProxyClaim("local", 4));
    world.sleep(Duration.ofMinutes(14));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    world.sleep(Duration.ofMinutes(2));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
  }

  @Test
  void lateWordOfALeavingPlayerDoesNotUndoANewerJoin() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 5);
    server.playersLeft(new ProxyClaim("local", 4));
    world.sleep(Duration.ofHours(2));
    assertThat(world.state(server)).isEqualTo("AWAKE");
  }

  @Test
  @Tag("L-07")
  void aServerWokenByItsOwnerIdlesFromTheMomentItIsReady() {
    var server = world.create("s1");
    server.awaitCreated();
    world.sleep(Duration.ofDays(3));
    wake(server);
    world.sleep(Duration.ofMinutes(14));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    world.sleep(Duration.ofMinutes(2));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
  }

  @Test
  @Tag("L-04")
  void aKnockDuringTheStopIsHeldThroughOneStopAndOneStart() {
    var server = world.create("s1");
    server.awaitCreated();
    wake(server);
    var knocked = new CountDownLatch(1);
    world.containers.duringStop = () -> assertThat(await(knocked)).isTrue();
    server.hibernate(new HibernateRequest("admin", false));
    // Answered at once, while the stop is still under way.
    assertThat(server.wake(new WakeRequest("player via local", new ProxyClaim("local", 1), false)))
        .isInstanceOf(WakeOutcome.Coming.class);
    assertThat(world.state(server)).isEqualTo("HIBERNATING");
    knocked.countDown();
    assertThat(knock(server, "local", 2)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(world.containers.asked).endsWith("start", "stop", "start");
  }

  private static boolean await(CountDownLatch knocked) {
    try {
      return knocked.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  @Tag("L-05")
  void aGameWithPlayersThatNobodyAnnouncedIsLeftRunning() {
    var server = world.create("s1");
    server.awaitCreated();
    wake(server);
    world.containers.stops.add(new Stopped.StillPlayed(1));
    world.sleep(Duration.ofMinutes(16));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    world.sleep(Duration.ofMinutes(16));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
  }

  @Test
  @Tag("L-10")
  void aServerThatCannotStartFailsWithItsReason() {
    var server = world.create("s1");
    server.awaitCreated();
    for (int i = 0; i < 3; i++) {
      world.containers.starts.add(new Started.Failed("exit code 1: no EULA"));
    }
    assertThat(wake(server))
        .isEqualTo(
            new WakeOutcome.Refused(Refusal.FAILED, "exit code 1: no EULA", Duration.ofMinutes(1)));
    assertThat(world.containers.count("start")).isEqualTo(3);
    assertThat(world.state(server)).isEqualTo("FAILED");
  }

  @Test
  @Tag("L-01")
  void aContainerKilledOutsideLeavesAwakeAndTheNextKnockStartsIt() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 1);
    server.containerObserved(new ContainerObservation("run1", false, "exit code 137"));
    world.sleep(Duration.ofSeconds(1));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    assertThat(knock(server, "local", 2)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void somebodyWhoPlaysIsNotSentHomeByAnOrderWithoutForce() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 1);
    assertThat(server.hibernate(new HibernateRequest("admin", false)))
        .isEqualTo(new OrderOutcome.Refused(Refusal.OCCUPIED, "somebody plays"));
    assertThat(server.hibernate(new HibernateRequest("admin", true)))
        .isEqualTo(new OrderOutcome.Accepted("HIBERNATING"));
    world.sleep(Duration.ofSeconds(5));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    assertThat(world.containers.asked).contains("kick and stop");
  }

  @Test
  @Tag("L-14")
  void aDeleteRemovesEverythingAndEndsTheWorkflow() {
    var server = world.create("s1");
    server.awaitCreated();
    wake(server);
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(world.containers.asked).endsWith("remove");
    assertThat(world.records.released).containsExactly("s1");
    assertThat(world.records.label("s1")).isEqualTo("DELETED");
  }

  @Test
  @Tag("L-14")
  void aDeleteThatFailsIsTriedUntilItSucceeds() {
    var server = world.create("s1");
    server.awaitCreated();
    world.containers.failingSteps.add("remove");
    server.delete(new DeleteRequest("admin"));
    world.sleep(Duration.ofMinutes(5));
    assertThat(world.state(server)).isEqualTo("DELETING");
    world.containers.failingSteps.clear();
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(world.records.released).containsExactly("s1");
  }

  @Test
  void aDatabaseThatIsDownDelaysNoPlayerAndMissesNothing() {
    var server = world.create("s1");
    server.awaitCreated();
    world.records.down = true;
    assertThat(knock(server, "local", 1)).isInstanceOf(WakeOutcome.Ready.class);
    world.records.down = false;
    world.sleep(Duration.ofMinutes(1));
    assertThat(world.records.label("s1")).isEqualTo("AWAKE");
  }

  @Test
  void aCancellationFromOutsideDoesNotLeaveAContainerBehind() {
    var server = world.create("s1");
    server.awaitCreated();
    knock(server, "local", 1);
    WorkflowStub.fromTyped(server).cancel();
    world.sleep(Duration.ofHours(1));
    assertThat(world.state(server)).isEqualTo("AWAKE");
    server.playersLeft(new ProxyClaim("local", 2));
    world.sleep(Duration.ofMinutes(20));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
  }

  private static WakeOutcome wake(ServerWorkflow server) {
    return server.wake(new WakeRequest("admin via api", null, true));
  }

  private static WakeOutcome knock(ServerWorkflow server, String proxy, long seq) {
    return server.wake(new WakeRequest("player via " + proxy, new ProxyClaim(proxy, seq), true));
  }
}
