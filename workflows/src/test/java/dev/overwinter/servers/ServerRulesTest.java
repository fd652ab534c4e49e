package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Waking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ServerRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Endpoint AT = new Endpoint("10.213.0.2", 25_565);
  private static final Awake AWAKE = new Awake(NOW, AT, "c1@t1");
  private static final Hibernation RULE =
      new Hibernation(true, Duration.ofMinutes(15), Duration.ofMinutes(2));

  private static final Situation EMPTY =
      new Situation(
          Occupancy.none(NOW.minusSeconds(600)), RULE, Crashes.NONE, NodeStanding.SERVING);

  @Test
  void aKnockStartsASleepingServer() {
    assertThat(go(ServerRules.wake(new Asleep(NOW, "created"), true, NodeStanding.SERVING, NOW)))
        .isEqualTo(Move.to(new Waking(NOW, 1), new Effect.Start(Duration.ZERO)));
  }

  @Test
  @Tag("L-06")
  void aSecondKnockStartsNothingMore() {
    var waking = new Waking(NOW, 1);
    assertThat(go(ServerRules.wake(waking, true, NodeStanding.SERVING, NOW.plusSeconds(1))))
        .isEqualTo(Move.none(waking));
    assertThat(go(ServerRules.wake(AWAKE, true, NodeStanding.SERVING, NOW)))
        .isEqualTo(Move.none(AWAKE));
  }

  @Test
  @Tag("L-04")
  void aKnockDuringTheStopWaitsForTheStopAndThenStarts() {
    var hibernating = new Hibernating(NOW, "empty for 15 min", false, false, AWAKE);
    var knocked = go(ServerRules.wake(hibernating, true, NodeStanding.SERVING, NOW));
    assertThat(knocked.effect()).isEmpty();
    assertThat(ServerRules.stopped(knocked.next(), new Stopped.Gracefully(), NOW))
        .isEqualTo(Move.to(new Waking(NOW, 1), new Effect.Start(Duration.ZERO)));
  }

  @Test
  @Tag("L-05")
  void nobodyIsCutOffUnlessTheOwnerInsists() {
    var played = Occupancy.none(NOW).joined("local", 1, NOW);
    assertThat(ServerRules.hibernate(AWAKE, played, new HibernateRequest("admin", false), NOW))
        .isEqualTo(new Decision.No(Refusal.OCCUPIED, "somebody plays"));
    assertThat(go(ServerRules.hibernate(AWAKE, played, new HibernateRequest("admin", true), NOW)))
        .isEqualTo(
            Move.to(
                new Hibernating(NOW, "asked by admin", true, false, AWAKE), new Effect.Stop(true)));
  }

  @Test
  @Tag("L-05")
  void aServerThatSomebodyWaitsForIsNotSentToSleep() {
    var held = Occupancy.none(NOW).joined("local", 1, NOW);
    assertThat(
            ServerRules.hibernate(
                new Waking(NOW, 1), held, new HibernateRequest("admin", false), NOW))
        .isEqualTo(new Decision.No(Refusal.WAKING, "somebody waits for it to wake"));
  }

  @Test
  @Tag("L-05")
  void aGameThatStillHasPlayersIsAwakeAgain() {
    var hibernating = new Hibernating(NOW, "empty", false, false, AWAKE);
    var later = NOW.plusSeconds(5);
    assertThat(ServerRules.stopped(hibernating, new Stopped.StillPlayed(2), later))
        .isEqualTo(Move.to(new Awake(later, AT, "c1@t1")));
  }

  @Test
  @Tag("L-07")
  void bothIdleClocksStartWhenItIsReady() {
    var empty = Occupancy.none(NOW.minus(Duration.ofHours(3)));
    assertThat(ServerRules.hibernatesAt(AWAKE, empty, RULE))
        .contains(NOW.plus(Duration.ofMinutes(15)));
  }

  @Test
  void theMinimumOutlastsAShorterIdleTime() {
    var rule = new Hibernation(true, Duration.ofSeconds(10), Duration.ofMinutes(2));
    assertThat(ServerRules.hibernatesAt(AWAKE, Occupancy.none(NOW), rule))
        .contains(NOW.plus(Duration.ofMinutes(2)));
  }

  @Test
  @Tag("L-09")
  void aServerWithAPlayerHasNoBedtime() {
    var played = Occupancy.none(NOW).joined("local", 1, NOW);
    assertThat(ServerRules.hibernatesAt(AWAKE, played, RULE)).isEmpty();
  }

  @Test
  void theLastOneToLeaveStartsTheClock() {
    var left = NOW.plus(Duration.ofHours(1));
    var empty = Occupancy.none(NOW).joined("local", 1, NOW).left("local", 2, left);
    assertThat(ServerRules.hibernatesAt(AWAKE, empty, RULE))
        .contains(left.plus(Duration.ofMinutes(15)));
  }

  @Test
  @Tag("L-10")
  void aStartIsTriedThreeTimesThenItFailedWithItsReason() {
    var first = ServerRules.started(new Waking(NOW, 1), new Started.Failed("exit code 1"), NOW);
    assertThat(first)
        .isEqualTo(Move.to(new Waking(NOW, 2), new Effect.Start(Duration.ofSeconds(2))));
    var second = ServerRules.started(first.next(), new Started.Failed("exit code 1"), NOW);
    assertThat(second)
        .isEqualTo(Move.to(new Waking(NOW, 3), new Effect.Start(Duration.ofSeconds(8))));
    var third = ServerRules.started(second.next(), new Started.Failed("exit code 1"), NOW);
    assertThat(third)
        .isEqualTo(Move.to(new Failed(NOW, "exit code 1", true, Duration.ofMinutes(1))));
  }

  @Test
  @Tag("L-10")
  void knocksDoNotHammerAServerThatCannotStartButItsOwnerMayTry() {
    var failed = new Failed(NOW, "exit code 1", true, Duration.ofMinutes(1));
    var soon = NOW.plusSeconds(20);
    assertThat(ServerRules.wake(failed, true, NodeStanding.SERVING, soon))
        .isEqualTo(new Decision.No(Refusal.FAILED, "exit code 1", Duration.ofSeconds(40)));
    assertThat(go(ServerRules.wake(failed, false, NodeStanding.SERVING, soon)).next())
        .isEqualTo(new Waking(soon, 1));
    var later = NOW.plusSeconds(60);
    assertThat(go(ServerRules.wake(failed, true, NodeStanding.SERVING, later)).next())
        .isEqualTo(new Waking(later, 1));
  }

  @Test
  @Tag("L-01")
  void aContainerThatDiesLeavesNothingAwake() {
    var seen = new ContainerObservation("c1@t1", false, "exit code 137");
    assertThat(ServerRules.observed(AWAKE, EMPTY, seen, NOW))
        .isEqualTo(Move.to(new Asleep(NOW, "stopped by itself: exit code 137")));
  }

  @Test
  void lateNewsOfAnEarlierRunChangesNothing() {
    var seen = new ContainerObservation("c1@t0", false, "exit code 0");
    assertThat(ServerRules.observed(AWAKE, EMPTY, seen, NOW)).isEqualTo(Move.none(AWAKE));
  }

  @Test
  void aContainerThatRunsUnaskedIsStoppedUnlessSomebodyPlays() {
    var asleep = new Asleep(NOW, "created");
    var move =
        ServerRules.observed(asleep, EMPTY, new ContainerObservation("c1@t9", true, ""), NOW);
    assertThat(move.effect()).contains(new Effect.Stop(false));
    assertThat(ServerRules.stopped(move.next(), new Stopped.StillPlayed(1), NOW).next())
        .isEqualTo(new Waking(NOW, 1));
  }

  @Test
  @Tag("L-01")
  void aCrashUnderPlayersIsStartedAgainAfterAPause() {
    var move = ServerRules.observed(AWAKE, played(1), crash(Ending.CRASHED), NOW);
    assertThat(move)
        .isEqualTo(
            Move.to(
                new Waking(NOW, 1, "crashed: exit code 139"),
                new Effect.Start(Duration.ofSeconds(2))));
    assertThat(ServerRules.observed(AWAKE, played(2), crash(Ending.CRASHED), NOW).effect())
        .contains(new Effect.Start(Duration.ofSeconds(8)));
  }

  @Test
  void aCrashCountsAsPlayedForAsLongAsThePlayersItCutOffMayComeBack() {
    var left = Occupancy.none(NOW).joined("local", 1, NOW).left("local", 2, NOW);
    var is = new Situation(left, RULE, crashes(1), NodeStanding.SERVING);
    var seen = crash(Ending.OUT_OF_MEMORY);
    assertThat(ServerRules.observed(AWAKE, is, seen, NOW.plusSeconds(30)).effect()).isPresent();
    assertThat(ServerRules.observed(AWAKE, is, seen, NOW.plusSeconds(61)))
        .isEqualTo(Move.to(new Asleep(NOW.plusSeconds(61), "crashed: exit code 139")));
  }

  @Test
  @Tag("L-01")
  void aServerThatNobodyHasEverPlayedOnIsMissedByNobody() {
    var fresh = new Situation(Occupancy.none(NOW), RULE, crashes(1), NodeStanding.SERVING);
    assertThat(ServerRules.observed(AWAKE, fresh, crash(Ending.CRASHED), NOW))
        .isEqualTo(Move.to(new Asleep(NOW, "crashed: exit code 139")));
  }

  @Test
  void aServerThatNeverSleepsIsStartedAgainThoughNobodyPlays() {
    var always = new Hibernation(false, Duration.ofMinutes(15), Duration.ofMinutes(2));
    var is = new Situation(EMPTY.occupancy(), always, crashes(1), NodeStanding.SERVING);
    assertThat(ServerRules.observed(AWAKE, is, crash(Ending.CRASHED), NOW).effect()).isPresent();
  }

  @Test
  @Tag("L-10")
  void theThirdCrashInTenMinutesIsLeftLyingWithItsLastLines() {
    assertThat(ServerRules.observed(AWAKE, played(3), crash(Ending.CRASHED), NOW))
        .isEqualTo(
            Move.to(
                new Failed(
                    NOW,
                    "crashed: exit code 139; 3 times in 10 min",
                    true,
                    Duration.ofMinutes(5),
                    List.of("segmentation fault"))));
  }

  @Test
  void crashesAreForgottenAfterTenMinutes() {
    var third = crashes(2).and(NOW.plus(Duration.ofMinutes(11)));
    assertThat(third.at()).hasSize(1);
    assertThat(third.tooMany()).isFalse();
  }

  @Test
  void anExitAfterAStopLineIsAStop() {
    assertThat(ServerRules.observed(AWAKE, played(0), crash(Ending.STOPPED), NOW))
        .isEqualTo(Move.to(new Asleep(NOW, "stopped by itself: exit code 139")));
  }

  @Test
  void aFrozenGameIsKilledAndStartedAgainForThoseWhoPlay() {
    var seen =
        new ContainerObservation("c1@t1", true, "no answer for 60 s", Ending.FROZEN, List.of());
    var move = ServerRules.observed(AWAKE, played(1), seen, NOW);
    assertThat(move)
        .isEqualTo(
            Move.to(
                new Hibernating(
                    NOW,
                    "froze: no answer for 60 s",
                    true,
                    true,
                    AWAKE,
                    "froze: no answer for 60 s"),
                new Effect.Stop(true)));
    assertThat(ServerRules.stopped(move.next(), new Stopped.Killed(30), NOW).effect())
        .contains(new Effect.Start(Duration.ZERO));
    assertThat(ServerRules.observed(AWAKE, EMPTY, seen, NOW).next())
        .isEqualTo(new Hibernating(NOW, "froze: no answer for 60 s", true, false, AWAKE));
  }

  @Test
  void aNodeInMaintenanceIsEmptiedButNobodyIsCutOff() {
    var played = new Situation(played(0).occupancy(), RULE, Crashes.NONE, NodeStanding.MAINTENANCE);
    assertThat(ServerRules.hibernatesAt(AWAKE, played.occupancy(), played.rule())).isEmpty();
    var empty = new Situation(EMPTY.occupancy(), RULE, Crashes.NONE, NodeStanding.MAINTENANCE);
    assertThat(ServerRules.hibernatesAt(AWAKE, empty.occupancy(), empty.rule())).contains(NOW);
    assertThat(ServerRules.wake(new Asleep(NOW, "created"), true, NodeStanding.MAINTENANCE, NOW))
        .isEqualTo(
            new Decision.No(
                Refusal.MAINTENANCE, "its node is in maintenance", Duration.ofMinutes(1)));
    assertThat(go(ServerRules.wake(AWAKE, true, NodeStanding.MAINTENANCE, NOW)))
        .isEqualTo(Move.none(AWAKE));
  }

  @Test
  void nothingWakesOnALostNodeAndWhatIsAwakeThereStaysSo() {
    assertThat(ServerRules.wake(new Asleep(NOW, "created"), true, NodeStanding.LOST, NOW))
        .isEqualTo(
            new Decision.No(Refusal.NODE_LOST, "its node does not answer", Duration.ofMinutes(1)));
    assertThat(go(ServerRules.wake(AWAKE, true, NodeStanding.LOST, NOW)))
        .isEqualTo(Move.none(AWAKE));
    var lost = new Situation(EMPTY.occupancy(), RULE, Crashes.NONE, NodeStanding.LOST);
    assertThat(lost.rule()).isEqualTo(RULE);
  }

  private static ContainerObservation crash(Ending ending) {
    return new ContainerObservation(
        "c1@t1", false, "exit code 139", ending, List.of("segmentation fault"));
  }

  private static Situation played(int crashes) {
    return new Situation(
        Occupancy.none(NOW).joined("local", 1, NOW), RULE, crashes(crashes), NodeStanding.SERVING);
  }

  private static Crashes crashes(int count) {
    var crashes = Crashes.NONE;
    for (var i = 0; i < count; i++) {
      crashes = crashes.and(NOW);
    }
    return crashes;
  }

  @Test
  @Tag("L-11")
  void aKillIsRecorded() {
    var hibernating = new Hibernating(NOW, "empty for 15 min", false, false, AWAKE);
    assertThat(ServerRules.stopped(hibernating, new Stopped.Killed(30), NOW).next())
        .isEqualTo(new Asleep(NOW, "empty for 15 min; killed after 30 s of grace"));
  }

  @Test
  @Tag("L-14")
  void aDeleteIsAcceptedInEveryStateAndNothingWakesAfterwards() {
    for (var state :
        Map.of("a", new Asleep(NOW, ""), "b", AWAKE, "c", new Waking(NOW, 2)).values()) {
      var move = go(ServerRules.delete(state, NOW));
      assertThat(move).isEqualTo(Move.to(new Deleting(NOW), new Effect.Remove()));
      assertThat(ServerRules.wake(move.next(), true, NodeStanding.SERVING, NOW))
          .isInstanceOf(Decision.No.class);
      assertThat(ServerRules.started(move.next(), new Started.Ready(AT, "r"), NOW))
          .isEqualTo(Move.none(move.next()));
    }
  }

  @Test
  @Tag("L-13")
  void aFailedMakingCanBeTriedAgain() {
    var failed = ServerRules.makeFailed(new Creating(NOW, false), "no such image", NOW).next();
    assertThat(go(ServerRules.wake(failed, false, NodeStanding.SERVING, NOW)))
        .isEqualTo(Move.to(new Creating(NOW, true), new Effect.Make()));
  }

  @Test
  void aRefusedReservationLeavesNothing() {
    assertThat(ServerRules.reservationRefused(new Creating(NOW, false), "port taken", NOW))
        .isEqualTo(Move.to(new Deleted(NOW, "port taken")));
  }

  private static Move go(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Go.class);
    return ((Decision.Go) decision).move();
  }
}
