package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.AddressAnswer;
import dev.overwinter.sessions.CreateAnswer;
import dev.overwinter.sessions.DropletOrder;
import dev.overwinter.sessions.Effect;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Loose;
import dev.overwinter.sessions.Move;
import dev.overwinter.sessions.ProvisionRules;
import dev.overwinter.sessions.SessionRules;
import dev.overwinter.sessions.Unit;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.slf4j.Logger;

/// Performs effects, one at a time, and tells the rules how each ended.
final class SessionEffects {
  private static final Logger log = Workflow.getLogger(SessionEffects.class);
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(1);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  private final Session session;
  private final DropletActivities asking =
      Workflow.newActivityStub(DropletActivities.class, SessionRetries.create());
  private final DropletActivities looking =
      Workflow.newActivityStub(DropletActivities.class, SessionRetries.look());
  private final SessionRecordActivities records =
      Workflow.newActivityStub(SessionRecordActivities.class, SessionRetries.records());
  private final SessionRecordActivities atOnce =
      Workflow.newLocalActivityStub(SessionRecordActivities.class, SessionRetries.recordsAtOnce());

  SessionEffects(Session session) {
    this.session = session;
  }

  void performNext() {
    var effect = session.takeEffect();
    try {
      session.perform(Workflow.newCancellationScope(() -> perform(effect)));
    } catch (CanceledFailure replaced) {
      log.info("{} gave way to a newer decision", effect);
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        log.info("{} gave way to a newer decision", effect);
        return;
      }
      // Never expected; but a session that fails for it would leave a droplet that nobody destroys.
      log.error("{} failed and is tried again", effect, failure);
      Workflow.await(BEFORE_TRYING_AGAIN, session::hasEffect);
      session.putBack(effect);
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Admit _ -> admit();
      case Effect.AdmitLease lease -> admitLease(lease.lease());
      case Effect.Create create -> create(create.order(), create.after());
      case Effect.AwaitAddress await ->
          awaitAddress(await.order(), await.droplet(), await.patience());
      case Effect.Look look -> look(look.unit());
      case Effect.Sweep _ -> {
        Workflow.await(() -> session.broom().idle());
        tell(SessionRules.swept(session.state(), Session.now()));
      }
    }
  }

  private void admit() {
    var spec = session.spec();
    var answer = records.admit(spec);
    session.apply(
        SessionRules.admitted(session.state(), session.situation(), null, answer, Session.now()),
        "the records");
  }

  private void admitLease(Lease lease) {
    try {
      session.leaseAnswered(lease, atOnce.admitLease(session.spec(), lease));
    } catch (ActivityFailure databaseIsDown) {
      session.leaseAnswered(lease, records.admitLease(session.spec(), lease));
    }
  }

  /// Asks once. Who was killed in the middle, and whoever had no readable answer, looks until the
  /// lists must know of it.
  private void create(DropletOrder order, Duration after) {
    if (after.isPositive()) {
      Workflow.sleep(after);
    }
    var answer = lookUp(order.unit());
    if (answer instanceof CreateAnswer.Unknown) {
      answer = ask(order);
    }
    var waited = Duration.ZERO;
    for (var pause = FIRST_LOOK;
        answer instanceof CreateAnswer.Unknown && waited.compareTo(ProvisionRules.LIST_LAG) < 0;
        pause = pause.multipliedBy(2)) {
      Workflow.sleep(pause);
      waited = waited.plus(pause);
      answer = found(order.unit(), answer);
    }
    if (answer instanceof CreateAnswer.Accepted yes) {
      session.meter().accepted(yes.droplet().createdAt(), Session.now());
    }
    tell(ProvisionRules.created(session.state(), session.situation(), answer, Session.now()));
  }

  private CreateAnswer ask(DropletOrder order) {
    try {
      return asking.create(order);
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      return new CreateAnswer.Unknown(reasonOf(failure));
    }
  }

  private CreateAnswer lookUp(Unit unit) {
    return found(unit, new CreateAnswer.Unknown("not asked for yet"));
  }

  private CreateAnswer found(Unit unit, CreateAnswer otherwise) {
    var found = looking.find(unit);
    return found.isEmpty() ? otherwise : new CreateAnswer.Accepted(ProvisionRules.keep(found));
  }

  private void awaitAddress(DropletOrder order, long droplet, Duration patience) {
    var answer = address(order, droplet, patience);
    if (answer instanceof AddressAnswer.Usable) {
      session.broom().add(Loose.duplicates(order.unit(), droplet));
    }
    tell(ProvisionRules.addressed(session.state(), session.situation(), answer, Session.now()));
  }

  private static AddressAnswer address(DropletOrder order, long droplet, Duration patience) {
    try {
      return Workflow.newActivityStub(DropletActivities.class, SessionRetries.await(patience))
          .awaitAddress(order, droplet, patience);
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      return new AddressAnswer.NotYet("unknown: " + reasonOf(failure));
    }
  }

  private void look(Unit unit) {
    try {
      session.looked(unit, atOnce.lastHeartbeat(unit));
    } catch (ActivityFailure databaseIsDown) {
      session.looked(unit, records.lastHeartbeat(unit));
    }
  }

  private void tell(Move move) {
    session.apply(move, "the provider");
  }

  static String reasonOf(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? cause.getOriginalMessage()
        : "no answer: " + failure.getRetryState();
  }
}
