package dev.overwinter.servers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Use;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.DeleteRequest;
import dev.overwinter.servers.HibernateRequest;
import dev.overwinter.servers.Hibernation;
import dev.overwinter.servers.OrderOutcome;
import dev.overwinter.servers.ProxyClaim;
import dev.overwinter.servers.Refusal;
import dev.overwinter.servers.ServerSettings;
import dev.overwinter.servers.Servers;
import dev.overwinter.servers.Stopped;
import dev.overwinter.servers.WakeOutcome;
import dev.overwinter.servers.WakeRequest;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ServerBillingWorkflowTest {
  private final World world = new World();

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  @Tag("B-05")
  void saysWhenItsUseBeganAndEndedAndWhenItIsGone() {
    var server = created();
    wake(server);
    server.playersLeft(new ProxyClaim("local", 2));
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.delete(new DeleteRequest("admin"));
    WorkflowStub.fromTyped(server).getResult(Void.class);
    assertThat(said()).containsExactly("1 ASLEEP", "2 AWAKE", "3 ASLEEP", "4 gone");
    assertThat(world.records.facts)
        .filteredOn(MeterFact.Started.class::isInstance)
        .allSatisfy(
            fact -> assertThat(((MeterFact.Started) fact).priceClass()).isEqualTo("standard"));
  }

  @Test
  @Tag("B-05")
  void aCrashEndsTheUseAndTheRestartGoesOnWithIt() {
    var server = created();
    wake(server);
    var died = java.time.Instant.ofEpochMilli(world.temporal.currentTimeMillis());
    server.containerObserved(
        new ContainerObservation("run1", false, "exit code 139", Ending.CRASHED, List.of(), died));
    world.sleep(Duration.ofSeconds(10));
    await().until(() -> world.state(server).equals("AWAKE"));
    await().until(() -> world.records.facts.size() == 4);
    assertThat(said()).containsExactly("1 ASLEEP", "2 AWAKE", "3 stopped", "4 AWAKE again");
    assertThat(world.records.facts.get(2).at()).isBeforeOrEqualTo(died);
  }

  @Test
  @Tag("B-04")
  void withoutCreditsItSavesAndSleepsUnderItsPlayersAndWakesForNobody() {
    var server = created();
    wake(server);
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(world.containers.asked).endsWith("kick and stop");
    assertThat(server.status().state().reason()).isEqualTo("its owner has no credits left");
    assertThat(wake(server))
        .isInstanceOfSatisfying(
            WakeOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.CREDITS));
    assertThat(world.containers.count("start")).isEqualTo(1);

    server.creditStands(CreditStanding.of(4, Standing.FUNDED));
    assertThat(wake(server)).as("late news").isInstanceOf(WakeOutcome.Refused.class);
    server.creditStands(CreditStanding.of(6, Standing.FUNDED));
    assertThat(wake(server)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  @Tag("B-04")
  void aStopThatFindsPlayersGoesOnWhenCreditsEndMeanwhile() {
    var server = created();
    wake(server);
    server.playersLeft(new ProxyClaim("local", 2));
    world.containers.stops.add(new Stopped.StillPlayed(1));
    world.containers.duringStop =
        () -> {
          world.containers.duringStop = () -> {};
          server.creditStands(CreditStanding.of(5, Standing.EMPTY));
        };
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> world.containers.asked.contains("kick and stop"));
    await().until(() -> world.state(server).equals("ASLEEP"));
  }

  @Test
  @Tag("B-07")
  void whatIsToBeAwakeAlwaysWakesWhenCreditsAreBack() {
    var server = alwaysAwake();
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.creditStands(CreditStanding.of(6, Standing.FUNDED));
    await().until(() -> world.state(server).equals("AWAKE"));
  }

  /// However its account brought it to rest.
  @ParameterizedTest
  @ValueSource(strings = {"killed", "paid during the stop", "froze", "capped, then empty"})
  @Tag("B-07")
  void whatIsToBeAwakeAlwaysComesBack(String how) {
    var server = alwaysAwake();
    switch (how) {
      case "killed" -> {
        world.containers.stops.add(new Stopped.Killed(30));
        server.creditStands(CreditStanding.of(5, Standing.EMPTY));
        await().until(() -> world.state(server).equals("ASLEEP"));
      }
      case "paid during the stop" -> {
        duringStop(() -> server.creditStands(CreditStanding.of(6, Standing.FUNDED)));
        server.creditStands(CreditStanding.of(5, Standing.EMPTY));
      }
      case "froze" -> {
        duringStop(() -> server.creditStands(CreditStanding.of(5, Standing.EMPTY)));
        server.containerObserved(
            new ContainerObservation("run1", true, "mute", Ending.FROZEN, List.of()));
        await().until(() -> world.state(server).equals("ASLEEP"));
      }
      case "capped, then empty" -> {
        server.creditStands(CreditStanding.of(4, Standing.CAPPED));
        await().until(() -> world.state(server).equals("ASLEEP"));
        server.creditStands(CreditStanding.of(5, Standing.EMPTY));
      }
      default -> throw new AssertionError(how);
    }
    server.creditStands(CreditStanding.of(6, Standing.FUNDED));
    await().until(() -> world.state(server).equals("AWAKE"));
    assertThat(world.containers.count("start")).isEqualTo(2);
    await().until(() -> said().getLast().equals("4 AWAKE again"));
  }

  private static void hold(CountDownLatch until) {
    try {
      assertThat(until.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void duringStop(Runnable what) {
    world.containers.duringStop =
        () -> {
          world.containers.duringStop = () -> {};
          what.run();
        };
  }

  @Test
  @Tag("B-07")
  void whomSomebodySentToSleepCreditsDoNotWake() {
    var server = alwaysAwake();
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.hibernate(new HibernateRequest("admin", false));
    server.creditStands(CreditStanding.of(6, Standing.FUNDED));
    world.sleep(Duration.ofMinutes(1));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    assertThat(world.containers.count("start")).isEqualTo(1);
  }

  @Test
  @Tag("B-07")
  void anOrderToSleepThatIsRefusedForfeitsNothing() {
    var server = alwaysAwake();
    var answer = new CompletableFuture<OrderOutcome>();
    duringStop(() -> answer.complete(server.hibernate(new HibernateRequest("admin", false))));
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> world.state(server).equals("ASLEEP"));
    assertThat(answer.join())
        .isInstanceOfSatisfying(
            OrderOutcome.Refused.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.OCCUPIED));
    server.creditStands(CreditStanding.of(6, Standing.FUNDED));
    await().until(() -> world.state(server).equals("AWAKE"));
  }

  @Test
  @Tag("B-07")
  void whatMaintenanceKeepsAsleepWakesAfterIt() {
    var server = alwaysAwake();
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> world.state(server).equals("ASLEEP"));
    server.nodeStands(NodeStanding.MAINTENANCE, "local", null);
    server.creditStands(CreditStanding.of(6, Standing.FUNDED));
    world.sleep(Duration.ofMinutes(1));
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    server.nodeStands(NodeStanding.SERVING, "local", null);
    await().until(() -> world.state(server).equals("AWAKE"));
  }

  @Test
  @Tag("B-05")
  void aStopThatNobodyAnswersIsFreeFromTheLastWordOn() {
    var server = created();
    wake(server);
    var stopping = new CountDownLatch(1);
    var back = new CountDownLatch(1);
    world.containers.duringStop =
        () -> {
          stopping.countDown();
          hold(back);
        };
    server.playersLeft(new ProxyClaim("local", 2));
    server.hibernate(new HibernateRequest("admin", false));
    hold(stopping);
    var heard = java.time.Instant.ofEpochMilli(world.temporal.currentTimeMillis());
    server.nodeStands(NodeStanding.LOST, "local", heard);
    await().until(() -> said().size() == 3);
    assertThat(said()).endsWith("3 stopped");
    assertThat(world.records.facts.getLast().at()).isEqualTo(heard);
    server.nodeStands(NodeStanding.SERVING, "local", heard.plusSeconds(7_200));
    back.countDown();
    await().until(() -> said().getLast().equals("4 ASLEEP"));
  }

  @Test
  @Tag("B-05")
  void aStopThatIsRefusedIsTriedAgainAndPaidMeanwhile() {
    var server = created();
    wake(server);
    server.playersLeft(new ProxyClaim("local", 2));
    world.containers.failingSteps.add("stop");
    server.hibernate(new HibernateRequest("admin", false));
    await().until(() -> world.state(server).equals("FAILED"));
    var failures = world.containers.count("stop");
    server.containerObserved(new ContainerObservation("run1", true, "running"));
    await().until(() -> world.containers.count("stop") > failures);
    await().until(() -> world.state(server).equals("FAILED"));
    assertThat(said()).endsWith("2 AWAKE");

    world.containers.failingSteps.add("kick and stop");
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> world.containers.count("kick and stop") > 0);
    await().until(() -> world.state(server).equals("FAILED"));
    assertThat(said()).endsWith("2 AWAKE");

    world.containers.failingSteps.clear();
    world.sleep(Duration.ofMinutes(6));
    await().until(() -> world.state(server).equals("ASLEEP"));
    await().until(() -> said().getLast().equals("3 ASLEEP"));
  }

  @Test
  @Tag("B-07")
  void anAccountHearsOfAUseThatBeganWhileTheDatabaseIsAway() {
    var server = created();
    await().until(() -> world.records.facts.size() == 1);
    world.records.down = true;
    wake(server);
    await().until(() -> said().getLast().equals("2 AWAKE"));
    server.creditStands(CreditStanding.of(5, Standing.EMPTY));
    await().until(() -> said().getLast().equals("3 ASLEEP"));
    assertThat(world.records.label("s1")).as("the row waits").isEqualTo("ASLEEP");
    assertThat(world.state(server)).isEqualTo("ASLEEP");
    world.records.down = false;
    world.sleep(Duration.ofMinutes(1));
    assertThat(said()).containsExactly("1 ASLEEP", "2 AWAKE", "3 ASLEEP");
  }

  /// An older worker's run has said nothing to anybody, whatever it believes.
  @Test
  @Tag("B-05")
  void aServerFromBeforeBillingIsMeteredFromItsNextRunOn() {
    world.create(new ServerRun(Servers.lobby("s1"), null, 30, true, false, null));
    await().until(() -> said().equals(List.of("1 ASLEEP", "2 ASLEEP")));
  }

  @Test
  @Tag("B-02")
  void aDatabaseThatWasAwayHearsEveryFactInItsOrder() {
    var server = created();
    await().until(() -> world.records.facts.size() == 1);
    world.records.down = true;
    for (var night = 1; night <= 3; night++) {
      wake(server, 2L * night);
      server.playersLeft(new ProxyClaim("local", 2L * night + 1));
      server.hibernate(new HibernateRequest("admin", false));
      await().until(() -> world.state(server).equals("ASLEEP"));
    }
    world.records.down = false;
    world.sleep(Duration.ofMinutes(1));
    await().until(() -> world.records.facts.size() == 7);
    assertThat(world.records.facts)
        .extracting(MeterFact::number)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  private List<String> said() {
    var words = new ArrayList<String>();
    for (var fact : world.records.facts) {
      words.add(
          fact.number()
              + switch (fact) {
                case MeterFact.Started s when s.use() == Use.AWAKE && s.continues() ->
                    " AWAKE again";
                case MeterFact.Started s -> " " + s.use();
                case MeterFact.Stopped s when s.gone() -> " gone";
                case MeterFact.Stopped _ -> " stopped";
              });
    }
    return words;
  }

  private ServerWorkflow alwaysAwake() {
    var server = created();
    var spec = Servers.lobby("s1");
    server.configure(
        new ServerSettings(
            spec.name(), new Hibernation(false, Duration.ZERO, Duration.ZERO), spec.joining()));
    wake(server);
    return server;
  }

  private ServerWorkflow created() {
    var server = world.create("s1");
    server.awaitCreated();
    return server;
  }

  private static WakeOutcome wake(ServerWorkflow server) {
    return wake(server, 1);
  }

  private static WakeOutcome wake(ServerWorkflow server, long seq) {
    return server.wake(new WakeRequest("player", new ProxyClaim("local", seq), true));
  }
}
