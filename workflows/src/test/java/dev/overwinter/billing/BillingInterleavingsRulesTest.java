package dev.overwinter.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.durable.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/// Any order of deposits, starts, stops, crashes, changes of price, restarts, lost answers, facts
/// that come twice, tasks that are done again later, and histories that are gone.
@Tag("B-02")
@Tag("B-03")
@Tag("B-04")
@Tag("B-08")
final class BillingInterleavingsRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-29T21:17:33.123Z");

  enum Event {
    DEPOSIT,
    START,
    STOP,
    CRASH,
    NODE_TELLS_LATE,
    PRICE_CHANGES,
    WORKER_RESTARTS,
    ANSWER_IS_LOST,
    LEDGER_IS_AWAY,
    FACTS_COME_AGAIN,
    TASK_IS_LOST,
    HISTORY_IS_LOST,
    NOBODY_PAYS,
    EVERYBODY_PAYS,
    TIME_PASSES
  }

  /// @param event what happens
  /// @param server to which server, where that matters
  /// @param millis how long after the one before
  /// @param amount of whatever the event needs
  record Step(Event event, int server, long millis, long amount) {}

  @Property(tries = 200)
  void theBooksAreExactWhateverHappens(@ForAll("evenings") List<Step> evening) {
    var night = new Night();
    evening.forEach(night::happen);
    night.end();
  }

  @Provide
  Arbitrary<List<Step>> evenings() {
    return Combinators.combine(
            Arbitraries.of(Event.class),
            Arbitraries.integers().between(0, 2),
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.longs().between(0, 400_000)),
                net.jqwik.api.Tuple.of(2, Arbitraries.longs().between(0, 90_000_000))),
            Arbitraries.longs().between(1, 3_000_000))
        .as(Step::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(80);
  }

  /// A run of a container as its node saw it.
  private record Run(String server, long number, Instant from, Instant until, boolean fresh) {}

  /// An account, its ledger, and three servers that obey: they are down as long after the order as
  /// a stop may take, and wake only while they may.
  private static final class Night {
    private static final Duration STOP = Duration.ofSeconds(20);

    private final FakeLedger ledger = new FakeLedger(Terms.PREPAID);
    private AccountBook book = new AccountBook(AccountState.unknown("alice"));
    private Instant now = T0;
    private Instant keptAt = T0;
    private long payments;
    private int answersToLose;
    private int callsToMiss;
    private final List<MeterFact> said = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final TreeMap<String, MeterFact.Started> awake = new TreeMap<>();
    private final TreeMap<String, Instant> stopping = new TreeMap<>();
    private final long[] numbers = new long[3];
    private boolean paid = true;
    private final List<Instant> changes = new ArrayList<>();

    Night() {
      keep();
    }

    void happen(Step step) {
      pass(now.plusMillis(step.millis()));
      var server = "s" + step.server();
      switch (step.event()) {
        case DEPOSIT -> deposit(step.amount());
        case START -> start(server, step.server(), false);
        case STOP -> stop(server, step.server(), now);
        case CRASH -> {
          if (awake.containsKey(server) && !stopping.containsKey(server)) {
            start(server, step.server(), true);
          }
        }
        // Up to what was settled long ago.
        case NODE_TELLS_LATE -> stop(server, step.server(), now.minusMillis(step.amount() * 10));
        case PRICE_CHANGES -> {
          var priceClass = step.amount() % 2 == 0 ? "standard" : "big";
          var from = now.plus(Duration.ofHours(24));
          ledger.announce(new PriceOrder(priceClass, Use.AWAKE, from, step.amount(), "admin"), now);
        }
        case TASK_IS_LOST -> loseTask();
        case HISTORY_IS_LOST -> loseHistory();
        case NOBODY_PAYS -> pays(false);
        case EVERYBODY_PAYS -> pays(true);
        case WORKER_RESTARTS -> book = new AccountBook(again(book.state()));
        case ANSWER_IS_LOST -> answersToLose++;
        case LEDGER_IS_AWAY -> callsToMiss += 2;
        case FACTS_COME_AGAIN -> said.forEach(fact -> book.take(fact, now));
        case TIME_PASSES -> {}
      }
      react();
    }

    /// The ledger was told what a task had decided, and the task is done again 11 seconds later: at
    /// a due moment, when there is one soon.
    private void loseTask() {
      var before = again(book.state());
      var due = book.nextDue(now).orElse(now);
      var reachable = stopping.values().stream().noneMatch(down -> down.isBefore(due));
      now = reachable && due.isAfter(now) ? due : now;
      book.look(now);
      ledger.keep(again(book.state()));
      book = new AccountBook(before);
      now = now.plusSeconds(11);
      pass(now);
    }

    /// Its workflow was ended when the ledger knew everything, and begins anew.
    private void loseHistory() {
      callsToMiss = 0;
      keep();
      keep();
      keep();
      assertThat(book.isKept()).isTrue();
      book = new AccountBook(AccountState.unknown("alice"));
      keep();
      assertThat(book.isKept()).isFalse();
    }

    private void pays(boolean everybody) {
      if (everybody == paid) {
        return;
      }
      paid = everybody;
      ledger.free(now, !everybody);
      changes.add(now.plus(FreeTimes.AHEAD));
      book.askAgain();
    }

    private void deposit(long micros) {
      var posting =
          new Posting(
              "payment/" + ++payments, Posting.Kind.DEPOSIT, micros, now, "paid", "alice", null);
      assertThat(book.order(posting)).isTrue();
      assertThat(book.order(posting)).isTrue();
    }

    private void start(String server, int index, boolean continues) {
      if ((awake.containsKey(server) && !continues)
          || (!continues && book.standing(server) != Standing.FUNDED)) {
        return;
      }
      over(server, now);
      var fact =
          new MeterFact.Started(
              server, ++numbers[index], now, "run", classOf(server), Use.AWAKE, continues, STOP);
      awake.put(server, fact);
      tell(fact);
    }

    private static String classOf(String server) {
      return server.equals("s2") ? "big" : "standard";
    }

    private void stop(String server, int index, Instant at) {
      var run = awake.get(server);
      if (run != null) {
        var when = at.isBefore(run.at()) ? run.at() : at;
        over(server, when);
        stopping.remove(server);
        tell(new MeterFact.Stopped(server, ++numbers[index], when, false));
      }
    }

    private void over(String server, Instant at) {
      var run = awake.remove(server);
      if (run != null) {
        runs.add(new Run(server, run.number(), run.at(), at, !run.continues()));
      }
    }

    private void tell(MeterFact fact) {
      said.add(fact);
      book.take(fact, now);
      book.take(fact, now);
    }

    /// Everything that is due on the way happens at its time.
    private void pass(Instant until) {
      while (true) {
        var next = until;
        var due = book.nextDue(now).orElse(until);
        next = due.isBefore(next) ? due : next;
        for (var down : stopping.values()) {
          next = down.isBefore(next) ? down : next;
        }
        // A ledger that is away is asked again and again.
        var retry = keptAt.plus(Duration.ofHours(1));
        if (waits() && retry.isBefore(next)) {
          next = retry;
        }
        now = next.isBefore(now) ? now : next;
        book.look(now);
        for (var server : List.copyOf(stopping.keySet())) {
          if (!now.isBefore(stopping.get(server))) {
            stop(server, server.charAt(1) - '0', now);
          }
        }
        react();
        if (!now.isBefore(until)) {
          return;
        }
      }
    }

    private boolean waits() {
      return !book.state().outbox().isEmpty() || !book.state().waiting().isEmpty();
    }

    private void react() {
      keep();
      for (var server : book.untold()) {
        var standing = book.standing(server);
        book.told(server, standing);
        if (standing != Standing.FUNDED && awake.containsKey(server)) {
          stopping.putIfAbsent(server, now.plus(STOP));
        }
      }
      assertThat(ledger.balance("alice")).as("balance at %s", now).isNotNegative();
      assertThat(book.balance()).isNotNegative();
    }

    private void keep() {
      keptAt = now;
      if (callsToMiss > 0) {
        callsToMiss--;
        book.away(now);
        return;
      }
      var state = again(book.state());
      var answer = ledger.keep(state);
      if (answersToLose > 0) {
        answersToLose--;
        answer = ledger.keep(state);
      }
      book.kept(state, answer, now);
    }

    void end() {
      answersToLose = 0;
      callsToMiss = 0;
      for (var server : List.copyOf(awake.keySet())) {
        stop(server, server.charAt(1) - '0', now);
      }
      keep();
      keep();
      assertThat(ledger.accounts.values().stream().mapToLong(Long::longValue).sum()).isZero();
      assertThat(book.state().outbox()).isEmpty();
      assertThat(book.balance()).isEqualTo(ledger.balance("alice"));
      for (var run : runs) {
        var ended = Objects.requireNonNull(ledger.ended.get(run.server() + "/" + run.number()));
        assertThat(ended.metered()).as("%s", ended).isEqualTo(listed(run));
        assertThat(ended.waived()).isNotNegative();
        assertThat(ledger.charged(run.server(), run.number())).isEqualTo(ended.charged());
      }
    }

    /// Counted as a child would: each millisecond at its price, in one sum.
    private long listed(Run run) {
      var least = run.fresh() ? run.from().plus(Meter.MINIMUM) : run.from();
      var until = run.until().isBefore(least) ? least : run.until();
      var sum = BigInteger.ZERO;
      var moments = new ArrayList<Instant>(List.of(run.from(), until));
      Stream.concat(ledger.prices().prices().stream().map(Price::from), changes.stream())
          .filter(at -> at.isAfter(run.from()) && at.isBefore(until))
          .forEach(moments::add);
      moments.sort(null);
      for (var i = 1; i < moments.size(); i++) {
        var from = moments.get(i - 1);
        var millis = Duration.between(from, moments.get(i)).toMillis();
        var perHour = perHour(classOf(run.server()), from);
        sum = sum.add(BigInteger.valueOf(perHour).multiply(BigInteger.valueOf(millis)));
      }
      return sum.divide(BigInteger.valueOf(3_600_000)).longValueExact();
    }

    private long perHour(String priceClass, Instant at) {
      if (changes.stream().filter(change -> !change.isAfter(at)).count() % 2 == 1) {
        return 0;
      }
      return latest(priceClass, at).or(() -> latest("standard", at)).orElseThrow();
    }

    private Optional<Long> latest(String priceClass, Instant at) {
      return ledger.prices().prices().stream()
          .filter(price -> price.use() == Use.AWAKE && price.priceClass().equals(priceClass))
          .filter(price -> !price.from().isAfter(at))
          .reduce((_, later) -> later)
          .map(Price::microsPerHour);
    }
  }

  /// As a history or an activity would carry it.
  private static AccountState again(AccountState state) {
    try {
      var mapper = Payloads.mapper();
      return mapper.readValue(mapper.writeValueAsBytes(state), AccountState.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
