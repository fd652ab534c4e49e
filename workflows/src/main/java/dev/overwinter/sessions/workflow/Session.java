package dev.overwinter.sessions.workflow;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.Effect;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.HeartbeatLook;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Loose;
import dev.overwinter.sessions.Move;
import dev.overwinter.sessions.Presence;
import dev.overwinter.sessions.SessionMetering;
import dev.overwinter.sessions.SessionRules;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.SessionState.Ending;
import dev.overwinter.sessions.SessionState.Leasing;
import dev.overwinter.sessions.SessionState.Ready;
import dev.overwinter.sessions.SessionState.Reserving;
import dev.overwinter.sessions.SessionTimes;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.Situation;
import dev.overwinter.sessions.Unit;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one run of a session's workflow knows. Every change raises the version, which is what the
/// main method and the recorder wait for. Confined to its workflow.
final class Session {
  private final SessionSpec spec;
  private final Instant createdAt;
  private final Broom broom;
  private final PoolNews news;
  private final SessionMeter meter;

  // What became of leases that somebody waits for, by idempotency key.
  private final TreeMap<String, AdmitAnswer> leaseAnswers = new TreeMap<>();
  private long version;
  private SessionState state;
  private @Nullable Lease lease;
  private Presence presence;
  private String lastChange;
  private @Nullable Effect effect;
  private @Nullable CancellationScope underWay;

  // The broom only keeps it.
  @SuppressWarnings("ThisEscapedInObjectConstruction")
  private Session(SessionSpec spec, SessionRun.Carried known) {
    this.spec = spec;
    version = known.version();
    state = known.state();
    lease = known.lease();
    presence = known.presence();
    lastChange = known.lastChange();
    createdAt = known.createdAt();
    meter = new SessionMeter(spec, known.metering(), state);
    broom = new Broom(this, known.loose());
    news = new PoolNews(spec);
  }

  static Session of(SessionRun run) {
    var carried = run.carried();
    if (carried != null) {
      return new Session(run.spec(), carried);
    }
    var now = now();
    var wish = run.spec().lease();
    var session =
        new Session(
            run.spec(),
            new SessionRun.Carried(
                1,
                new Reserving(now),
                wish,
                Presence.none(),
                List.of(),
                wish == null ? run.spec().pool() : wish.owner(),
                now,
                SessionMetering.NONE));
    session.effect = new Effect.Admit();
    return session;
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /// Takes a decision over: the state changes, a new effect cancels the one under way, and loose
  /// ends are destroyed from now on.
  void apply(Move move, String by) {
    if (move.next().equals(state) && move.effect().isEmpty() && move.loose().isEmpty()) {
      return;
    }
    var before = state;
    state = move.next();
    if (before instanceof Leasing asked && state instanceof Ready) {
      lease = asked.lease();
      Workflow.upsertTypedSearchAttributes(SearchAttributes.OWNER.valueSet(asked.lease().owner()));
    }
    meter.changed(state, lease, presence, now());
    if (!state.equals(before)) {
      SessionMetrics.changed(createdAt, before, state, now());
    }
    move.loose().forEach(broom::add);
    move.effect().ifPresent(this::replaceEffect);
    if (!state.equals(before) || !move.loose().isEmpty()) {
      lastChange = by;
      version++;
      announce(before);
    }
  }

  /// A droplet that it asked for is gone.
  ///
  /// @param lastThere when it was seen for the last time; null when it was gone before
  void destroyed(long droplet, @Nullable Instant lastThere) {
    meter.destroyed(droplet, lastThere, presence, now());
  }

  private void replaceEffect(Effect next) {
    effect = next;
    var running = underWay;
    if (running != null) {
      running.cancel();
    }
  }

  private void announce(SessionState before) {
    describe();
    if (!state.label().equals(before.label())) {
      news.changed(state, now());
      // One event each, so only for the states that people filter by.
      if (state.settled() || state.over() || state instanceof Ending) {
        Workflow.upsertTypedSearchAttributes(SearchAttributes.STATE.valueSet(state.label()));
      }
    }
  }

  /// Costs no event.
  void describe() {
    Workflow.setCurrentDetails(SessionDetails.markdown(view()));
  }

  /// Something was heard; of another unit than its own it changes nothing.
  void heard(HeartbeatFact fact) {
    if (unit().filter(fact.unit()::equals).isEmpty()) {
      return;
    }
    var next = presence.heard(fact, now());
    if (!next.equals(presence)) {
      presence = next;
      version++;
      describe();
      apply(SessionRules.heard(state, situation(), now()), "its game");
    }
  }

  /// The last heartbeat was looked up.
  void looked(Unit of, HeartbeatLook look) {
    if (unit().filter(of::equals).isPresent()) {
      // Not a new version: a row for each look would be a row for each game every few minutes.
      presence = presence.looked(look, of, now());
      describe();
      apply(SessionRules.looked(state, situation(), now()), "heartbeats");
    }
  }

  void creditStands(CreditStanding said) {
    if (meter.credit(said)) {
      version++;
      if (!meter.funded()) {
        apply(SessionRules.unfunded(state, situation(), said.reason(), now()), "its account");
      }
    }
  }

  void dueIfDue() {
    apply(SessionRules.due(state, situation(), now()), "its timer");
  }

  Optional<Instant> dueAt() {
    return SessionTimes.dueAt(state, situation());
  }

  /// The records have answered a lease.
  void leaseAnswered(Lease of, AdmitAnswer answer) {
    leaseAnswers.put(of.idempotencyKey(), answer);
    apply(SessionRules.admitted(state, situation(), of, answer, now()), of.owner());
  }

  Optional<AdmitAnswer> leaseAnswer(Lease of) {
    return Optional.ofNullable(leaseAnswers.get(of.idempotencyKey()));
  }

  void leaseAskedAgain(Lease of) {
    leaseAnswers.remove(of.idempotencyKey());
  }

  boolean hasEffect() {
    return effect != null;
  }

  Effect takeEffect() {
    var taken = Objects.requireNonNull(effect, "effect");
    effect = null;
    return taken;
  }

  void perform(CancellationScope scope) {
    underWay = scope;
    try {
      scope.run();
    } finally {
      underWay = null;
    }
  }

  /// A droplet was seen that names this session, or an earlier one of the same tag.
  void seen(DropletFacts droplet) {
    var of = droplet.ofUnit();
    if (of.isEmpty()) {
      return;
    }
    if (!of.equals(unit())) {
      broom.add(Loose.known(of.get(), droplet.id()));
      return;
    }
    var own = view().droplet();
    // Before its own is known, it may be this one.
    if (own != 0 && own != droplet.id()) {
      broom.add(Loose.duplicates(of.get(), own));
    }
  }

  /// It could not be done, and nothing newer has been decided.
  void putBack(Effect undone) {
    if (effect == null) {
      effect = undone;
    }
  }

  /// A loose end is gone.
  void swept() {
    version++;
    describe();
  }

  Situation situation() {
    return new Situation(spec, lease, presence);
  }

  Optional<Unit> unit() {
    return SessionRules.unit(spec, state);
  }

  SessionRun carry(int continueAfterEvents) {
    return new SessionRun(
        spec,
        new SessionRun.Carried(
            version,
            state,
            lease,
            presence,
            broom.tasks(),
            lastChange,
            createdAt,
            meter.metering()),
        continueAfterEvents);
  }

  SessionView view() {
    return new SessionView(
        spec,
        version,
        state,
        lease,
        presence,
        SessionTimes.endsAt(state, situation()).orElse(null),
        broom.tasks(),
        lastChange,
        createdAt,
        meter.untold());
  }

  SessionSpec spec() {
    return spec;
  }

  SessionState state() {
    return state;
  }

  @Nullable Lease lease() {
    return lease;
  }

  long version() {
    return version;
  }

  SessionMeter meter() {
    return meter;
  }

  Broom broom() {
    return broom;
  }

  PoolNews news() {
    return news;
  }
}
