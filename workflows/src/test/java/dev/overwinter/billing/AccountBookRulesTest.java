package dev.overwinter.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.billing.Posting.Kind;
import dev.overwinter.durable.Payloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class AccountBookRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration STOP = Duration.ofSeconds(30);

  private final FakeLedger ledger = new FakeLedger(Terms.PREPAID);
  private final AccountBook book = new AccountBook(AccountState.unknown("alice"));
  private final List<Notice> said = new ArrayList<>();
  private Instant now = T0;

  AccountBookRulesTest() {
    keep();
  }

  @Test
  @Tag("B-01")
  void anHourCostsWhatAnHourCostsOnce() {
    pay(10 * Credits.MICROS);
    start("s1", 1);
    at(T0.plus(Duration.ofHours(1)));
    stop("s1", 2, now);
    assertThat(ledger.balance("alice")).isEqualTo(9_500_000);
    assertThat(ledger.charged("s1", 1)).isEqualTo(500_000);
  }

  @Test
  @Tag("B-02")
  void howeverOftenItIsSettledTheSumIsTheSame() {
    pay(1000 * Credits.MICROS);
    start("s1", 1);
    // At a price that no part of it divides by.
    ledger.price("standard", Use.AWAKE, T0.plus(Duration.ofHours(24)).plusMillis(1), 499_999);
    for (var i = 1; i <= 1_000; i++) {
      at(T0.plusMillis(i * 863_993L));
    }
    stop("s1", 2, now);
    var late = Duration.between(T0, now).minusHours(24).toMillis() - 1;
    assertThat(ledger.charged("s1", 1))
        .isEqualTo((3_600_000L * 12_000_000 + 500_000 + late * 499_999) / 3_600_000);
    assertThat(ledger.postings.stream().filter(p -> p.kind() == Kind.CHARGE)).hasSize(40);
  }

  @Test
  @Tag("B-02")
  void whoeverLooksLateSettlesUpToWhatWasDueAndNotUpToThen() {
    pay(1000 * Credits.MICROS);
    start("s1", 1);
    now = T0.plus(Duration.ofHours(5));
    book.askAgain();
    keep();
    now = T0.plus(Duration.ofHours(13)).plusSeconds(11);
    book.look(now);
    book.cap("s1", Credits.MICROS * 900, now);
    assertThat(book.state().outbox())
        .extracting(Posting::key)
        .containsExactly(
            "charge/s1/1/" + T0.plus(Duration.ofHours(6)).toEpochMilli(),
            "charge/s1/1/" + T0.plus(Duration.ofHours(12)).toEpochMilli());
  }

  @Test
  @Tag("B-02")
  void aTaskThatIsLostAfterTheLedgerWasToldChargesNothingTwice() {
    pay(1000 * Credits.MICROS);
    start("s1", 1);
    now = T0.plus(Duration.ofHours(6));
    var before = book.state();
    book.look(now);
    ledger.keep(book.state());
    // The same task again, later; this time the end of the use has come as well.
    var again = new AccountBook(before);
    now = now.plusSeconds(11);
    var ended = now.minusSeconds(2);
    again.take(new MeterFact.Stopped("s1", 2, ended, false), now);
    keep(again);
    keep(again);
    assertThat(again.isKept()).isTrue();
    assertThat(ledger.charged("s1", 1))
        .isEqualTo(Duration.between(T0, ended).toMillis() * 500_000 / 3_600_000);
    assertThat(again.balance()).isEqualTo(ledger.balance("alice"));
  }

  @Test
  @Tag("B-07")
  void anAccountWhoseHistoryIsLostGoesOnFromWhatTheLedgerKnows() {
    pay(Credits.MICROS);
    start("s1", 1);
    start("s2", 1);
    var version = book.version();
    now = now.plusSeconds(60);
    var next = new AccountBook(AccountState.unknown("alice"));
    next.take(new MeterFact.Stopped("s2", 2, now, false), now);
    keep(next);
    keep(next);
    assertThat(next.version()).isGreaterThan(version);
    assertThat(next.perHour(now)).isEqualTo(500_000);
    now = next.hibernatesAt(now).orElseThrow();
    next.look(now);
    assertThat(next.untold()).contains("s1");
    assertThat(ledger.charged("s2", 1)).isEqualTo(8_333);
  }

  @Test
  @Tag("B-08")
  void theFirstPriceOfAClassChangesNothingThatWas() {
    pay(100 * Credits.MICROS);
    book.take(new MeterFact.Started("s1", 1, now, "run1", "big", Use.AWAKE, false, STOP), now);
    keep();
    at(T0.plus(Duration.ofHours(6)));
    ledger.price("big", Use.AWAKE, T0.plus(Duration.ofHours(31)), 5_000_000);
    at(T0.plus(Duration.ofHours(7)));
    assertThat(book.perHour(now)).isEqualTo(500_000);
    at(T0.plus(Duration.ofHours(32)));
    stop("s1", 2, now);
    assertThat(ledger.charged("s1", 1)).isEqualTo(31 * 500_000 + 5_000_000);
  }

  @Test
  void aPriceThatRewritesThePastNeitherThrowsNorTakesMoney() {
    pay(10 * Credits.MICROS);
    start("s1", 1);
    at(T0.plus(Duration.ofHours(6)));
    var free = new Kept(ledger.balance("alice"), Terms.PREPAID, PriceList.FREE, List.of(), null);
    book.kept(book.state(), free, now);
    book.take(new MeterFact.Stopped("s1", 2, now.plusSeconds(1), false), now.plusSeconds(1));
    keep();
    assertThat(ledger.balance("alice")).isEqualTo(10 * Credits.MICROS);
    assertThat(ended("s1/1").waived()).isZero();
  }

  @Test
  void whileNobodyIsChargedNothingBurnsAndWhoeverWasEmptyIsFree() {
    pay(Credits.MICROS);
    start("s1", 1);
    book.cap("s2", 1, now);
    start("s2", 1);
    at(now.plus(Duration.ofHours(1)));
    assertThat(book.standing("s1")).isEqualTo(Standing.EMPTY);
    book.told("s1", Standing.EMPTY);
    ledger.free(now, true);
    book.askAgain();
    keep();
    keep();
    assertThat(book.standing("s1")).isEqualTo(Standing.FUNDED);
    assertThat(book.standing("s2")).isEqualTo(Standing.FUNDED);
    assertThat(book.untold()).contains("s1");
    assertThat(book.perHour(now.plus(FreeTimes.AHEAD))).isZero();
    assertThat(book.nextDue(now)).hasValueSatisfying(due -> assertThat(due).isAfter(now));
    at(now.plus(Duration.ofHours(7)));
    ledger.free(now, false);
    book.askAgain();
    keep();
    pay(10 * Credits.MICROS);
    at(now.plus(Duration.ofMinutes(30)));
    stop("s1", 2, now);
    // What the first hour was short of is the house's, and one minute of each change.
    assertThat(ledger.charged("s1", 1)).isBetween(500_000L, 500_000L + 250_000);
    assertThat(ended("s1/1").metered()).isEqualTo(500_000 + 250_000);
  }

  @Test
  void whatWasChargedAfterNobodyWasToPayIsGivenBackInTheEnd() {
    pay(100 * Credits.MICROS);
    start("s1", 1);
    at(T0.plus(Duration.ofHours(6)));
    ledger.free(T0.plus(Duration.ofHours(4)).minus(FreeTimes.AHEAD), true);
    book.askAgain();
    keep();
    at(T0.plus(Duration.ofHours(8)));
    ledger.free(now.minus(FreeTimes.AHEAD), false);
    book.askAgain();
    keep();
    at(T0.plus(Duration.ofHours(9)));
    stop("s1", 2, now);
    assertThat(ledger.charged("s1", 1)).isEqualTo(5 * 500_000);
    assertThat(ended("s1/1").charged()).isEqualTo(5 * 500_000);
  }

  @Test
  @Tag("B-04")
  void anEndThatMovesAwayAndComesBackIsWarnedOfAgain() {
    pay(27 * Credits.MICROS / 20);
    for (var i = 1; i <= 3; i++) {
      start("s" + i, 1);
    }
    assertThat(kinds()).containsExactly("WARNING_DAY", "WARNING_HOUR");
    at(now.plusSeconds(60));
    stop("s1", 2, now);
    stop("s2", 2, now);
    at(now.plus(Duration.ofHours(2)));
    assertThat(kinds()).containsExactly("WARNING_DAY", "WARNING_HOUR", "WARNING_HOUR");
  }

  @Test
  void thousandsOfShortLivesLeaveASmallState() throws Exception {
    pay(1000 * Credits.MICROS);
    for (var i = 0; i < 5_000; i++) {
      book.take(started("s-" + i, 1), now);
      now = now.plusSeconds(1);
      book.take(new MeterFact.Stopped("s-" + i, 2, now, true), now);
      if (i % 50 == 0) {
        keep();
      }
    }
    keep();
    keep();
    assertThat(Payloads.mapper().writeValueAsBytes(book.state())).hasSizeLessThan(100_000);
    // Late news of one that has just gone is still known for what it is.
    book.take(started("s-4999", 1), now);
    assertThat(book.perHour(now)).isZero();
  }

  @Test
  void aServerThatIsNotThereToBeToldBurnsNoMore() {
    pay(Credits.MICROS);
    start("s1", 1);
    at(T0.plus(Duration.ofHours(2)));
    assertThat(book.untold()).containsExactly("s1");
    book.gone("s1", now);
    assertThat(book.untold()).isEmpty();
    assertThat(book.perHour(now)).isZero();
    keep();
    assertThat(ledger.ended).containsKey("s1/1");
    pay(Credits.MICROS);
    start("s1", 2);
    assertThat(book.perHour(now)).as("it was there after all").isEqualTo(500_000);
    at(now.plus(Duration.ofHours(2)));
    assertThat(book.untold()).containsExactly("s1");
  }

  @Test
  void ordersThatNoStatementCanShow() {
    for (var bad : List.of("a\u0000b", "a\nb", "\ud800", "x".repeat(501))) {
      assertThatThrownBy(() -> new MoneyOrder.Grant("k", 1, "admin", bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new MoneyOrder.Deposit(bad, 1, "admin", "x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new CapOrder("s", 1, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new MoneyOrder.Grant("k", 1, "admin", "thänk you \ud83c\udfae").why()).isNotEmpty();
  }

  @Test
  @Tag("B-07")
  void aMomentCostsTheMinimumOnceAndACrashNotAgain() {
    pay(10 * Credits.MICROS);
    start("s1", 1);
    at(now.plusSeconds(5));
    book.take(new MeterFact.Started("s1", 2, now, "run2", "standard", Use.AWAKE, true, STOP), now);
    at(now.plusSeconds(5));
    stop("s1", 3, now);
    assertThat(ledger.charged("s1", 1)).isEqualTo(8_333);
    assertThat(ledger.charged("s1", 2)).isEqualTo(694);
  }

  @Test
  @Tag("B-08")
  void aPriceThatChangesMeanwhileHoldsFromItsMoment() {
    ledger.price("standard", Use.AWAKE, T0.plus(Duration.ofMinutes(30)), 2_000_000);
    pay(10 * Credits.MICROS);
    start("s1", 1);
    at(T0.plus(Duration.ofHours(1)));
    stop("s1", 2, now);
    assertThat(ledger.charged("s1", 1)).isEqualTo(250_000 + 1_000_000);
  }

  @Test
  @Tag("B-08")
  void whatWasSettledAndHadEndedBeforeIsGivenBack() {
    pay(10 * Credits.MICROS);
    start("s1", 1);
    at(T0.plus(Duration.ofHours(6)));
    assertThat(ledger.balance("alice")).isEqualTo(7_000_000);
    stop("s1", 2, T0.plus(Duration.ofHours(1)));
    assertThat(ledger.balance("alice")).isEqualTo(9_500_000);
    assertThat(ledger.postings.getLast().kind()).isEqualTo(Kind.REFUND);
  }

  @Test
  @Tag("B-04")
  void warnsThreeTimesThenHasEverythingAsleepBeforeItIsTooLate() {
    pay(15 * Credits.MICROS);
    start("s1", 1);
    var end = T0.plus(Duration.ofHours(30)).minus(STOP);
    assertThat(book.hibernatesAt(now)).contains(end);
    at(end.minusMillis(1));
    assertThat(book.standing("s1")).isEqualTo(Standing.FUNDED);
    at(end);
    assertThat(book.untold()).containsExactly("s1");
    assertThat(book.standing("s1")).isEqualTo(Standing.EMPTY);
    book.told("s1", Standing.EMPTY);
    at(end.plusSeconds(4));
    stop("s1", 2, now);
    assertThat(ledger.balance("alice")).isEqualTo(3_612);
    assertThat(kinds()).containsExactly("WARNING_DAY", "WARNING_HOUR", "WARNING_SOON", "DEPLETED");
    assertThat(book.nextDue(now)).isEmpty();

    var rows = ledger.postings.size();
    at(now.plus(Duration.ofDays(3)));
    assertThat(ledger.postings).hasSize(rows);
  }

  @Test
  @Tag("B-05")
  void aStopThatTakesTooLongIsTheHouses() {
    pay(Credits.MICROS / 2);
    start("s1", 1);
    at(T0.plus(Duration.ofHours(3)));
    stop("s1", 2, now);
    assertThat(ledger.balance("alice")).isZero();
    assertThat(ledger.charged("s1", 1)).isEqualTo(500_000);
    assertThat(ledger.ended.get("s1/1"))
        .satisfies(run -> assertThat(run.metered()).isEqualTo(1_500_000))
        .satisfies(run -> assertThat(run.waived()).isEqualTo(1_000_000));
  }

  @Test
  @Tag("B-07")
  void aDepositWakesItsServersAgainAndTheyAreChargedAgain() {
    pay(Credits.MICROS / 2);
    start("s1", 1);
    at(T0.plus(Duration.ofMinutes(59)).plusSeconds(30));
    book.told("s1", Standing.EMPTY);
    stop("s1", 2, now);
    pay(1_000);
    assertThat(book.untold()).as("not worth a wake").isEmpty();
    pay(Credits.MICROS);
    assertThat(book.untold()).containsExactly("s1");
    assertThat(book.standing("s1")).isEqualTo(Standing.FUNDED);
    start("s1", 3);
    at(now.plus(Duration.ofMinutes(30)));
    stop("s1", 4, now);
    assertThat(ledger.charged("s1", 3)).isEqualTo(250_000);
  }

  @Test
  void aServerThatHasSpentItsShareSleepsUntilTheMonthEndsAndTheOthersDoNot() {
    pay(1000 * Credits.MICROS);
    book.cap("s1", Credits.MICROS, now);
    start("s1", 1);
    start("s2", 1);
    at(T0.plus(Duration.ofHours(2)).minus(STOP));
    assertThat(book.untold()).containsExactly("s1");
    assertThat(book.standing("s1")).isEqualTo(Standing.CAPPED);
    book.told("s1", Standing.CAPPED);
    stop("s1", 2, now);
    at(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(book.standing("s1")).isEqualTo(Standing.FUNDED);
    assertThat(book.untold()).containsExactly("s1");
  }

  @Test
  void aRunOfWeeksStandsOnEveryMonthsStatement() {
    pay(1000 * Credits.MICROS);
    start("s1", 1);
    at(Instant.parse("2026-12-02T03:00:00Z"));
    stop("s1", 2, now);
    var november = Instant.parse("2026-12-01T00:00:00Z");
    var spans = ledger.postings.stream().map(Posting::span).filter(s -> s != null).toList();
    assertThat(spans).anySatisfy(span -> assertThat(span.until()).isEqualTo(november));
    assertThat(spans)
        .noneSatisfy(span ->
            assertThat(span.from().isBefore(november) && span.until().isAfter(november)).isTrue());
    assertThat(ledger.charged("s1", 1)).isEqualTo(500_000L * (24 * 10 + 15));
  }

  @Test
  void theHousePaysNothingAndIsNeverEmpty() {
    var house = new FakeLedger(Terms.HOUSE);
    var admin = new AccountBook(AccountState.unknown("admin"));
    admin.kept(admin.state(), house.keep(admin.state()), now);
    admin.take(started("lobby", 1), now);
    assertThat(admin.nextDue(now)).isEmpty();
    admin.take(new MeterFact.Stopped("lobby", 2, now.plusSeconds(99_999), false), now);
    assertThat(admin.standing()).isEqualTo(Standing.FUNDED);
    assertThat(admin.state().outbox()).isEmpty();
  }

  @Test
  void factsBeforeTheFirstAnswerOfTheLedgerWaitForItsPrices() {
    var late = new AccountBook(AccountState.unknown("bob"));
    late.take(started("b1", 1), now);
    late.take(new MeterFact.Stopped("b1", 2, now.plusSeconds(3600), false), now);
    assertThat(late.state().outbox()).isEmpty();
    late.kept(
        late.state(), new Kept(600_000, Terms.PREPAID, ledger.prices(), List.of(), null), now);
    assertThat(late.balance()).isEqualTo(100_000);
  }

  @Test
  @Tag("B-04")
  void whoWakesAfterALongRestIsHeldToTheirCreditsWhileTheLedgerIsAway() {
    pay(100_000);
    now = T0.plus(Duration.ofHours(13));
    book.take(started("s1", 1), now);
    assertThat(book.hibernatesAt(now)).as("the ledger is asked first").isEmpty();
    book.away(now);
    assertThat(book.perHour(now)).isEqualTo(500_000);
    var end = now.plus(Duration.ofMinutes(12)).minus(STOP);
    assertThat(book.hibernatesAt(now)).contains(end);
    now = end.minus(Duration.ofMinutes(5));
    assertThat(book.nextDue(T0.plus(Duration.ofHours(13)))).contains(now);
    book.look(now);
    assertThat(book.nextDue(now)).contains(end);
    now = end;
    book.look(now);
    assertThat(book.standing("s1")).isEqualTo(Standing.EMPTY);
    assertThat(book.untold()).containsExactly("s1");
    book.told("s1", Standing.EMPTY);
    now = now.plusSeconds(10);
    book.take(new MeterFact.Stopped("s1", 2, now, false), now);
    assertThat(book.perHour(now)).isZero();
    assertThat(book.unsettled(now)).isEqualTo(100_000 - 2_778);
    assertThat(book.state().outbox()).as("the ledger may have other prices").isEmpty();
    keep();
    keep();
    assertThat(kinds()).containsExactly("WARNING_HOUR", "WARNING_SOON", "DEPLETED");
    assertThat(ledger.charged("s1", 1)).isEqualTo(100_000 - 2_778);
    assertThat(book.standing("s1")).isEqualTo(Standing.EMPTY);
    assertThat(book.isKept()).isTrue();
  }

  @Test
  @Tag("B-08")
  void whatWasBelievedWhileTheLedgerWasAwayIsPutRightByItsPrices() {
    pay(100_000);
    ledger.price("standard", Use.AWAKE, T0.plus(Duration.ofHours(1)), 50_000);
    now = T0.plus(Duration.ofHours(13));
    book.take(started("s1", 1), now);
    book.away(now);
    var began = now;
    now = book.hibernatesAt(now).orElseThrow();
    book.look(now);
    assertThat(book.standing("s1")).isEqualTo(Standing.EMPTY);
    book.told("s1", Standing.EMPTY);
    keep();
    assertThat(book.standing("s1")).as("it was cheaper").isEqualTo(Standing.FUNDED);
    assertThat(book.untold()).containsExactly("s1");
    at(began.plus(Duration.ofHours(1)));
    stop("s1", 2, now);
    assertThat(ledger.charged("s1", 1)).isEqualTo(50_000);
  }

  @Test
  @Tag("B-04")
  void aShareOfTheMonthHoldsWhileTheLedgerIsAway() {
    pay(100 * Credits.MICROS);
    book.cap("s1", 100_000, now);
    keep();
    now = T0.plus(Duration.ofHours(13));
    book.take(started("s1", 1), now);
    book.take(started("s2", 1), now);
    book.away(now);
    now = now.plus(Duration.ofMinutes(12)).minus(STOP);
    assertThat(book.nextDue(now)).contains(now);
    book.look(now);
    assertThat(book.standing("s1")).isEqualTo(Standing.CAPPED);
    assertThat(book.untold()).containsExactly("s1");
  }

  @Test
  void aServerThatIsGoneWhileTheLedgerIsAwayBurnsNoMore() {
    pay(Credits.MICROS);
    start("s1", 1);
    now = T0.plus(Duration.ofHours(13));
    book.take(started("s2", 1), now);
    book.away(now);
    assertThat(book.untold()).containsExactly("s1", "s2");
    for (var server : List.of("s1", "s2")) {
      book.gone(server, now);
      book.told(server, book.standing(server));
    }
    assertThat(book.perHour(now)).isZero();
    now = now.plus(Duration.ofHours(1));
    assertThat(book.state().ended()).isEmpty();
    keep();
    keep();
    assertThat(ended("s1/1").metered()).isEqualTo(13 * 500_000);
    assertThat(ended("s2/1").metered()).as("its minimum").isEqualTo(8_333);
    assertThat(book.perHour(now)).isZero();
    pay(100 * Credits.MICROS);
    now = now.plus(Duration.ofHours(13));
    book.gone("s1", now);
    book.take(started("s1", 2), now);
    book.away(now);
    assertThat(book.perHour(now)).as("it was there after all").isEqualTo(500_000);
    keep();
    assertThat(book.perHour(now)).isEqualTo(500_000);
  }

  @Test
  @Tag("B-06")
  void aKeyThatWaitsForTheLedgerIsNotTakenForSomethingElse() {
    assertThat(book.order(deposit("payment/1", 5))).isTrue();
    assertThat(book.order(deposit("payment/1", 5))).isTrue();
    assertThat(book.order(deposit("payment/1", 6))).isFalse();
    assertThat(book.state().outbox()).hasSize(1);
  }

  @Test
  void creditsAreReadAndWrittenExactly() {
    assertThat(Credits.text(500_000)).isEqualTo("0.5");
    assertThat(Credits.text(-1)).isEqualTo("-0.000001");
    assertThat(Credits.text(10_000_000)).isEqualTo("10");
    assertThat(Credits.parse("12.345678")).isEqualTo(12_345_678);
    for (var bad : List.of("1.2345678", "1e30", "ten", "")) {
      assertThatThrownBy(() -> Credits.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Goes through everything that is due until then.
  private void at(Instant until) {
    for (var due = book.nextDue(now); due.isPresent() && !due.get().isAfter(until); ) {
      now = due.get().isBefore(now) ? now : due.get();
      book.look(now);
      keep();
      due = book.nextDue(now);
    }
    now = until;
    book.look(now);
    keep();
  }

  private void keep() {
    keep(book);
  }

  private void keep(AccountBook one) {
    var state = one.state();
    one.kept(state, ledger.keep(state), now);
    said.addAll(state.notices());
  }

  private Meter ended(String use) {
    return Objects.requireNonNull(ledger.ended.get(use), use);
  }

  private List<String> kinds() {
    return said.stream().map(Notice::kind).filter(kind -> !kind.equals("FUNDED")).toList();
  }

  private static Posting deposit(String key, long micros) {
    return new Posting(key, Kind.DEPOSIT, micros, T0, "paid", "alice", null);
  }

  private void pay(long micros) {
    said.clear();
    assertThat(book.order(deposit("payment/" + book.version(), micros))).isTrue();
    keep();
    said.clear();
  }

  private MeterFact.Started started(String server, long number) {
    return new MeterFact.Started(
        server, number, now, "run" + number, "standard", Use.AWAKE, false, STOP);
  }

  private void start(String server, long number) {
    book.take(started(server, number), now);
    keep();
  }

  private void stop(String server, long number, Instant at) {
    book.take(new MeterFact.Stopped(server, number, at, false), now);
    keep();
  }
}
