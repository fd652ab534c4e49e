package dev.overwinter.sessions.workflow;

import static dev.overwinter.sessions.workflow.SessionWorld.end;
import static dev.overwinter.sessions.workflow.SessionWorld.state;
import static dev.overwinter.sessions.workflow.SessionWorld.waitUntilOver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.Standing;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.MeterReport;
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
  void aSilentGameLosesItsSessionAndItsDroplet() {
    var session = world.ready(SPEC);
    world.sleep(Duration.ofMinutes(2));
    assertThat(state(session)).isEqualTo("READY");
    world.sleep(Duration.ofMinutes(2));
    waitUntilOver(session);

    assertThat(world.records.label(SPEC.id())).isEqualTo("ENDED");
    assertThat(world.droplets.units()).isEmpty();
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
  @Tag("SES-25")
  void aSilenceInWhichNobodyListenedEndsNothing() {
    var session = world.ready(SPEC);
    world.beat(session, FIRST, 2, 3);
    world.sleep(Duration.ofMinutes(2));
    world.records.listenSince(world.now().plus(Duration.ofSeconds(50)));
    world.sleep(Duration.ofMinutes(3));
    assertThat(state(session)).isEqualTo("READY");
    world.beatSilently(FIRST, 3, 3);
    world.sleep(Duration.ofMinutes(2));
    assertThat(state(session)).isEqualTo("READY");
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
  @Tag("SES-10")
  @Tag("SES-12")
  void aDeleteThatFailsFiveTimesLeavesTheSessionEndingUntilItIsGone() {
    var session = world.ready(SPEC);
    world.droplets.failDeletes(5);

    var first = end(session, false);
    assertThat(first.state()).isEqualTo("ENDING");
    assertThat(first.gone()).isFalse();
    waitUntilOver(session);
    assertThat(world.records.label(SPEC.id())).isEqualTo("ENDED");

    assertThat(world.droplets.count("destroy")).isEqualTo(6);
    assertThat(world.droplets.units()).isEmpty();
  }

  @Test
  @Tag("SES-11")
  void aDropletThatIsGoneAlreadyIsGone() {
    var session = world.ready(SPEC);
    world.droplets.vanish(session.status().droplet());
    assertThat(end(session, true).gone()).isTrue();
    assertThat(world.records.label(SPEC.id())).isEqualTo("ENDED");
  }

  @Test
  @Tag("SES-13")
  void howeverManyEndItItIsDestroyedOnce() {
    var session = world.ready(SPEC);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<CompletableFuture<Boolean>>();
      for (var one = 0; one < 8; one++) {
        ends.add(CompletableFuture.supplyAsync(() -> end(session, true).gone(), threads));
      }
      assertThat(ends).allMatch(CompletableFuture::join);
    }
    assertThat(world.droplets.count("destroy")).isEqualTo(1);
  }

  @Test
  @Tag("SES-30")
  void whatIsEndedWhileItIsAskedForLeavesNothingEvenWhenListsLag() {
    world.droplets.then(Creation.ACCEPTED_AND_UNANSWERED);
    world.droplets.lag(2);
    var session = world.start(SPEC);
    world.eventually(() -> world.droplets.count("create") == 1);
    assertThat(end(session, false).state()).isEqualTo("ENDING");
    waitUntilOver(session);

    assertThat(world.records.label(SPEC.id())).isEqualTo("ENDED");
    assertThat(world.droplets.units()).isEmpty();
    assertThat(world.droplets.count("destroy")).isEqualTo(1);
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
  @Tag("SES-14")
  void aHeartbeatOfAnEndedSessionBringsNothingBack() {
    var session = world.ready(SPEC);
    world.droplets.failDeletes(2);
    end(session, false);
    world.beat(session, FIRST, 50, 4);
    waitUntilOver(session);
    assertThat(world.records.row(SPEC.id()).orElseThrow().unit()).isEmpty();
    assertThat(world.records.label(SPEC.id())).isEqualTo("ENDED");
  }

  @Test
  @Tag("SES-31")
  void anEmptySessionEndsAfterItsGraceAndOnePlayerKeepsIt() {
    var session = world.ready(SPEC);
    for (var minute = 1; minute <= 9; minute++) {
      world.sleep(Duration.ofMinutes(1));
      world.beatSilently(FIRST, 1 + minute, 0);
    }
    assertThat(state(session)).isEqualTo("READY");
    // The signal of the one who came was lost; the row knows.
    world.beatSilently(FIRST, 20, 1);
    world.sleep(Duration.ofMinutes(2));
    assertThat(state(session)).isEqualTo("READY");
    world.beat(session, FIRST, 21, 0);
    for (var minute = 1; minute <= 10; minute++) {
      world.sleep(Duration.ofMinutes(1));
      world.beatSilently(FIRST, 30 + minute, 0);
    }
    waitUntilOver(session);
    assertThat(world.records.row(SPEC.id()).orElseThrow().state().reason())
        .isEqualTo("nobody plays");
  }

  @Test
  @Tag("SES-28")
  void aSessionWhoseDropletWasDestroyedByHandIsLost() {
    var session = world.ready(SPEC);
    var droplet = session.status().droplet();
    world.droplets.vanish(droplet);
    session.dropletVanished(SPEC.id(), droplet);
    waitUntilOver(session);
    assertThat(world.records.label(SPEC.id())).isEqualTo("LOST");
  }

  @Test
  void creditsThatAreGoneLetPlayersFinishAndThenEndIt() {
    var session = world.ready(SPEC);
    world.beat(session, FIRST, 2, 3);
    session.creditStands(CreditStanding.of(900, Standing.EMPTY, Sessions.HOUSE));
    assertThat(state(session)).as("the house pays no more").isEqualTo("READY");
    session.creditStands(CreditStanding.of(3, Standing.EMPTY, "anna"));
    assertThat(state(session)).isEqualTo("DRAINING");
    waitUntilOver(session);
    assertThat(world.records.row(SPEC.id()).orElseThrow().state().reason()).contains("credits");
  }

  @Test
  void eachSecondOfTheDropletIsReportedOnce() {
    var session = world.ready(SPEC);
    world.sleep(Duration.ofMinutes(1));
    end(session, true);
    waitUntilOver(session);
    assertThat(world.records.reports())
        .extracting(MeterReport::account)
        .containsExactly(Sessions.HOUSE, Sessions.HOUSE, "anna", "anna");
    var at = world.records.reports().stream().map(report -> report.fact().at()).toList();
    assertThat(at.get(1)).isEqualTo(at.get(2));
    assertThat(at).isSorted();
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

  @Test
  void aMachineOfSomebodyElseIsLeasedAndEndedWithoutTheProvider() {
    var spec = Sessions.machine("ABCDEF");
    var session = world.ready(spec);
    assertThat(((StartOutcome.Ready) session.lease(Sessions.ANNA)).ipv4()).isEqualTo("192.0.2.9");
    assertThat(end(session, true).onDroplet()).isFalse();
    assertThat(world.droplets.log()).isEmpty();
    waitUntilOver(session);
    assertThat(world.records.reports()).isEmpty();
  }
}
