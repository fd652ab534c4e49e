package dev.overwinter.sessions.workflow;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.DueTimer;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.EndOutcome;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionRules;
import dev.overwinter.sessions.SessionState.Ending;
import dev.overwinter.sessions.SessionState.Leasing;
import dev.overwinter.sessions.SessionState.Warm;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.StartOutcome;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;

/// Waits for orders, facts and the one timer; asks [SessionRules]; performs what they decide.
///
/// Effects are performed one after another by the main method only. A decision that brings a new
/// effect cancels the one under way, whose result then finds a state in which it means nothing;
/// what it may have made is a loose end of the decision.
public final class SessionWorkflowImpl implements SessionWorkflow {
  private final Session session;
  private final SessionEffects effects;
  private final SessionRecorder recorder;
  private final DueTimer timer = new DueTimer("look");
  private final int continueAfterEvents;
  private final boolean first;
  private boolean cutAgreed;
  private boolean cutGivesWay;

  /// Runs before any handler, so that an order that comes with the first task finds a state.
  @WorkflowInit
  public SessionWorkflowImpl(SessionRun run) {
    session = Session.of(run);
    recorder = new SessionRecorder(session);
    effects = new SessionEffects(session);
    continueAfterEvents = run.continueAfterEvents();
    first = run.carried() == null;
  }

  @Override
  public void run(SessionRun run) {
    // Detached: a cancellation from the Temporal UI must not leave a droplet behind. The way to end
    // a session is to end it.
    Workflow.newDetachedCancellationScope(this::live).run();
  }

  private void live() {
    recorder.start();
    session.broom().start();
    session.news().start();
    if (first) {
      session.describe();
      var lease = session.lease();
      if (lease != null) {
        Workflow.upsertTypedSearchAttributes(SearchAttributes.OWNER.valueSet(lease.owner()));
      }
    }
    while (!session.state().over()) {
      if (session.hasEffect()) {
        effects.performNext();
      } else if (mayContinueAsNew() && !cutAgreed) {
        cutAgreed = true;
        cutGivesWay =
            Workflow.getVersion("continue-as-new-gives-way", Workflow.DEFAULT_VERSION, 1) == 1;
      } else if (mayCut()) {
        continueAsNew();
      } else {
        awaitSomething();
      }
    }
    timer.cancel();
    Workflow.await(() ->
        recorder.idle()
            && session.broom().idle()
            && session.news().idle()
            && Workflow.isEveryHandlerFinished());
  }

  private void awaitSomething() {
    timer.ensure(session.dueAt());
    var seen = session.version();
    Workflow.await(
        () -> session.version() != seen || session.hasEffect() || timer.fired() || mayCut());
    if (timer.fired()) {
      timer.taken();
      session.dueIfDue();
    }
  }

  private boolean mayContinueAsNew() {
    var info = Workflow.getInfo();
    return session.state().settled()
        && !session.hasEffect()
        && session.broom().idle()
        && session.news().idle()
        && (info.isContinueAsNewSuggested()
            || (continueAfterEvents > 0 && info.getHistoryLength() >= continueAfterEvents));
  }

  /// While the last row is being written, orders and timers go on as ever.
  private boolean mayCut() {
    return mayContinueAsNew() && (!cutGivesWay || mayLeave());
  }

  private void continueAsNew() {
    // At once, but in histories without the marker: there the cut waits for orders that may wait
    // for
    // what only the main method does. This line can go when none of them is open.
    Workflow.await(this::mayLeave);
    // A handler that finished meanwhile may have begun something.
    if (mayContinueAsNew()) {
      timer.cancel();
      Workflow.newContinueAsNewStub(SessionWorkflow.class).run(session.carry(continueAfterEvents));
    }
  }

  private boolean mayLeave() {
    return Workflow.isEveryHandlerFinished() && recorder.idle();
  }

  @Override
  public StartOutcome awaitReady() {
    Workflow.await(() -> !session.state().coming());
    return SessionRules.answer(session.state(), session.spec().tag()).orElseThrow();
  }

  @Override
  public StartOutcome lease(Lease lease) {
    var mine = mine(lease);
    if (!mine) {
      var move = SessionRules.lease(session.state(), lease, Session.now());
      if (move.isEmpty()) {
        var over = session.state() instanceof Ending || session.state().over();
        return refused(over ? Refusal.OVER : Refusal.TAKEN);
      }
      session.leaseAskedAgain(lease);
      session.apply(move.get(), lease.owner());
    }
    Workflow.await(() -> !session.state().coming());
    if (session.state() instanceof Warm || !mine(lease)) {
      return session
          .leaseAnswer(lease)
          .map(SessionWorkflowImpl::outcome)
          .orElseGet(() -> refused(Refusal.OVER));
    }
    return SessionRules.answer(session.state(), session.spec().tag()).orElseThrow();
  }

  /// Whether a lease has it already, or is about to.
  private boolean mine(Lease lease) {
    return session.state() instanceof Leasing s
        ? s.lease().equals(lease)
        : lease.equals(session.lease());
  }

  private static StartOutcome outcome(AdmitAnswer answer) {
    return switch (answer) {
      case AdmitAnswer.Existing there -> new StartOutcome.Existing(there.tag());
      case AdmitAnswer.Refused no ->
          new StartOutcome.Refused(no.refusal(), no.reason(), no.retryAfter());
      case AdmitAnswer.Admitted _ -> refused(Refusal.OVER);
    };
  }

  private static StartOutcome refused(Refusal why) {
    var reason = why == Refusal.TAKEN ? "somebody was faster" : "it is ending";
    return new StartOutcome.Refused(why, reason, Duration.ZERO);
  }

  @Override
  public EndOutcome end(EndRequest request) {
    session.apply(
        SessionRules.end(session.state(), session.situation(), request, Session.now()),
        request.by());
    if (request.untilGone()) {
      Workflow.await(() -> session.state().over());
    }
    return new EndOutcome(
        session.state().label(), session.spec().onDroplet(), session.state().over());
  }

  @Override
  public void heartbeatChanged(HeartbeatFact fact) {
    session.heard(fact);
  }

  @Override
  public void dropletVanished(SessionId of, long droplet) {
    if (of.equals(session.spec().id())) {
      session.apply(
          SessionRules.vanished(session.state(), session.situation(), droplet, Session.now()),
          "reconciliation");
    }
  }

  @Override
  public void dropletSeen(SessionId of, DropletFacts droplet) {
    session.seen(droplet);
  }

  @Override
  public void recycled(String why) {
    session.apply(
        SessionRules.recycled(session.state(), session.situation(), why, Session.now()),
        "its pool");
  }

  @Override
  public void creditStands(CreditStanding standing) {
    session.creditStands(standing);
  }

  @Override
  public SessionView status() {
    return session.view();
  }
}
