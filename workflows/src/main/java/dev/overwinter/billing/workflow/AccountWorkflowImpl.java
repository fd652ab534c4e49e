package dev.overwinter.billing.workflow;

import dev.overwinter.billing.AccountBook;
import dev.overwinter.billing.AccountState;
import dev.overwinter.billing.AccountView;
import dev.overwinter.billing.CapOrder;
import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.Kept;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MoneyOrder;
import dev.overwinter.billing.MoneyOutcome;
import dev.overwinter.billing.Standing;
import dev.overwinter.durable.DueTimer;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.durable.WorkflowTypes;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Waits for facts, orders and its one timer; asks the [AccountBook]; tells servers and the ledger.
///
/// Three coroutines: the main method waits for what is due, one tells the ledger, one tells the
/// servers, so that a ledger that is away delays no sleep. What comes while it is away counts by
/// the prices that it said last, until it answers ([AccountBook#away(Instant)]).
public final class AccountWorkflowImpl implements AccountWorkflow {
  private static final Logger log = Workflow.getLogger(AccountWorkflowImpl.class);
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(1);
  private static final int TOLD_AT_ONCE = 50;

  private final AccountBook book;
  private final int continueAfterEvents;
  private final DueTimer timer = new DueTimer("look");
  private final LedgerActivities atOnce =
      Workflow.newLocalActivityStub(LedgerActivities.class, LedgerRetries.atOnce());
  private final LedgerActivities patient =
      Workflow.newActivityStub(LedgerActivities.class, LedgerRetries.patient());

  // What became of orders that somebody waits for.
  private final TreeMap<String, Kept.How> booked = new TreeMap<>();
  private final TreeMap<String, Integer> awaited = new TreeMap<>();
  private boolean telling;
  private @Nullable Standing shown;

  /// Runs before any handler, so that the fact that starts it finds a book.
  @WorkflowInit
  public AccountWorkflowImpl(AccountRun run) {
    book = new AccountBook(run.state());
    continueAfterEvents = run.continueAfterEvents();
  }

  @Override
  public void run(AccountRun run) {
    if (AccountState.isReserved(book.account())) {
      throw ApplicationFailure.newNonRetryableFailure(
          "one of the house's own books is nobody's account", "NoSuchAccount");
    }
    // Detached: a cancellation from the Temporal UI must not leave servers that nobody meters.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    // Both end with the run.
    var _ = Async.procedure(this::keepLedger);
    var _ = Async.procedure(this::tellServers);
    while (true) {
      show();
      timer.set(book.nextDue(now()));
      var seen = book.version();
      Workflow.await(() -> book.version() != seen || timer.fired() || mayContinueAsNew());
      if (timer.fired()) {
        timer.taken();
        book.look(now());
      } else if (mayContinueAsNew()) {
        continueAsNew();
      }
    }
  }

  /// Neither the ledger nor a server has yet to be told something, and nobody waits for an answer.
  private boolean mayContinueAsNew() {
    var info = Workflow.getInfo();
    return (info.isContinueAsNewSuggested()
            || (continueAfterEvents > 0 && info.getHistoryLength() >= continueAfterEvents))
        && book.isKept()
        && book.untold().isEmpty()
        && !telling
        && Workflow.isEveryHandlerFinished();
  }

  private void continueAsNew() {
    timer.cancel();
    Workflow.newContinueAsNewStub(AccountWorkflow.class)
        .run(new AccountRun(book.state(), continueAfterEvents));
  }

  private void keepLedger() {
    while (true) {
      Workflow.await(() -> !book.isKept());
      var state = book.state();
      var answer = tellLedger(state);
      answer.booked().forEach(this::answer);
      if (answer.known() != null) {
        log.warn("{} goes on from what the ledger knows of an earlier life", book.account());
      }
      book.kept(state, answer, now());
    }
  }

  private void answer(Kept.Booked about) {
    if (awaited.containsKey(about.key())) {
      booked.put(about.key(), about.how());
    } else if (about.how() == Kept.How.CONFLICT || about.how() == Kept.How.REFUSED) {
      log.error("booking {} of {}: {}", about.key(), book.account(), about.how());
      AccountMetrics.refused();
    }
  }

  /// The same until it is answered: the ledger takes what it has kept without an answer for its
  /// own.
  private Kept tellLedger(AccountState state) {
    while (true) {
      try {
        return atOnce.keep(state);
      } catch (ActivityFailure away) {
        book.away(now());
        try {
          return patient.keep(state);
        } catch (ActivityFailure refused) {
          // Never expected.
          log.warn("version {} of {} was not kept", state.version(), book.account(), refused);
          Workflow.sleep(BEFORE_TRYING_AGAIN);
        }
      }
    }
  }

  private void tellServers() {
    while (true) {
      Workflow.await(() -> !book.untold().isEmpty());
      telling = true;
      var group = new ArrayList<Promise<Void>>();
      for (var server : book.untold().stream().limit(TOLD_AT_ONCE).toList()) {
        group.add(Async.procedure(this::tell, server));
      }
      Promise.allOf(group).get();
      telling = false;
    }
  }

  /// By name: what a server does about it is its domain's.
  private void tell(String server) {
    var standing = book.standing(server);
    try {
      Workflow.newUntypedExternalWorkflowStub(WorkflowIds.metered(server))
          .signal(
              WorkflowTypes.CREDIT_STANDS,
              CreditStanding.of(book.version(), standing, book.account()));
    } catch (SignalExternalWorkflowException | ApplicationFailure gone) {
      log.info("server {} was gone before it could be told", server);
      book.gone(server, now());
    }
    book.told(server, standing);
  }

  private void show() {
    Workflow.setCurrentDetails(AccountDetails.markdown(AccountView.of(book, now())));
    if (book.standing() != shown) {
      AccountMetrics.stands(shown, book.standing());
      shown = book.standing();
      Workflow.upsertTypedSearchAttributes(
          SearchAttributes.STATE.valueSet(shown.name()),
          SearchAttributes.OWNER.valueSet(book.account()));
    }
  }

  @Override
  public void meterStarted(MeterFact.Started fact) {
    book.take(fact, now());
  }

  @Override
  public void meterStopped(MeterFact.Stopped fact) {
    book.take(fact, now());
  }

  @Override
  public void termsChanged() {
    book.askAgain();
  }

  @Override
  public MoneyOutcome book(MoneyOrder order) {
    var posting = order.posting(now());
    if (!book.order(posting)) {
      return new MoneyOutcome.Refused("this order was given before, with other content");
    }
    awaited.merge(posting.key(), 1, Integer::sum);
    Workflow.await(() -> booked.containsKey(posting.key()));
    var how = Objects.requireNonNull(booked.get(posting.key()));
    if (awaited.merge(posting.key(), -1, Integer::sum) == 0) {
      awaited.remove(posting.key());
      booked.remove(posting.key());
    }
    return switch (how) {
      case NOW -> new MoneyOutcome.Booked(book.balance(), false);
      case BEFORE -> new MoneyOutcome.Booked(book.balance(), true);
      case CONFLICT -> new MoneyOutcome.Refused("this order was given before, with other content");
      case REFUSED -> new MoneyOutcome.Refused("the ledger cannot hold this order");
    };
  }

  @Override
  public void mayBook(MoneyOrder order) {
    // Its own constructor has looked at it.
    if (order.by().isBlank()) {
      throw new IllegalArgumentException("by: empty (expected: who ordered it)");
    }
  }

  @Override
  public void setCap(CapOrder order) {
    book.cap(order.server(), order.micros(), now());
  }

  @Override
  public AccountView status() {
    return AccountView.of(book, now());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
