package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Standing;
import dev.overwinter.billing.Use;
import dev.overwinter.nodes.NodeRules;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ContainerObservation.Ending;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Waking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B-05")
final class MeteringRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
  private static final ServerSpec SPEC = Servers.lobby("s1");

  private Metering metering = Metering.NONE;
  private ServerState state = new ServerState.Creating(T0, false);

  @Test
  void aUseIsAsLongAsTheEngineSaysAndBeginsWhereTheContainerBegan() {
    to(new Asleep(T0, "created"), null, T0);
    to(new Waking(T0.plusSeconds(10), 1), null, T0.plusSeconds(10));
    to(awake("c@2026-11-21T12:00:12.5Z"), null, T0.plusSeconds(20));
    to(new Hibernating(T0.plusSeconds(99), "x", false, false, null), null, T0.plusSeconds(99));
    to(new Asleep(T0, "x"), Instant.parse("2026-11-21T12:01:40.25Z"), T0.plusSeconds(101));
    assertThat(uses()).containsExactly(Use.ASLEEP, Use.AWAKE, Use.ASLEEP);
    assertThat(at(1)).isEqualTo(Instant.parse("2026-11-21T12:00:12.500Z"));
    assertThat(at(2)).isEqualTo(Instant.parse("2026-11-21T12:01:40.250Z"));
  }

  @Test
  void aNodeWhoseClockIsAnHourLateOrEarlyChargesNothingWrong() {
    for (var wrong : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      metering = Metering.NONE;
      state = new Waking(T0, 1);
      to(awake("c@" + T0.plusSeconds(4).plus(wrong)), null, T0.plusSeconds(9));
      to(new Asleep(T0, "x"), T0.plusSeconds(64).plus(wrong), T0.plusSeconds(70));
      assertThat(Duration.between(at(0), at(1))).isEqualTo(Duration.ofSeconds(60));
      assertThat(at(0)).isBetween(T0, T0.plusSeconds(9));
    }
  }

  @Test
  void aStartThatFailsIsFreeAndARestartAfterACrashGoesOn() {
    to(new Waking(T0, 1), null, T0);
    to(new Failed(T0, "exit code 1", true, Duration.ZERO), null, T0.plusSeconds(40));
    assertThat(uses()).containsExactly(Use.ASLEEP);
    to(new Waking(T0, 1), null, T0);
    to(awake("run1"), null, T0);
    to(new Waking(T0, 1, "crashed: exit code 139"), null, T0.plusSeconds(5));
    to(awake("run2"), null, T0.plusSeconds(8));
    assertThat(metering.untold())
        .extracting(fact -> fact instanceof MeterFact.Started s ? s.continues() : null)
        .containsExactly(false, false, null, true);
  }

  @Test
  void whoIsFoundPlayingGoesOnPaying() {
    to(awake("run1"), null, T0);
    to(new Hibernating(T0, "empty", false, false, (Awake) state), null, T0.plusSeconds(5));
    to(awake("run1"), null, T0.plusSeconds(6));
    assertThat(metering.untold()).hasSize(1);
  }

  @Test
  void theSilenceOfALostNodeIsFree() {
    to(awake("run1"), null, T0);
    var lost = T0.plus(Duration.ofHours(1));
    stands(NodeStanding.LOST, lost);
    stands(NodeStanding.LOST, lost.plusSeconds(1));
    assertThat(metering.untold().getLast())
        .isEqualTo(new MeterFact.Stopped("s1", 2, lost.minus(NodeRules.GRACE), false));
    stands(NodeStanding.SERVING, lost.plusSeconds(900));
    assertThat(metering.untold()).hasSize(3);
    assertThat(at(2)).isEqualTo(lost.plusSeconds(900));
    assertThat(((MeterFact.Started) metering.untold().get(2)).continues()).isTrue();
  }

  @Test
  void theSilenceIsFreeWhateverTheServerWasDoing() {
    to(awake("run1"), null, T0);
    to(new Hibernating(T0, "empty", false, false, (Awake) state), null, T0.plusSeconds(60));
    stands(NodeStanding.LOST, T0.plusSeconds(700));
    assertThat(metering.untold().getLast())
        .isEqualTo(new MeterFact.Stopped("s1", 2, T0.plusSeconds(100), false));
    stands(NodeStanding.SERVING, T0.plusSeconds(9_000));
    assertThat(metering.untold()).as("nothing plays that is being stopped").hasSize(2);
    to(new Asleep(T0, "empty"), T0.plusSeconds(8_000), T0.plusSeconds(9_001));
    assertThat(uses(2)).containsExactly(Use.ASLEEP);
  }

  @Test
  void whoIsFoundPlayingAfterASilenceGoesOnFromThere() {
    to(awake("run1"), null, T0);
    var was = (Awake) state;
    to(new Hibernating(T0, "empty", false, false, was), null, T0.plusSeconds(60));
    stands(NodeStanding.LOST, T0.plusSeconds(700));
    to(was, null, T0.plusSeconds(9_000));
    assertThat(at(2)).isEqualTo(T0.plusSeconds(9_000));
    assertThat(((MeterFact.Started) metering.untold().get(2)).continues()).isTrue();
  }

  @Test
  void freeIsWhatFollowsTheLastWordOfTheNodeAndNoMore() {
    for (var grace : List.of(Duration.ofHours(1), Duration.ofSeconds(8))) {
      metering = Metering.NONE;
      state = new ServerState.Creating(T0, false);
      to(awake("run1"), null, T0);
      var heard = T0.plus(Duration.ofHours(2));
      var lost = heard.plus(grace);
      metering = metering.nodeStands(SPEC, state, NodeStanding.LOST, heard, lost);
      assertThat(at(1)).isEqualTo(heard);
      var back = lost.plusSeconds(900);
      metering = metering.nodeStands(SPEC, state, NodeStanding.SERVING, back, back.plusSeconds(30));
      assertThat(at(2)).isEqualTo(back);
    }
  }

  @Test
  void aUseThatBeganAfterTheLastWordIsFreeAndNotNegative() {
    to(awake("run1"), null, T0);
    metering =
        metering.nodeStands(
            SPEC, state, NodeStanding.LOST, T0.minusSeconds(30), T0.plusSeconds(600));
    assertThat(at(1)).isEqualTo(at(0));
  }

  @Test
  void aStopThatIsRefusedEndsNothing() {
    to(awake("run1"), null, T0);
    var stop = new Hibernating(T0, "empty", false, false, (Awake) state);
    to(stop, null, T0.plusSeconds(60));
    to(ServerRules.stopFailed(stop, "403", true, T0).next(), null, T0.plusSeconds(61));
    assertThat(metering.untold()).hasSize(1);
    to(stop, null, T0.plusSeconds(300));
    to(new Asleep(T0, "empty"), null, T0.plusSeconds(301));
    assertThat(uses()).containsExactly(Use.AWAKE, Use.ASLEEP);
    assertThat(at(1)).isEqualTo(T0.plusSeconds(301));
  }

  @Test
  void aRestartByThePlatformIsNotPaidTwice() {
    to(new Waking(T0, 1), null, T0);
    to(awake("run1"), null, T0);
    var froze = new ContainerObservation("run1", true, "mute", Ending.FROZEN, List.of());
    var always = new Hibernation(false, Duration.ZERO, Duration.ZERO);
    var is = new Situation(Occupancy.none(T0), always, Crashes.NONE, NodeStanding.SERVING);
    to(ServerRules.observed(state, is, froze, T0).next(), null, T0);
    to(ServerRules.stopped(state, new Stopped.Gracefully(), T0).next(), null, T0);
    to(awake("run2"), null, T0);
    to(ServerRules.observed(state, is, new ContainerObservation("run3", true, ""), T0).next());
    to(awake("run3"), null, T0);
    assertThat(metering.untold())
        .extracting(fact -> fact instanceof MeterFact.Started s ? s.continues() : null)
        .containsExactly(false, null, true, null, true);
  }

  @Test
  @Tag("B-02")
  void aTaskThatIsDoneAgainLaterEndsTheSameUseAtTheSameTime() {
    var ahead = Duration.ofHours(1);
    var ends = new java.util.ArrayList<Instant>();
    for (var again : List.of(Duration.ZERO, Duration.ofMinutes(9))) {
      metering = Metering.NONE;
      state = new Waking(T0, 1);
      to(awake("c@" + T0.plusSeconds(4).plus(ahead)), null, T0.plusSeconds(9).plus(again));
      assertThat(at(0)).isEqualTo(T0);
      to(new Asleep(T0, "x"), T0.plusSeconds(64).plus(ahead), T0.plusSeconds(7_000));
      ends.add(at(1));
    }
    assertThat(ends).containsOnly(T0.plusSeconds(60));
  }

  @Test
  void whatNobodyMayHaveHeardIsSaidOnceMore() {
    var awake = awake("run1");
    metering = metering.again(SPEC, awake, T0);
    assertThat(metering.untold())
        .singleElement()
        .isInstanceOfSatisfying(
            MeterFact.Started.class,
            fact -> {
              assertThat(fact.use()).isEqualTo(Use.AWAKE);
              assertThat(fact.number()).isEqualTo(1);
              assertThat(fact.run()).isEqualTo("run1");
            });
    assertThat(metering.again(SPEC, new Waking(T0, 1), T0)).isEqualTo(metering);
  }

  @Test
  void aDeleteEndsEverythingOnce() {
    to(new Deleting(T0), null, T0);
    assertThat(metering.untold()).as("its account never heard of it").isEmpty();
    state = new ServerState.Creating(T0, false);
    to(new Asleep(T0, "created"), null, T0);
    to(new Deleting(T0), null, T0.plusSeconds(1));
    to(new ServerState.Deleted(T0, ""), null, T0.plusSeconds(9));
    assertThat(metering.untold()).hasSize(2);
    assertThat(metering.untold().getLast())
        .isEqualTo(new MeterFact.Stopped("s1", 2, T0.plusSeconds(1), true));
  }

  @Test
  void whatHasBeenToldIsForgottenAndNumbersGoOn() {
    to(new Asleep(T0, "created"), null, T0);
    var told = metering.untold();
    to(awake("run1"), null, T0);
    metering = metering.told(told);
    assertThat(metering.untold()).extracting(MeterFact::number).containsExactly(2L);
    assertThat(metering.told(List.of())).isEqualTo(metering);
  }

  @Test
  void theAccountsNewestWordHolds() {
    var empty = CreditStanding.of(7, Standing.EMPTY);
    assertThat(metering.credit(empty).credit(CreditStanding.of(6, Standing.FUNDED)).credit())
        .isEqualTo(empty);
  }

  private static Awake awake(String run) {
    return new Awake(T0, new Endpoint("10.0.0.2", 1), run);
  }

  private void to(ServerState next, @Nullable Instant ended, Instant now) {
    metering = metering.changed(SPEC, state, next, ended, now);
    state = next;
  }

  private void stands(NodeStanding standing, Instant now) {
    metering = metering.nodeStands(SPEC, state, standing, null, now);
  }

  private void to(ServerState next) {
    to(next, null, T0);
  }

  private List<Use> uses() {
    return uses(0);
  }

  private List<Use> uses(int from) {
    return metering.untold().stream()
        .skip(from)
        .map(fact -> ((MeterFact.Started) fact).use())
        .toList();
  }

  private Instant at(int fact) {
    return metering.untold().get(fact).at();
  }
}
