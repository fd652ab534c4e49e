package dev.overwinter.sessions.workflow;

import static dev.overwinter.sessions.workflow.SessionWorld.end;
import static dev.overwinter.sessions.workflow.SessionWorld.state;
import static dev.overwinter.sessions.workflow.SessionWorld.waitUntilOver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.Sessions;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.workflow.FakeDroplets.Boot;
import dev.overwinter.sessions.workflow.FakeDroplets.Creation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SessionWorkflowTest {
  private static final SessionSpec SPEC = Sessions.forAnna("4F2A9C");
  private static final Unit FIRST = Sessions.unit("4F2A9C", 1);
  private static final Unit SECOND = Sessions.unit("4F2A9C", 2);
  private final SessionWorld world = new SessionWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Tag("SES-03")
  @Tag("SES-06")
  void isReadyWithItsPublicAddressAfterItsFirstHeartbeatAndNotBefore() {
    var session = world.start(SPEC);
    world.reach(session, "STARTING");
    var waiting = CompletableFuture.supplyAsync(session::awaitReady);
    assertThat(waiting).isNotDone();

    world.beat(session, FIRST, 1, 0);

    var ready = (StartOutcome.Ready) waiting.join();
    assertThat(ready.tag()).isEqualTo(new ShareTag("4F2A9C"));
    assertThat(ready.ipv4()).isEqualTo("203.0.113.1");
    assertThat(world.droplets.count("create")).isEqualTo(1);
  }

  @Test
  @Tag("SES-01")
  void aWorkerThatDiesBetweenTheAnswerAndItsRecordLeavesOneDropletThatTheSessionUses() {
    world.droplets.then(Creation.ACCEPTED_AND_THE_WORKER_DIES);
    world.droplets.lag(2);

    var session = world.ready(SPEC);

    assertThat(session.status().droplet()).isEqualTo(3_000_000_001L);
    assertThat(world.droplets.count("create")).isEqualTo(1);
    assertThat(world.droplets.units()).containsExactly(FIRST.text());
  }

  @Test
  @Tag("SES-02")
  void aCreationThatTimesOutIsFoundByItsTagAndNotRepeated() {
    world.droplets.then(Creation.ACCEPTED_AND_UNANSWERED);
    world.droplets.lag(3);

    world.ready(SPEC);

    assertThat(world.droplets.count("create")).isEqualTo(1);
    assertThat(world.droplets.units()).hasSize(1);
  }

  @Test
  @Tag("SES-02")
  void aDropletThatNoListShowedInTimeIsDestroyedWhenItIsSeen() {
    world.droplets.then(Creation.ACCEPTED_AND_UNANSWERED);
    world.droplets.lag(6);
    var session = world.start(SPEC);
    world.eventually(() -> world.droplets.count("create " + SECOND.text()) == 1);
    world.sleep(Duration.ofMinutes(4));

    assertThat(world.droplets.units()).containsExactly(SECOND.text());
    assertThat(session.status().loose()).isEmpty();
  }

  @Test
  @Tag("SES-02")
  void aDuplicateIsSweptAndTheSessionGoesOn() {
    world.droplets.then(Creation.ACCEPTED_TWICE);

    var session = world.ready(SPEC);

    world.eventually(() -> world.droplets.units().size() == 1);
    assertThat(session.status().droplet()).isEqualTo(3_000_000_001L);
    assertThat(world.droplets.exists(3_000_000_001L)).isTrue();
  }

  @Test
  @Tag("SES-04")
  void placementsThatFailAreReplacedUntilTheAttemptsAreUsedUp() {
    world.droplets.then(Boot.VANISHES, Boot.VANISHES, Boot.VANISHES);
    var session = world.start(SPEC);

    world.reach(session, "ENDING");
    var outcome = (StartOutcome.Refused) session.awaitReady();
    waitUntilOver(session);

    assertThat(outcome.refusal()).isEqualTo(Refusal.FAILED);
    assertThat(world.records.label(SPEC.id())).isEqualTo("FAILED");
    assertThat(world.droplets.count("create")).isEqualTo(3);
    assertThat(world.droplets.units()).isEmpty();
  }

  @Test
  @Tag("SES-05")
  void aPlacementThatFailsIsMadeAnewUnderAnotherName() {
    world.droplets.then(Boot.VANISHES);
    var session = world.start(SPEC);
    world.reach(session, "STARTING");
    world.beat(session, FIRST, 9, 0);
    assertThat(state(session)).as("that was the first attempt's").isEqualTo("STARTING");
    world.beat(session, SECOND, 1, 0);
    world.reach(session, "READY");

    assertThat(world.droplets.units()).containsExactly(SECOND.text());
    assertThat(world.droplets.log()).contains("create " + SECOND.text() + " in nyc3");
  }

  @Test
  @Tag("SES-04")
  void aGameThatNeverSpeaksIsReplacedInTime() {
    var session = world.start(SPEC);
    world.reach(session, "STARTING");
    world.sleep(Duration.ofMinutes(8));
    world.eventually(() -> world.droplets.count("create") == 2);
    world.eventually(() -> world.droplets.units().equals(List.of(SECOND.text())));
  }

  @Test
  @Tag("SES-07")
  @Tag("SES-24")
  void heartbeatsThatChangeNothingStayOutOfTheHistory() {
    var session = world.ready(SPEC);
    world.beat(session, FIRST, 2, 3);
    for (var minute = 2; minute <= 60; minute++) {
      world.sleep(Duration.ofMinutes(1));
      world.beatSilently(FIRST, 1 + minute, 3);
    }

    assertThat(state(session)).isEqualTo("READY");
    assertThat(world.history("session/4F2A9C").getEvents().size()).isLessThan(350);
  }

  @Test
  @Tag("SES-09")
  void theSameRequestHasTheSameSession() {
    world.ready(SPEC);
    var again = world.start(Sessions.forAnna("ABCDEF"));

    assertThat(again.awaitReady()).isEqualTo(new StartOutcome.Existing(SPEC.tag()));
    waitUntilOver(again);
    assertThat(world.droplets.count("create")).isEqualTo(1);
  }

  @Test
  @Tag("SES-22")
  void whatIsSoldOutIsHadElsewhere() {
    world.droplets.then(Creation.SOLD_OUT);
    var session = world.ready(SPEC);
    assertThat(session.status().host().orElseThrow().region()).isEqualTo("nyc3");
  }

  @Test
  @Tag("SES-22")
  void noRoomIsSaidAtOnceAndAskedOnce() {
    world.droplets.then(Creation.NO_ROOM);
    var session = world.start(SPEC);
    var refused = (StartOutcome.Refused) session.awaitReady();
    assertThat(refused.refusal()).isEqualTo(Refusal.DROPLET_LIMIT);
    assertThat(refused.retryAfter()).isPositive();
    waitUntilOver(session);
    assertThat(world.droplets.count("create")).isEqualTo(1);
  }

  @Test
  @Tag("SES-23")
  void whoIsToldToWaitWaits() {
    world.droplets.then(Creation.NOT_NOW, Creation.NOT_NOW);
    var from = world.now();
    world.ready(SPEC);
    assertThat(Duration.between(from, world.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(world.droplets.count("create " + FIRST.text())).isEqualTo(3);
  }

  @Test
  @Tag("SES-21")
  void whoMayNotHaveOneCostsNothing() {
    world.records.refuse("anna");
    var session = world.start(SPEC);
    var refused = (StartOutcome.Refused) session.awaitReady();
    assertThat(refused.refusal()).isEqualTo(Refusal.QUOTA);
    waitUntilOver(session);
    assertThat(world.droplets.log()).isEmpty();
  }

  @Test
  @Tag("SES-08")
  void fiftyWhoWantAWarmOneGetItOnce() {
    var session = world.ready(Sessions.warm("4F2A9C"));
    var outcomes = new ArrayList<CompletableFuture<StartOutcome>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one = 0; one < 50; one++) {
        var lease = new Lease("owner" + one, "198.51.100." + one, "key" + one);
        outcomes.add(CompletableFuture.supplyAsync(() -> session.lease(lease), threads));
      }
      assertThat(outcomes.stream().map(CompletableFuture::join))
          .filteredOn(StartOutcome.Ready.class::isInstance)
          .hasSize(1);
    }
    assertThat(outcomes.stream().map(CompletableFuture::join))
        .filteredOn(StartOutcome.Refused.class::isInstance)
        .extracting(refused -> ((StartOutcome.Refused) refused).refusal())
        .containsOnly(Refusal.TAKEN);
  }

  @Test
  @Tag("SES-08")
  @Tag("SES-09")
  void aLeaseThatIsRefusedLeavesItWarmAndTheSameLeaseTwiceIsOne() {
    world.records.refuse("bert");
    var session = world.ready(Sessions.warm("4F2A9C"));
    var refused = (StartOutcome.Refused) session.lease(Sessions.BERT);
    assertThat(refused.refusal()).isEqualTo(Refusal.QUOTA);
    assertThat(state(session)).isEqualTo("WARM");

    var first = session.lease(Sessions.ANNA);
    assertThat(first).isInstanceOf(StartOutcome.Ready.class);
    assertThat(session.lease(Sessions.ANNA)).isEqualTo(first);
  }

  @Test
  @Tag("SES-25")
  void aDatabaseThatIsAwayEndsNothingAndIsToldEverythingAfterwards() {
    var session = world.ready(SPEC);
    world.beat(session, FIRST, 2, 2);
    world.records.down(true);
    world.beat(session, FIRST, 3, 0);
    world.beat(session, FIRST, 4, 1);
    world.sleep(Duration.ofMinutes(10));
    assertThat(state(session)).isEqualTo("READY");
    world.records.hear(Sessions.beat(FIRST, 5, 1, world.now()));
    world.records.down(false);
    world.sleep(Duration.ofMinutes(1));
    assertThat(state(session)).isEqualTo("READY");
    assertThat(world.records.row(SPEC.id()).orElseThrow().presence().clients()).isEqualTo(1);
  }

  @Test
  void continuesAsNewWithAllThatItKnows() {
    var session = world.start(SessionRun.first(SPEC, 60));
    world.reach(session, "STARTING");
    world.beat(session, FIRST, 1, 0);
    world.reach(session, "READY");
    for (var number = 2; number < 40; number++) {
      world.beat(session, FIRST, number, number % 2);
    }
    world.sleep(Duration.ofSeconds(1));

    assertThat(world.history("session/4F2A9C").getEvents().size()).isLessThan(120);
    assertThat(end(session, true).gone()).isTrue();
    assertThat(world.droplets.units()).isEmpty();
  }
}
