package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PoolRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
  private static final FleetRoom PLENTY = new FleetRoom(100, 0, 5_000);
  private static final PoolSettings THREE = settings(3, 10, List.of());

  private static PoolSettings settings(int least, int most, List<Integer> byHour) {
    return new PoolSettings(least, most, byHour, Duration.ofMinutes(10), Duration.ofHours(6));
  }

  private static SessionId id(int number) {
    return Sessions.id("AAAA" + String.format(Locale.ROOT, "%02d", number));
  }

  private static PoolState warm(int howMany, Instant since) {
    var state = PoolState.EMPTY;
    for (var number = 0; number < howMany; number++) {
      state =
          PoolRules.changed(
              state, new PoolFact(id(number), "WARM", null, since.plusSeconds(number)));
    }
    return state;
  }

  @Test
  void anEmptyPoolIsFilledAndAFullOneIsLeft() {
    assertThat(PoolRules.decide(THREE, PoolState.EMPTY, PLENTY, T0).begin()).isEqualTo(3);
    var full = PoolRules.decide(THREE, warm(3, T0), PLENTY, T0);
    assertThat(full.begin()).isZero();
    assertThat(full.retire()).isEmpty();
  }

  @Test
  void whatIsComingCountsSoThatNothingIsBegunTwice() {
    var state = PoolRules.begun(PoolRules.begun(warm(1, T0), id(8), T0), id(9), T0);
    assertThat(PoolRules.missing(THREE, state, T0)).isZero();
  }

  @Test
  void whoLeasesLeavesARoomThatIsFilledAndRaisesTheTarget() {
    var state = warm(3, T0);
    for (var number = 0; number < 3; number++) {
      state = PoolRules.changed(state, new PoolFact(id(number), "READY", null, T0));
    }
    assertThat(state.members()).isEmpty();
    assertThat(PoolRules.target(settings(1, 10, List.of()), state, T0)).isEqualTo(3);
    assertThat(PoolRules.target(settings(1, 10, List.of()), state, T0.plusSeconds(601)))
        .as("demand is forgotten")
        .isEqualTo(1);
    assertThat(PoolRules.target(settings(1, 2, List.of()), state, T0)).isEqualTo(2);
  }

  @Test
  void theHourOfTheDayRaisesTheTarget() {
    var byHour = new ArrayList<Integer>();
    for (var hour = 0; hour < 24; hour++) {
      byHour.add(hour == 12 ? 4 : 0);
    }
    var settings = settings(1, 10, byHour);
    assertThat(PoolRules.target(settings, PoolState.EMPTY, T0)).isEqualTo(4);
    assertThat(PoolRules.target(settings, PoolState.EMPTY, T0.plus(Duration.ofHours(1))))
        .isEqualTo(1);
    assertThat(PoolRules.dueAt(settings, PoolState.EMPTY, T0.plus(Duration.ofMinutes(50))))
        .isEqualTo(T0.plus(Duration.ofHours(1)));
  }

  @Test
  void anOldOneStaysUntilAFreshOneHasTakenItsPlace() {
    var now = T0.plus(Duration.ofHours(6)).plusSeconds(60);
    var old = warm(3, T0);
    var first = PoolRules.decide(THREE, old, PLENTY, now);
    assertThat(first.begin()).isEqualTo(3);
    assertThat(first.retire()).isEmpty();

    var fresh = PoolRules.changed(old, new PoolFact(id(9), "WARM", null, now));
    assertThat(PoolRules.decide(THREE, fresh, PLENTY, now).retire())
        .as("the oldest one, for one fresh one")
        .containsExactly(id(0));
  }

  @Test
  void whatIsTooManyIsLetGoAndFirstWhatIsNotUpYet() {
    var state = PoolRules.begun(warm(4, T0), id(9), T0);
    var move = PoolRules.decide(THREE, state, PLENTY, T0);
    assertThat(move.retire()).containsExactly(id(9), id(0));
    assertThat(move.next().members()).hasSize(3);
    assertThat(PoolRules.decide(PoolSettings.OFF, state, null, T0).next().members()).isEmpty();
  }

  @Test
  @Tag("SES-22")
  void itBeginsNoMoreThanTheProviderHasRoomFor() {
    assertThat(PoolRules.decide(THREE, PoolState.EMPTY, new FleetRoom(10, 9, 5_000), T0).begin())
        .isEqualTo(1);
    assertThat(PoolRules.decide(THREE, PoolState.EMPTY, new FleetRoom(10, 12, 5_000), T0).begin())
        .isZero();
    assertThat(PoolRules.decide(THREE, PoolState.EMPTY, null, T0).begin()).isZero();
  }

  @Test
  @Tag("SES-23")
  void itLeavesTheBudgetOfCallsToWhoPlays() {
    var room = new FleetRoom(100, 0, 2 * PoolRules.CALLS_EACH + 1);
    assertThat(PoolRules.decide(THREE, PoolState.EMPTY, room, T0).begin()).isEqualTo(2);
  }

  @Test
  @Tag("SES-22")
  void afterARefusalItPausesLongerEachTimeUntilOneIsWarm() {
    var fact = new PoolFact(id(1), "ENDING", Refusal.SOLD_OUT, T0);
    var once = PoolRules.changed(PoolState.EMPTY, fact);
    assertThat(PoolRules.missing(THREE, once, T0.plusSeconds(59))).isZero();
    assertThat(PoolRules.missing(THREE, once, T0.plusSeconds(60))).isEqualTo(3);
    assertThat(PoolRules.dueAt(THREE, once, T0)).isEqualTo(T0.plusSeconds(60));
    var twice = PoolRules.changed(once, fact);
    assertThat(PoolRules.missing(THREE, twice, T0.plusSeconds(119))).isZero();
    var again = PoolRules.changed(twice, new PoolFact(id(2), "WARM", null, T0));
    assertThat(again.pausedUntil()).isNull();
  }

  @Test
  @Tag("SES-17")
  void aTagThatWasTakenIsNoReasonToPause() {
    var fact = new PoolFact(id(1), "REFUSED", Refusal.TAG_TAKEN, T0);
    assertThat(PoolRules.changed(PoolState.EMPTY, fact).pausedUntil()).isNull();
  }

  @Test
  void whatWasMissedComesFromTheRecordsAndWhatIsYoungIsNotForgotten() {
    var state = PoolRules.begun(warm(2, T0.minus(Duration.ofHours(1))), id(9), T0);
    var recorded = List.of(new PoolMember(id(0), "WARM", T0.minus(Duration.ofHours(1))));

    var healed = PoolRules.healed(state, recorded, T0);

    assertThat(healed.members()).extracting(PoolMember::session).containsExactly(id(0), id(9));
  }
}
