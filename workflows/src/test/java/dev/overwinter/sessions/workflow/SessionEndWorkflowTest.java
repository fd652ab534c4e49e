package dev.overwinter.sessions.workflow;

import static dev.overwinter.sessions.workflow.SessionWorld.end;
import static dev.overwinter.sessions.workflow.SessionWorld.state;
import static dev.overwinter.sessions.workflow.SessionWorld.waitUntilOver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.Standing;
import dev.overwinter.sessions.MeterReport;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.Sessions;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.workflow.FakeDroplets.Boot;
import dev.overwinter.sessions.workflow.FakeDroplets.Creation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SessionEndWorkflowTest {
  private static final SessionSpec SPEC = Sessions.forAnna("4F2A9C");
  private static final Unit FIRST = Sessions.unit("4F2A9C", 1);
  private final SessionWorld world = new SessionWorld();

  @AfterEach
  void close() {
    world.close();
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

  /// Its answer was lost, and lists lag: the droplet is found 35 s after it began to cost.
  @Test
  @Tag("SES-01")
  @Tag("SES-02")
  void aDropletThatIsFoundLateIsPaidFromTheMomentThatItsProviderNames() {
    world.droplets.clock(world::now);
    world.droplets.then(Creation.ACCEPTED_AND_UNANSWERED);
    world.droplets.lag(3);
    var session = world.ready(SPEC);
    var droplet = session.status().droplet();
    world.sleep(Duration.ofMinutes(1));
    end(session, true);
    waitUntilOver(session);

    var at = world.records.reports().stream().map(report -> report.fact().at()).toList();
    assertThat(at)
        .as("the house, then Anna, each from its first to its last")
        .hasSize(4)
        .isSorted();
    assertThat(at.get(1)).isEqualTo(at.get(2));
    assertThat(world.droplets.lived(droplet)).isGreaterThan(Duration.ofSeconds(95));
    assertThat(Duration.between(at.getFirst(), at.getLast()))
        .isCloseTo(world.droplets.lived(droplet), Duration.ofSeconds(2));
  }

  /// What an attempt may still bring has to be waited for, and is nobody's to pay.
  @Test
  void nobodyPaysWhileNoDropletIsThere() {
    world.droplets.then(Boot.VANISHES);
    var session = world.start(SPEC);
    world.reach(session, "STARTING");
    world.beat(session, Sessions.unit("4F2A9C", 2), 1, 0);
    world.reach(session, "READY");
    var asked = world.now();
    end(session, false);
    waitUntilOver(session);

    var at = world.records.reports().getLast().fact().at();
    assertThat(at).isBetween(asked, asked.plusSeconds(5));
    assertThat(world.now()).as("over").isAfter(asked.plusSeconds(20));
  }

  @Test
  @Tag("SES-05")
  void aPlacementThatFailedCostsNothing() {
    world.droplets.then(Boot.VANISHES);
    var session = world.start(SPEC);
    world.reach(session, "STARTING");
    world.beat(session, Sessions.unit("4F2A9C", 2), 1, 0);
    world.reach(session, "READY");
    end(session, false);
    waitUntilOver(session);

    var at = world.records.reports().stream().map(report -> report.fact().at()).toList();
    assertThat(at.get(1)).as("the failed one's end").isEqualTo(at.get(0));
    assertThat(at.get(2)).as("the next one's begin").isAfter(at.get(1));
  }

  /// A worker may die between the provider's word and its own.
  @Test
  @Tag("SES-10")
  void nobodyPaysForTheTimeThatTheProofTook() {
    var session = world.ready(SPEC);
    world.sleep(Duration.ofMinutes(1));
    var asked = world.now();
    world.droplets.failDeletes(4);
    world.droplets.wereLastThere(asked.plusSeconds(1));
    end(session, false);
    waitUntilOver(session);

    assertThat(world.now()).as("proven").isAfter(asked.plusSeconds(10));
    assertThat(world.records.reports().getLast().fact().at()).isEqualTo(asked.plusSeconds(1));
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
