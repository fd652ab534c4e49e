package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.SessionState.Booting;
import dev.overwinter.sessions.SessionState.Creating;
import dev.overwinter.sessions.SessionState.Draining;
import dev.overwinter.sessions.SessionState.Ending;
import dev.overwinter.sessions.SessionState.Leasing;
import dev.overwinter.sessions.SessionState.Over;
import dev.overwinter.sessions.SessionState.Ready;
import dev.overwinter.sessions.SessionState.Refused;
import dev.overwinter.sessions.SessionState.Reserving;
import dev.overwinter.sessions.SessionState.Starting;
import dev.overwinter.sessions.SessionState.Warm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SessionRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
  private static final SessionSpec SPEC = Sessions.forAnna("4F2A9C");
  private static final Unit UNIT = Sessions.unit("4F2A9C", 1);
  private static final Host HOST = new Host(1, 7, "203.0.113.5", "fra1");
  private static final Ready READY = new Ready(T0, HOST);
  private static final Warm WARM = new Warm(T0, HOST);

  private static Situation is(Presence presence) {
    return new Situation(SPEC, Sessions.ANNA, presence);
  }

  private static Presence clients(int clients, Instant at) {
    return Presence.none().heard(Sessions.beat(UNIT, 1, clients, at), at);
  }

  private static EndRequest by(String who, boolean drains) {
    return new EndRequest(who, drains, false);
  }

  @Test
  @Tag("SES-06")
  void theFirstHeartbeatMakesItReadyForWhoHasLeasedItAndWarmOtherwise() {
    var starting = new Starting(T0, T0, HOST);
    assertThat(SessionRules.heard(starting, is(clients(0, T0)), T0).next()).isEqualTo(READY);
    var nobodys = new Situation(SPEC, null, clients(0, T0));
    assertThat(SessionRules.heard(starting, nobodys, T0).next()).isEqualTo(WARM);
  }

  @Test
  @Tag("SES-07")
  void aGameThatIsSilentIsLookedForAndThenItsSessionEnds() {
    var silent = T0.plus(SPEC.limits().silentFor());
    var is = is(clients(2, T0));
    assertThat(SessionTimes.dueAt(READY, is)).contains(silent);
    assertThat(SessionRules.due(READY, is, silent).effect()).contains(new Effect.Look(UNIT));

    var ended = SessionRules.looked(READY, is, silent);
    assertThat(ended.next()).isEqualTo(new Ending(silent, EndWhy.SILENT, "no heartbeat for 180 s"));
    assertThat(ended.loose()).containsExactly(Loose.known(UNIT, 7));
    assertThat(SessionRules.looked(WARM, is, silent).next()).isInstanceOf(Ending.class);
  }

  @Test
  @Tag("SES-07")
  void aHeartbeatOfWhichOnlyTheRowKnowsKeepsItAlive() {
    var silent = T0.plus(SPEC.limits().silentFor());
    var row = Sessions.beat(UNIT, 90, 2, silent.minusSeconds(5));
    var looked = clients(2, T0).looked(new HeartbeatLook(row, Instant.EPOCH), UNIT, silent);

    assertThat(SessionRules.looked(READY, is(looked), silent).next()).isEqualTo(READY);
    assertThat(SessionTimes.dueAt(READY, is(looked)))
        .contains(row.at().plus(SPEC.limits().silentFor()));
  }

  @Test
  @Tag("SES-25")
  void nobodyIsSilentWhileNobodyListens() {
    var silent = T0.plus(SPEC.limits().silentFor());
    var back = silent.minusSeconds(1);
    var looked = clients(2, T0).looked(new HeartbeatLook(null, back), UNIT, silent);

    assertThat(SessionRules.looked(READY, is(looked), silent).next()).isEqualTo(READY);
    assertThat(SessionTimes.dueAt(READY, is(looked)))
        .contains(back.plus(SPEC.limits().silentFor()));
  }

  @Test
  @Tag("SES-31")
  void anEmptySessionEndsAfterItsGraceWhichBeginsWhenItIsSomebodys() {
    var longEmpty = clients(0, T0.minus(Duration.ofHours(3)));
    var now = T0.plus(SPEC.limits().emptyFor());
    var fresh =
        longEmpty.looked(
            new HeartbeatLook(Sessions.beat(UNIT, 5, 0, now), Instant.EPOCH), UNIT, now);

    assertThat(SessionRules.looked(READY, is(fresh), now.minusSeconds(1)).next()).isEqualTo(READY);
    assertThat(SessionRules.looked(READY, is(fresh), now).next())
        .isEqualTo(new Ending(now, EndWhy.EMPTY, "nobody plays"));
    assertThat(SessionRules.looked(WARM, new Situation(SPEC, null, fresh), now).next())
        .as("nobody is expected there")
        .isEqualTo(WARM);
  }

  @Test
  @Tag("SES-19")
  void aHeartbeatThatComesLateCannotLowerAnything() {
    var playing = Presence.none().heard(Sessions.beat(UNIT, 9, 3, T0), T0);
    assertThat(playing.heard(Sessions.beat(UNIT, 8, 0, T0), T0)).isEqualTo(playing);
    assertThat(playing.heard(Sessions.beat(UNIT, 9, 0, T0), T0)).isEqualTo(playing);
  }

  @Test
  @Tag("SES-32")
  void aClockThatIsAheadKeepsNoGameAlive() {
    var ahead = Presence.none().heard(Sessions.beat(UNIT, 1, 3, T0.plus(Duration.ofDays(1))), T0);
    assertThat(SessionTimes.dueAt(READY, is(ahead))).contains(T0.plus(SPEC.limits().silentFor()));
  }

  @Test
  void whoPlaysWhenItIsTooOldMayFinishAndNoLonger() {
    var old = T0.plus(SPEC.limits().lifetime());
    var drains = SessionRules.due(READY, is(clients(2, old)), old);
    var until = old.plus(SPEC.limits().drain());
    assertThat(drains.next())
        .isEqualTo(new Draining(old, until, HOST, EndWhy.LIFETIME, "it is as old as it may be"));
    assertThat(SessionRules.due(drains.next(), is(clients(2, old)), until).next())
        .isInstanceOf(Ending.class);
    assertThat(SessionRules.heard(drains.next(), is(clients(0, old)), old).next())
        .as("the last one has left")
        .isInstanceOf(Ending.class);
    assertThat(SessionRules.due(READY, is(clients(0, old)), old).next()).isInstanceOf(Ending.class);
  }

  @Test
  @Tag("SES-13")
  @Tag("SES-30")
  void itCanBeEndedInEveryStateAndDestroysWhatItMayHaveOnce() {
    for (var state : everyState()) {
      var move = SessionRules.end(state, is(clients(0, T0)), by("anna", true), T0);
      if (state.over() || state instanceof Ending) {
        assertThat(move).as(state.label()).isEqualTo(Move.none(state));
        continue;
      }
      assertThat(move.next()).as(state.label()).isInstanceOf(Ending.class);
      assertThat(move.effect()).contains(new Effect.Sweep());
      assertThat(move.loose()).hasSize(state instanceof Reserving ? 0 : 1);
      assertThat(SessionRules.end(move.next(), is(clients(0, T0)), by("x", false), T0))
          .isEqualTo(Move.none(move.next()));
    }
  }

  private static List<SessionState> everyState() {
    return List.of(
        new Reserving(T0),
        new Creating(T0, 1, 0),
        new Booting(T0, T0, 1, 0, 7),
        new Starting(T0, T0, HOST),
        WARM,
        new Leasing(T0, T0, HOST, Sessions.BERT),
        READY,
        new Draining(T0, T0.plusSeconds(60), HOST, EndWhy.LIFETIME, "old"),
        new Ending(T0, EndWhy.ASKED, "x"),
        new Over(T0, EndWhy.ASKED, "x"),
        new Refused(T0, Refusal.QUOTA, "x", Duration.ZERO, ""));
  }

  @Test
  @Tag("SES-30")
  void whatIsEndedWhileItIsAskedForIsLookedForUntilTheListsMustKnow() {
    var move = SessionRules.end(new Creating(T0, 1, 0), is(Presence.none()), by("anna", true), T0);
    assertThat(move.loose()).containsExactly(Loose.all(UNIT, 0, T0.plusSeconds(90)));
  }

  @Test
  void itsOwnServerEndsItAtOnceAndSomebodyElseLetsPlayersFinish() {
    var is = is(clients(2, T0));
    assertThat(SessionRules.end(READY, is, by("its server", false), T0).next())
        .isInstanceOf(Ending.class);
    var draining = SessionRules.end(READY, is, by("anna", true), T0).next();
    assertThat(draining).isInstanceOf(Draining.class);
    assertThat(SessionRules.end(draining, is, by("anna", true), T0)).isEqualTo(Move.none(draining));
    assertThat(SessionRules.end(draining, is, by("operator", false), T0).next())
        .isInstanceOf(Ending.class);
  }

  @Test
  @Tag("SES-14")
  void whatIsEndingOrOverListensToNoHeartbeat() {
    for (var state : List.of(new Ending(T0, EndWhy.ASKED, "x"), new Over(T0, EndWhy.ASKED, "x"))) {
      assertThat(SessionRules.unit(SPEC, state)).isEmpty();
      assertThat(SessionRules.heard(state, is(clients(4, T0)), T0)).isEqualTo(Move.none(state));
    }
  }

  @Test
  @Tag("SES-08")
  void aWarmSessionIsLeasedByOneAndBySomebodyElseOnlyWhenThatOneIsRefused() {
    var leasing = SessionRules.lease(WARM, Sessions.ANNA, T0).orElseThrow().next();
    assertThat(SessionRules.lease(leasing, Sessions.BERT, T0)).isEmpty();
    assertThat(SessionRules.lease(READY, Sessions.BERT, T0)).isEmpty();

    var nobodys = new Situation(SPEC, null, clients(0, T0));
    var granted = new AdmitAnswer.Admitted();
    assertThat(SessionRules.admitted(leasing, nobodys, Sessions.ANNA, granted, T0).next())
        .isEqualTo(READY);
    assertThat(SessionRules.admitted(leasing, nobodys, Sessions.BERT, granted, T0).next())
        .as("an answer to somebody else")
        .isEqualTo(leasing);
    var no = new AdmitAnswer.Refused(Refusal.QUOTA, "too many", Duration.ZERO);
    assertThat(SessionRules.admitted(leasing, nobodys, Sessions.ANNA, no, T0).next())
        .isEqualTo(WARM);
  }

  @Test
  @Tag("SES-17")
  @Tag("SES-09")
  void aTagThatIsTakenAndARequestThatHasASessionEndBeforeAnythingIsAskedFor() {
    var reserving = new Reserving(T0);
    var taken = new AdmitAnswer.Refused(Refusal.TAG_TAKEN, "taken", Duration.ZERO);
    var no = SessionRules.admitted(reserving, is(Presence.none()), null, taken, T0);
    assertThat(no.next()).isInstanceOf(Refused.class);
    assertThat(no.effect()).isEmpty();

    var there = new AdmitAnswer.Existing(new ShareTag("ABCDEF"));
    var same = SessionRules.admitted(reserving, is(Presence.none()), null, there, T0);
    assertThat(SessionRules.answer(same.next(), SPEC.tag()))
        .contains(new StartOutcome.Existing(new ShareTag("ABCDEF")));
  }

  @Test
  @Tag("SES-28")
  void aSessionWhoseDropletVanishedIsLostAndNoOtherDropletMatters() {
    var is = is(clients(2, T0));
    assertThat(SessionRules.vanished(READY, is, 8, T0)).isEqualTo(Move.none(READY));
    var ending = SessionRules.vanished(READY, is, 7, T0).next();
    assertThat(SessionRules.swept(ending, T0).next().label()).isEqualTo("LOST");
  }

  @Test
  void aPoolLetsGoOnlyWhatIsNobodys() {
    var nobodys = new Situation(SPEC, null, clients(0, T0));
    var leasing = new Leasing(T0, T0, HOST, Sessions.BERT);
    assertThat(SessionRules.recycled(WARM, nobodys, "old", T0).next()).isInstanceOf(Ending.class);
    assertThat(SessionRules.recycled(leasing, nobodys, "old", T0)).isEqualTo(Move.none(leasing));
    assertThat(SessionRules.recycled(READY, is(clients(0, T0)), "old", T0))
        .isEqualTo(Move.none(READY));
  }

  @Test
  void aMachineOfSomebodyElseIsReadyByItsHeartbeatAndNothingOfItIsDestroyed() {
    var spec = Sessions.machine("ABCDEF");
    var is = new Situation(spec, null, Presence.none());
    var starting =
        SessionRules.admitted(new Reserving(T0), is, null, new AdmitAnswer.Admitted(), T0);
    assertThat(starting.effect()).as("nothing is asked of the provider").isEmpty();
    assertThat(SessionRules.end(starting.next(), is, by("operator", true), T0).loose()).isEmpty();
    var late = T0.plus(spec.limits().provisionWithin());
    assertThat(SessionRules.looked(starting.next(), is, late).next())
        .as("there is no other attempt")
        .isInstanceOf(Ending.class);
  }

  /// By which its session has begun: it says nothing new for as long as nobody plays.
  @Test
  @Tag("SES-06")
  void aMachineIsHeardBeforeItsSessionIsAdmitted() {
    var spec = Sessions.machine("ABCDEF");
    var unit = SessionRules.unit(spec, new Reserving(T0));
    assertThat(unit).contains(new Unit(spec.id(), 1));
    assertThat(SessionRules.unit(SPEC, new Reserving(T0))).as("of a droplet").isEmpty();
    var heard = Presence.none().heard(new HeartbeatFact(unit.get(), 1, 0, false, T0), T0);
    var is = new Situation(spec, null, heard);
    assertThat(
            SessionRules.admitted(new Reserving(T0), is, null, new AdmitAnswer.Admitted(), T0)
                .next())
        .isInstanceOf(Warm.class);
  }

  @Test
  void onlyAReadySessionCanBeJoined() {
    for (var state : everyState()) {
      var view =
          new SessionView(SPEC, 1, state, null, clients(0, T0), null, List.of(), "", T0, List.of());
      assertThat(view.join())
          .as(state.label())
          .isEqualTo(
              state instanceof Ready
                  ? new JoinAnswer.Here("203.0.113.5")
                  : new JoinAnswer.NotFound());
    }
  }

  @Test
  void whoAsksIsAnsweredExactlyWhenItIsDecided() {
    for (var state : everyState()) {
      assertThat(SessionRules.answer(state, SPEC.tag()).isEmpty())
          .as(state.label())
          .isEqualTo(state.coming());
    }
    assertThat(SessionRules.answer(READY, SPEC.tag()))
        .isEqualTo(Optional.of(new StartOutcome.Ready(SPEC.tag(), "203.0.113.5", T0)));
  }
}
