package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.SessionState.Booting;
import dev.overwinter.sessions.SessionState.Creating;
import dev.overwinter.sessions.SessionState.Ending;
import dev.overwinter.sessions.SessionState.Ready;
import dev.overwinter.sessions.SessionState.Starting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ProvisionRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
  private static final SessionSpec SPEC = Sessions.forAnna("4F2A9C");
  private static final Unit FIRST = Sessions.unit("4F2A9C", 1);
  private static final Unit SECOND = Sessions.unit("4F2A9C", 2);
  private final Situation is = new Situation(SPEC, Sessions.ANNA, Presence.none());

  private static Situation heard(Unit unit) {
    var presence = Presence.none().heard(Sessions.beat(unit, 1, 0, T0), T0);
    return new Situation(SPEC, Sessions.ANNA, presence);
  }

  private static CreateAnswer accepted(long id, Unit unit) {
    return new CreateAnswer.Accepted(Sessions.droplet(id, unit, "new", "", T0));
  }

  private static AddressAnswer usable(long id) {
    return new AddressAnswer.Usable(Sessions.droplet(id, FIRST, "active", "203.0.113.5", T0));
  }

  @Test
  void anAdmittedSessionAsksForItsFirstChoiceUnderItsFirstAttempt() {
    var move =
        SessionRules.admitted(
            new SessionState.Reserving(T0), is, null, new AdmitAnswer.Admitted(), T0);

    assertThat(move.next()).isEqualTo(new Creating(T0, 1, 0));
    assertThat(move.effect())
        .contains(new Effect.Create(new DropletOrder(FIRST, Sessions.FRANKFURT), Duration.ZERO));
  }

  @Test
  @Tag("SES-02")
  void whatMayHaveBeenMadeIsALooseEndAndTheNextAttemptHasANameOfItsOwn() {
    var move =
        ProvisionRules.created(
            new Creating(T0, 1, 0), is, new CreateAnswer.Unknown("read timed out"), T0);

    assertThat(move.next()).isEqualTo(new Creating(T0, 2, 1));
    var create = (Effect.Create) move.effect().orElseThrow();
    assertThat(create.order().name()).isEqualTo(SECOND.text()).isNotEqualTo(FIRST.text());
    assertThat(move.loose())
        .containsExactly(
            Loose.all(
                FIRST, 0, T0.plus(ProvisionRules.REQUEST_LIMIT).plus(ProvisionRules.LIST_LAG)));
  }

  @Test
  @Tag("SES-02")
  void ofSeveralDropletsOfOneAttemptTheOldestIsKept() {
    var found =
        List.of(
            Sessions.droplet(30_000_000_001L, FIRST, "new", "", T0),
            Sessions.droplet(12, FIRST, "new", "", T0),
            Sessions.droplet(13, FIRST, "new", "", T0));
    assertThat(ProvisionRules.keep(found).id()).isEqualTo(12);
  }

  @Test
  @Tag("SES-04")
  void aDropletThatNeverBecomesActiveIsReplacedAndTheLastOneEndsTheSession() {
    var late = T0.plus(SPEC.limits().provisionWithin());
    var first =
        ProvisionRules.addressed(
            new Booting(T0, T0, 1, 0, 7), is, new AddressAnswer.NotYet("new"), late);
    assertThat(first.next()).isEqualTo(new Creating(late, 2, 1));
    assertThat(first.loose()).extracting(Loose::droplet).containsExactly(7L);

    var last =
        ProvisionRules.addressed(
            new Booting(T0, T0, 3, 0, 9), is, new AddressAnswer.NotYet("new"), late);
    assertThat(last.next())
        .isEqualTo(new Ending(late, EndWhy.PROVISIONING, "its droplet stayed new, at attempt 3"));
    assertThat(last.loose()).extracting(Loose::droplet).containsExactly(9L);
  }

  @Test
  void aWaitThatEndsEarlyGoesOnForWhatIsLeft() {
    var move =
        ProvisionRules.addressed(
            new Booting(T0, T0, 1, 0, 7), is, new AddressAnswer.NotYet("new"), T0.plusSeconds(60));
    assertThat(move.effect())
        .contains(
            new Effect.AwaitAddress(
                new DropletOrder(FIRST, Sessions.FRANKFURT), 7, Duration.ofMinutes(7)));
  }

  @Test
  @Tag("SES-05")
  void aDropletThatVanishesAfterItWasAcceptedIsAFailedPlacement() {
    var move =
        ProvisionRules.addressed(
            new Booting(T0, T0, 1, 0, 7), is, new AddressAnswer.Vanished(), T0);
    assertThat(move.next()).isEqualTo(new Creating(T0, 2, 1));
    assertThat(move.loose()).extracting(Loose::unit).containsExactly(FIRST);
  }

  @Test
  @Tag("SES-06")
  void anAddressAloneIsNotReady() {
    var move = ProvisionRules.addressed(new Booting(T0, T0, 1, 0, 7), is, usable(7), T0);
    assertThat(move.next()).isInstanceOf(Starting.class);
  }

  @Test
  @Tag("SES-06")
  void aHeartbeatThatCameBeforeTheAddressIsNotLost() {
    var move = ProvisionRules.addressed(new Booting(T0, T0, 1, 0, 7), heard(FIRST), usable(7), T0);
    assertThat(move.next()).isEqualTo(new Ready(T0, new Host(1, 7, "203.0.113.5", "fra1")));
  }

  @Test
  @Tag("SES-15")
  void aHeartbeatOfAnEarlierAttemptMakesNothingReady() {
    var move = ProvisionRules.addressed(new Booting(T0, T0, 2, 0, 7), heard(FIRST), usable(7), T0);
    assertThat(move.next()).isInstanceOf(Starting.class);
  }

  @Test
  @Tag("SES-22")
  void whatIsSoldOutIsTriedElsewhereOnceAroundAndThenSaid() {
    var next =
        ProvisionRules.created(
            new Creating(T0, 1, 0), is, new CreateAnswer.SoldOut("fra1 is sold out"), T0);
    assertThat(next.next()).isEqualTo(new Creating(T0, 1, 1));
    assertThat(((Effect.Create) next.effect().orElseThrow()).order().choice())
        .isEqualTo(Sessions.NEW_YORK);

    var none =
        ProvisionRules.created(next.next(), is, new CreateAnswer.SoldOut("nyc3 is sold out"), T0);
    assertThat(none.next()).isEqualTo(new Ending(T0, EndWhy.SOLD_OUT, "nyc3 is sold out"));
    assertThat(SessionRules.answer(none.next(), SPEC.tag()))
        .contains(
            new StartOutcome.Refused(
                Refusal.SOLD_OUT, "nyc3 is sold out", ProvisionRules.ASK_AGAIN));

    var second =
        ProvisionRules.created(
            new Creating(T0, 2, 1), is, new CreateAnswer.SoldOut("nyc3 is sold out"), T0);
    assertThat(second.next())
        .as("the first choice was not tried")
        .isEqualTo(new Creating(T0, 2, 0));
  }

  @Test
  @Tag("SES-22")
  void theProvidersLimitOfDropletsIsNoReasonToTryElsewhere() {
    var move =
        ProvisionRules.created(
            new Creating(T0, 1, 0), is, new CreateAnswer.NoRoom("droplet limit reached"), T0);
    assertThat(move.next())
        .isEqualTo(new Ending(T0, EndWhy.DROPLET_LIMIT, "droplet limit reached"));
    assertThat(SessionRules.answer(move.next(), SPEC.tag()).orElseThrow())
        .isEqualTo(
            new StartOutcome.Refused(
                Refusal.DROPLET_LIMIT, "droplet limit reached", ProvisionRules.ASK_AGAIN));
  }

  @Test
  @Tag("SES-23")
  void whoIsToldToWaitWaitsAsLongUnderTheSameNameButNotForEver() {
    var wait =
        ProvisionRules.created(
            new Creating(T0, 1, 0), is, new CreateAnswer.NotNow(Duration.ofSeconds(40)), T0);
    assertThat(wait.next()).isEqualTo(new Creating(T0, 1, 0));
    assertThat(((Effect.Create) wait.effect().orElseThrow()).after())
        .isEqualTo(Duration.ofSeconds(40));

    var hot =
        ProvisionRules.created(
            new Creating(T0, 1, 0), is, new CreateAnswer.NotNow(Duration.ZERO), T0);
    assertThat(((Effect.Create) hot.effect().orElseThrow()).after()).isPositive();

    var tooLong =
        ProvisionRules.created(
            new Creating(T0, 1, 0), is, new CreateAnswer.NotNow(Duration.ofHours(1)), T0);
    assertThat(tooLong.next()).isInstanceOf(Ending.class);
  }

  @Test
  void whatCanNeverBeMadeIsNotTriedAgain() {
    var move =
        ProvisionRules.created(
            new Creating(T0, 1, 0), is, new CreateAnswer.Invalid("no such image"), T0);
    assertThat(move.next()).isEqualTo(new Ending(T0, EndWhy.PROVISIONING, "no such image"));
  }

  @Test
  void anAnswerThatComesTooLateChangesNothing() {
    var ending = new Ending(T0, EndWhy.ASKED, "x");
    assertThat(ProvisionRules.created(ending, is, accepted(7, FIRST), T0))
        .isEqualTo(Move.none(ending));
    assertThat(ProvisionRules.addressed(ending, is, usable(7), T0)).isEqualTo(Move.none(ending));
    var other = new Booting(T0, T0, 2, 0, 8);
    assertThat(ProvisionRules.addressed(other, is, usable(7), T0)).isEqualTo(Move.none(other));
  }
}
