package dev.overwinter.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.FreeTimes;
import dev.overwinter.billing.Kept;
import dev.overwinter.billing.Kept.How;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.Posting;
import dev.overwinter.billing.Posting.Kind;
import dev.overwinter.billing.PriceOrder;
import dev.overwinter.billing.PriceOutcome;
import dev.overwinter.billing.Proof;
import dev.overwinter.billing.Terms;
import dev.overwinter.billing.Use;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LedgerIT {
  private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
  private static final long WELCOME = 10_000_000;

  private final EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
  private final DataSource database = postgres.getPostgresDatabase();
  private final JdbcClient sql = JdbcClient.create(database);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(database));
  private final List<Proof> told = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final PostgresLedgerActivities ledger =
      new PostgresLedgerActivities(
          sql,
          transaction,
          new BillingSettings(Set.of("admin"), WELCOME),
          told::add,
          refused::add,
          NoticeEar.DEAF);

  LedgerIT() throws IOException {
    BillingMigration.migrate(database);
    BillingMigration.migrate(database);
  }

  @AfterAll
  void stop() throws IOException {
    postgres.close();
  }

  @Test
  void anAccountIsOpenedOnceAndWelcomedOnce() throws Exception {
    var opened = atOnce(IntStream.range(0, 8).mapToObj(_ -> keeping("newcomer")).toList());
    assertThat(opened).extracting(Kept::balance).containsOnly(WELCOME);
    assertThat(opened).extracting(Kept::terms).containsOnly(Terms.PREPAID);
    var house = keep("admin");
    assertThat(house.terms()).isEqualTo(Terms.HOUSE);
    assertThat(house.balance()).isZero();
    assertProven();
  }

  @Test
  @Tag("B-03")
  void aThousandBookingsAtOnceAddUpToTheMicroCredit() throws Exception {
    var bookings =
        IntStream.range(0, 1000)
            .mapToObj(i ->
                keeping(
                    "busy" + i % 5,
                    i % 2 == 0 ? deposit("busy/" + i, 1_000_003) : charge("busy" + i, 1, -7)))
            .toList();
    atOnce(bookings);
    for (var i = 0; i < 5; i++) {
      // Each has a hundred of both.
      assertThat(keep("busy" + i).balance()).isEqualTo(WELCOME + 100 * 1_000_003 - 100 * 7);
    }
    assertProven();
  }

  @Test
  @Tag("B-06")
  void aPaymentThatComesTwiceIsBookedOnceAndAnotherWithItsKeyIsRefused() throws Exception {
    var same = IntStream.range(0, 10).mapToObj(_ -> keeping("payer", deposit("p1", 5_000_000)));
    var how = atOnce(same.toList()).stream().map(kept -> kept.booked().getFirst().how()).toList();
    assertThat(how).containsOnly(How.NOW, How.BEFORE).containsOnlyOnce(How.NOW);
    assertThat(keep("payer", deposit("p1", 6_000_000)).booked().getFirst().how())
        .isEqualTo(How.CONFLICT);
    assertThat(keep("thief", deposit("p1", 5_000_000)).booked().getFirst().how())
        .isEqualTo(How.CONFLICT);
    assertThat(keep("payer").balance()).isEqualTo(WELCOME + 5_000_000);
  }

  @Test
  @Tag("B-06")
  void aChargeThatComesTwiceIsBookedOnce() {
    keep("twice", charge("twice", 1, -100));
    assertThat(keep("twice", charge("twice", 1, -100)).booked().getFirst().how())
        .isEqualTo(How.BEFORE);
    assertThat(keep("twice").balance()).isEqualTo(WELCOME - 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update ledger_transfers set amount = amount + 1",
        "update ledger_entries set amount = amount + 1",
        "delete from ledger_transfers",
        "delete from ledger_entries",
        "delete from ledger_accounts",
        "truncate ledger_transfers cascade",
        "update ledger_accounts set balance = balance + 1000000",
        "update prices set per_hour = 0",
        "delete from prices",
        "update ledger_terms set free = true",
        "delete from ledger_terms",
        "insert into prices values ('standard', 'AWAKE', now() + interval '1 hour', 1, now(), 'x')",
        // An entry without a transfer of its own.
        """
        insert into ledger_entries (account, transfer, amount)
        select account, id, 5 from ledger_transfers order by id limit 1
        """,
        "insert into ledger_entries (account, transfer, amount) "
            + "select 'house/adjustments', id, 5 from ledger_transfers order by id limit 1",
        // A transfer without entries, or with such as do not sum to zero.
        "insert into ledger_transfers (key, kind, account, amount, at, memo, ordered_by)"
            + " values ('none', 'GRANT', 'house/grants', 5, now(), '', '')",
        """
        with t as (
          insert into ledger_transfers (key, kind, account, amount, at, memo, ordered_by)
          values ('half', 'GRANT', 'house/grants', 5, now(), '', '') returning id)
        insert into ledger_entries (account, transfer, amount) select 'house/grants', id, 5 from t
        """
      })
  void theDatabaseItselfRefuses(String tampering) {
    keep("honest", deposit("honest", 1));
    var before = sums();
    assertThatThrownBy(() -> sql.sql(tampering).update()).isInstanceOf(DataAccessException.class);
    assertThat(sums()).isEqualTo(before);
  }

  private List<@Nullable Long> sums() {
    return sql.sql("select balance from ledger_accounts order by id").query(Long.class).list();
  }

  @Test
  @Tag("B-08")
  void aNightOfUseIsBookedProvenAndReadLineByLine() {
    var book = new AccountBook(AccountState.unknown("night"));
    var now = T0;
    relay(book, now);
    book.take(
        new MeterFact.Started(
            "s-night", 1, now, "run", "standard", Use.AWAKE, false, Duration.ZERO),
        now);
    for (var hour = 1; hour <= 14; hour++) {
      now = T0.plus(Duration.ofHours(hour));
      book.look(now);
      relay(book, now);
    }
    book.take(new MeterFact.Stopped("s-night", 2, now.plusMillis(1), false), now);
    relay(book, now);
    // The same once more, as an activity that was killed before it had answered.
    var answer = ledger.keep(book.state());

    assertThat(answer.balance()).isEqualTo(WELCOME - 7_000_000);
    assertThat(
            sql.sql("select sum(amount) from ledger_transfers where server_id = 's-night'")
                .query(Long.class)
                .single())
        .isEqualTo(-7_000_000);
    assertThat(
            sql.sql("select metered from billing_uses where server_id = 's-night'")
                .query(Long.class)
                .single())
        .isEqualTo(7_000_000);
    assertProven();
  }

  private void relay(AccountBook book, Instant now) {
    relay(ledger, book, now);
  }

  private static void relay(PostgresLedgerActivities books, AccountBook book, Instant now) {
    while (!book.isKept()) {
      var state = book.state();
      book.kept(state, books.keep(state), now);
    }
  }

  private static MeterFact.Started awake(String server, Instant at) {
    return new MeterFact.Started(server, 1, at, "run", "standard", Use.AWAKE, false, Duration.ZERO);
  }

  @Test
  @Tag("B-02")
  void noMomentOfAUseIsChargedTwice() {
    var until = T0.plusSeconds(5);
    keep("overlaps", span("overlaps", 1, T0, until));
    var again = keep("overlaps", span("overlaps", 1, T0, until.plusSeconds(11)));
    assertThat(again.booked()).extracting(Kept.Booked::how).containsExactly(How.REFUSED);
    var rest = span("overlaps", 1, until, until.plusSeconds(11));
    var other = span("overlaps", 2, T0, until);
    assertThat(keep("overlaps", rest, other).booked())
        .extracting(Kept.Booked::how)
        .containsExactly(How.NOW, How.NOW);
    assertThat(keep("overlaps").balance()).isEqualTo(WELCOME - 3);
  }

  private static Posting span(String server, long number, Instant from, Instant until) {
    return new Posting(
        "charge/" + server + "/" + number + "/" + until.toEpochMilli(),
        Kind.CHARGE,
        -1,
        from,
        "",
        "",
        new Posting.Span(server, number, "r", "standard", Use.AWAKE, from, until));
  }

  @Test
  @Tag("B-03")
  void whatPostgresRefusesStandsInNobodysWay() {
    var bad = new Posting("payment/bad", Kind.DEPOSIT, 5, T0, "a\u0000b", "x", null);
    var worse = new Posting("grant/worse", Kind.GRANT, -5, T0, "", "x", null);
    var answer = keep("blocked", deposit("b1", 1), bad, worse, deposit("b2", 2));
    assertThat(answer.booked())
        .extracting(Kept.Booked::how)
        .containsExactly(How.NOW, How.REFUSED, How.REFUSED, How.NOW);
    assertThat(answer.balance()).isEqualTo(WELCOME + 3);
    assertThat(refused).contains("payment/bad", "grant/worse");
    assertThat(keep("blocked", bad).booked().getFirst().how()).isEqualTo(How.REFUSED);
    assertProven();
  }

  @Test
  void theHousesOwnBooksAreNobodysAccount() {
    assertThatThrownBy(() -> ledger.keep(AccountState.unknown("house/revenue")))
        .hasMessageContaining("house's own books");
  }

  @Test
  @Tag("B-07")
  void aLifeThatBeginsAnewGoesOnFromWhatWasKept() {
    var book = new AccountBook(AccountState.unknown("anew"));
    relay(book, T0);
    book.take(awake("s-anew", T0), T0);
    relay(book, T0);
    var six = T0.plus(Duration.ofHours(6));
    var before = book.state();
    book.look(six);
    var told = book.state();
    ledger.keep(told);
    assertThat(ledger.keep(told).known()).as("its own, without an answer").isNull();

    // Of all the tasks that may be lost after that: this one, and the whole history.
    for (var lost : List.of(before, AccountState.unknown("anew"))) {
      var next = new AccountBook(lost);
      next.askAgain();
      relay(next, six.plusSeconds(11));
      assertThat(next.version()).isGreaterThan(told.version());
      assertThat(next.perHour(six)).isEqualTo(500_000);
      assertThat(next.balance()).isEqualTo(WELCOME - 3_000_000);
    }
    assertProven();
  }

  @Test
  void whoPaysIsDatedAndEverybodyElseHearsOfIt() throws IOException {
    try (var own = EmbeddedPostgres.builder().start()) {
      var there = own.getPostgresDatabase();
      BillingMigration.migrate(there);
      var client = JdbcClient.create(there);
      var paying = books(there, Set.of("admin"), true);
      assertThat(paying.agree()).isEmpty();
      var alice = new AccountBook(AccountState.unknown("alice"));
      var admin = new AccountBook(AccountState.unknown("admin"));
      var began = now(client);
      relay(paying, alice, began);
      relay(paying, admin, began);
      assertThat(List.of(alice.terms(), admin.terms())).containsExactly(Terms.PREPAID, Terms.HOUSE);
      alice.take(awake("s-alice", began), began);
      relay(paying, alice, began);

      var off = books(there, Set.of("alice", "admin"), false);
      assertThat(off.agree()).containsExactly("alice");
      alice.askAgain();
      relay(off, alice, now(client));
      assertThat(alice.terms()).isEqualTo(Terms.HOUSE);
      assertThat(alice.perHour(soon(client))).isZero();
      assertThat(off.agree()).as("told").isEmpty();
      assertThat(off.prove().problems()).isEmpty();

      var on = books(there, Set.of("alice"), true);
      assertThat(on.agree()).as("alice is the house's now").containsExactly("admin");
      assertThat(books(there, Set.of(), true).agree()).containsExactly("admin", "alice");
      alice.askAgain();
      relay(on, alice, now(client));
      assertThat(alice.perHour(soon(client))).isEqualTo(500_000);
      assertThat(
              client
                  .sql("select terms from ledger_accounts where id in ('admin', 'alice')")
                  .query(String.class)
                  .list())
          .containsOnly("PREPAID");
      assertThat(on.prove().problems()).isEmpty();
    }
  }

  private PostgresLedgerActivities books(DataSource there, Set<String> house, boolean charges) {
    return new PostgresLedgerActivities(
        JdbcClient.create(there),
        new TransactionTemplate(new DataSourceTransactionManager(there)),
        new BillingSettings(house, WELCOME, charges),
        told::add,
        refused::add,
        NoticeEar.DEAF);
  }

  private static Instant soon(JdbcClient client) {
    return now(client).plus(FreeTimes.AHEAD);
  }

  private static Instant now(JdbcClient client) {
    return client.sql("select clock_timestamp()").query(Timestamp.class).single().toInstant();
  }

  @Test
  void anOlderStateNeverOverwritesANewerOne() {
    var book = new AccountBook(AccountState.unknown("versions"));
    var old = book.state();
    relay(book, T0);
    relay(book, T0);
    ledger.keep(knowing(old));
    assertThat(
            sql.sql("select version from billing_accounts where id = 'versions'")
                .query(Long.class)
                .single())
        .isGreaterThan(old.version());
  }

  @Test
  @Tag("B-03")
  void aConnectionThatDiesInTheMiddleLeavesNothing() {
    keep("cut");
    assertThatThrownBy(() ->
            transaction.executeWithoutResult(_ -> {
              ledger.keep(state("cut", deposit("cut/1", 77)));
              sql.sql("select pg_terminate_backend(pg_backend_pid())").query(row -> {});
            }))
        .isInstanceOf(RuntimeException.class);
    assertThat(keep("cut").balance()).isEqualTo(WELCOME);
    assertThat(keep("cut", deposit("cut/1", 77)).balance()).isEqualTo(WELCOME + 77);
  }

  /// Spoils a ledger, so it has a database of its own.
  @Test
  void theProofFindsWhatSomebodyWithThePowerToDoItHasChanged() throws IOException {
    try (var spoilt = EmbeddedPostgres.builder().start()) {
      var there = spoilt.getPostgresDatabase();
      BillingMigration.migrate(there);
      var client = JdbcClient.create(there);
      var books =
          new PostgresLedgerActivities(
              client,
              new TransactionTemplate(new DataSourceTransactionManager(there)),
              new BillingSettings(Set.of(), WELCOME),
              told::add,
              refused::add,
              NoticeEar.DEAF);
      books.keep(state("alice", charge("s1", 1, -100)));
      var bob = new AccountBook(AccountState.unknown("bob"));
      relay(books, bob, T0);
      bob.take(awake("s2", T0), T0);
      bob.look(T0.plus(Duration.ofHours(6)));
      relay(books, bob, T0.plus(Duration.ofHours(6)));
      assertThat(books.prove().problems()).isEmpty();
      try (var connection = there.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("set session_replication_role = replica");
        statement.execute("update ledger_accounts set balance = balance + 5 where id = 'alice'");
        statement.execute(
            "update ledger_entries set amount = -99, balance_after = balance_after + 1"
                + " where amount = -100");
        statement.execute("alter table ledger_transfers drop constraint charged_once");
        statement.execute(
            "insert into ledger_transfers (key, kind, account, amount, at, memo, ordered_by,"
                + " server_id, meter, run, price_class, use, used_from, used_until)"
                + " select 'twice', kind, account, amount, at, memo, ordered_by, server_id, meter,"
                + " run, price_class, use, used_from, used_until + interval '1 hour'"
                + " from ledger_transfers where server_id = 's2'");
        statement.execute(
            "update billing_accounts set state = jsonb_set(state, '{tabs,0,meter,metered}', '7')"
                + " where id = 'bob'");
        statement.execute(
            "insert into billing_uses values"
                + " ('s1', 1, 'alice', 'r', 'standard', 'AWAKE', now(), now(), 0, 55, 0)");
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
      assertThat(books.prove().problems())
          .anySatisfy(p -> assertThat(p).contains("balance of alice is"))
          .anySatisfy(p -> assertThat(p).contains("entries of transfer charge/s1/1"))
          .anySatisfy(p -> assertThat(p).contains("all balances sum to 5"))
          .anySatisfy(p -> assertThat(p).contains("use s1/1 cost 55, waived 0, charged 100"))
          .anySatisfy(p -> assertThat(p).contains("use s1/1 cost 55, by time and price 0"))
          .anySatisfy(p -> assertThat(p).contains("use s2/1 was charged twice from"))
          .anySatisfy(p -> assertThat(p).contains("use s2/1 cost 7, by time and price 3000000"))
          .anySatisfy(p -> assertThat(p).contains("open use s2/1 has cost 7, waived 0, charged 6"));
      assertThat(told.getLast().problems()).isNotEmpty();
    }
  }

  private void assertProven() {
    assertThat(ledger.prove().problems()).isEmpty();
  }

  private static AccountState state(String account, Posting... postings) {
    var book = new AccountBook(AccountState.unknown(account));
    for (var posting : postings) {
      assertThat(book.order(posting)).isTrue();
    }
    return knowing(book.state());
  }

  /// Of an account that knows all that was ever kept.
  private static AccountState knowing(AccountState state) {
    return new AccountState(
        state.account(),
        state.version(),
        Long.MAX_VALUE,
        state.terms(),
        state.balance(),
        state.standing(),
        state.warned(),
        state.prices(),
        state.pricesAt(),
        state.tabs(),
        state.waiting(),
        state.recent(),
        state.outbox(),
        state.ended(),
        state.notices());
  }

  private Kept keep(String account, Posting... postings) {
    return ledger.keep(state(account, postings));
  }

  private Callable<Kept> keeping(String account, Posting... postings) {
    return () -> keep(account, postings);
  }

  private static Posting deposit(String key, long micros) {
    return new Posting("payment/" + key, Kind.DEPOSIT, micros, T0, "paid", "x", null);
  }

  private static Posting charge(String server, long number, long micros) {
    return new Posting(
        "charge/" + server + "/" + number,
        Kind.CHARGE,
        micros,
        T0,
        "",
        "",
        new Posting.Span(server, number, "r", "standard", Use.AWAKE, T0, T0.plusSeconds(1)));
  }

  @Test
  @Tag("B-08")
  void aPriceIsAnnouncedOnceAndADayAhead() throws Exception {
    keep("prices", deposit("prices", 1));
    var from = Instant.now().plus(Duration.ofHours(25));
    var order = new PriceOrder("announced", Use.AWAKE, from, 7, "admin");
    var answers = atOnce(IntStream.range(0, 8).mapToObj(_ -> announcing(order)).toList());
    assertThat(answers)
        .containsOnlyOnce(new PriceOutcome.Announced(order.price(), false))
        .contains(new PriceOutcome.Announced(order.price(), true))
        .hasOnlyElementsOfType(PriceOutcome.Announced.class);
    assertThat(ledger.announce(new PriceOrder("announced", Use.AWAKE, from, 8, "admin")))
        .isInstanceOf(PriceOutcome.Refused.class);
    var soon = Instant.now().plus(Duration.ofHours(23));
    assertThat(ledger.announce(new PriceOrder("announced", Use.AWAKE, soon, 7, "admin")))
        .isInstanceOf(PriceOutcome.Refused.class);
    assertThat(keep("prices").prices().prices())
        .filteredOn(price -> price.priceClass().equals("announced"))
        .containsExactly(order.price());
    // What holds already was announced in time, whenever it is asked for again.
    var first = new PriceOrder("standard", Use.AWAKE, Instant.EPOCH, 500_000, "admin");
    assertThat(ledger.announce(first)).isEqualTo(new PriceOutcome.Announced(first.price(), true));
  }

  private Callable<PriceOutcome> announcing(PriceOrder order) {
    return () -> ledger.announce(order);
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(16)) {
      var results = new ArrayList<T>();
      for (var future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
