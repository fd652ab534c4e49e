package dev.overwinter.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.SessionState.Creating;
import dev.overwinter.sessions.SessionState.Leasing;
import dev.overwinter.sessions.SessionState.Ready;
import dev.overwinter.sessions.SessionState.Starting;
import dev.overwinter.sessions.SessionState.Warm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

/// Any order of events: a session that is over has left no droplet, what it runs on is never
/// destroyed under it by itself, and it is never two people's.
@Tag("SES-01")
@Tag("SES-02")
@Tag("SES-08")
@Tag("SES-30")
final class SessionInterleavingsRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");

  enum Event {
    ANSWER,
    ANSWER_IS_LOST,
    REFUSED_BY_THE_PROVIDER,
    BOOTS,
    VANISHES_WHILE_BOOTING,
    BEATS,
    BEATS_OF_AN_EARLIER_ATTEMPT,
    GAME_DIES,
    LEASED_BY_ANNA,
    LEASED_BY_BERT,
    LEASE_ADMITTED,
    LEASE_REFUSED,
    TIME_PASSES,
    MUCH_TIME_PASSES,
    SWEPT,
    REQUEST_ARRIVES_LATE,
    END,
    RECYCLED,
    DESTROYED_BY_HAND
  }

  @Property(tries = 2000)
  void nothingIsLeftOfASessionThatIsOver(@ForAll("evenings") List<Event> evening) {
    var night = new Night();
    for (var event : evening) {
      night.happen(event);
    }
    night.letThingsEnd();
    assertThat(night.state.over()).as("%s", night.state).isTrue();
    assertThat(night.droplets).isEmpty();
  }

  @Provide
  Arbitrary<List<Event>> evenings() {
    return Arbitraries.of(Event.class).list().ofMinSize(5).ofMaxSize(80);
  }

  /// A pool's session, its provider, and whoever destroys loose ends.
  private static final class Night {
    private final SessionSpec spec = Sessions.warm("4F2A9C");
    private final TreeMap<Long, Unit> droplets = new TreeMap<>();
    private final TreeSet<Integer> created = new TreeSet<>();
    private final List<Loose> loose = new ArrayList<>();
    private SessionState state = new SessionState.Reserving(T0);
    private Presence presence = Presence.none();
    private Optional<Effect> effect = Optional.of(new Effect.Admit());
    private Instant now = T0;
    private @Nullable Lease lease;
    private @Nullable Lease owner;
    private @Nullable Unit onItsWay;
    private Instant arrivesUntil = T0;
    private boolean gameRuns = true;
    private long ids = 1;
    private long beats = 1;

    private Situation is() {
      return new Situation(spec, lease, presence);
    }

    void happen(Event event) {
      now = now.plusSeconds(1);
      switch (event) {
        case ANSWER -> answer(true);
        case ANSWER_IS_LOST -> answer(false);
        case REFUSED_BY_THE_PROVIDER -> refuse();
        case BOOTS -> boot(true);
        case VANISHES_WHILE_BOOTING -> boot(false);
        case BEATS -> SessionRules.unit(spec, state).ifPresent(this::beat);
        case BEATS_OF_AN_EARLIER_ATTEMPT -> beat(new Unit(spec.id(), 1));
        case GAME_DIES -> gameRuns = false;
        case LEASED_BY_ANNA -> lease(Sessions.ANNA);
        case LEASED_BY_BERT -> lease(Sessions.BERT);
        case LEASE_ADMITTED -> leaseAnswered(new AdmitAnswer.Admitted());
        case LEASE_REFUSED ->
            leaseAnswered(new AdmitAnswer.Refused(Refusal.QUOTA, "no", Duration.ZERO));
        case TIME_PASSES -> pass(Duration.ofSeconds(30));
        case MUCH_TIME_PASSES -> pass(Duration.ofMinutes(9));
        case SWEPT -> sweep();
        case REQUEST_ARRIVES_LATE -> arrive();
        case END -> apply(SessionRules.end(state, is(), new EndRequest("x", true, false), now));
        case RECYCLED -> apply(SessionRules.recycled(state, is(), "old", now));
        case DESTROYED_BY_HAND -> destroyByHand();
      }
    }

    private void answer(boolean heard) {
      if (effect.isPresent() && effect.get() instanceof Effect.Admit) {
        effect = Optional.empty();
        apply(SessionRules.admitted(state, is(), null, new AdmitAnswer.Admitted(), now));
      } else if (effect.isPresent() && effect.get() instanceof Effect.Create create) {
        effect = Optional.empty();
        var unit = create.order().unit();
        assertThat(created.add(unit.attempt())).as("asked for once").isTrue();
        gameRuns = true;
        if (heard) {
          droplets.put(ids, unit);
          var made = Sessions.droplet(ids++, unit, "new", "", now);
          apply(ProvisionRules.created(state, is(), new CreateAnswer.Accepted(made), now));
        } else {
          onItsWay = unit;
          arrivesUntil = now.plus(ProvisionRules.REQUEST_LIMIT);
          apply(ProvisionRules.created(state, is(), new CreateAnswer.Unknown("lost"), now));
        }
      }
    }

    private void refuse() {
      if (effect.isPresent() && effect.get() instanceof Effect.Create) {
        effect = Optional.empty();
        apply(ProvisionRules.created(state, is(), new CreateAnswer.NoRoom("full"), now));
      }
    }

    /// What was asked for may yet come, as long as its request may take.
    private void arrive() {
      var unit = onItsWay;
      if (unit != null && !now.isAfter(arrivesUntil)) {
        droplets.put(ids++, unit);
      }
      onItsWay = null;
    }

    private void boot(boolean well) {
      if (effect.isEmpty() || !(effect.get() instanceof Effect.AwaitAddress await)) {
        return;
      }
      effect = Optional.empty();
      if (well && droplets.containsKey(await.droplet())) {
        var up =
            Sessions.droplet(await.droplet(), await.order().unit(), "active", "203.0.113.5", now);
        apply(ProvisionRules.addressed(state, is(), new AddressAnswer.Usable(up), now));
      } else {
        droplets.remove(await.droplet());
        apply(ProvisionRules.addressed(state, is(), new AddressAnswer.Vanished(), now));
      }
    }

    private void beat(Unit unit) {
      if (gameRuns && droplets.containsValue(unit)) {
        if (SessionRules.unit(spec, state).filter(unit::equals).isPresent()) {
          presence = presence.heard(Sessions.beat(unit, beats++, 0, now), now);
          apply(SessionRules.heard(state, is(), now));
        }
      }
    }

    private void lease(Lease who) {
      SessionRules.lease(state, who, now).ifPresent(this::apply);
    }

    private void leaseAnswered(AdmitAnswer answer) {
      if (effect.isPresent() && effect.get() instanceof Effect.AdmitLease asked) {
        effect = Optional.empty();
        apply(SessionRules.admitted(state, is(), asked.lease(), answer, now));
      }
    }

    private void pass(Duration time) {
      now = now.plus(time);
      apply(SessionRules.due(state, is(), now));
      if (effect.isPresent() && effect.get() instanceof Effect.Look) {
        effect = Optional.empty();
        apply(SessionRules.looked(state, is(), now));
      }
    }

    /// As the broom does it: what lists show, and not before nothing can come any more.
    private void sweep() {
      for (var end : List.copyOf(loose)) {
        assertThat(SessionRules.unit(spec, state))
            .as("what it runs on is no loose end")
            .isNotEqualTo(Optional.of(end.unit()));
        droplets.remove(end.droplet());
        droplets.values().removeIf(end.unit()::equals);
        if (!now.isBefore(end.until())) {
          loose.remove(end);
        }
      }
      if (loose.isEmpty()) {
        apply(SessionRules.swept(state, now));
      }
    }

    private void destroyByHand() {
      SessionView.hostOf(state)
          .map(Host::droplet)
          .ifPresent(id -> {
            droplets.remove(id);
            apply(SessionRules.vanished(state, is(), id, now));
          });
    }

    private void apply(Move move) {
      var before = state;
      assertThat(before.over() && !move.next().equals(before)).as("over is over").isFalse();
      state = move.next();
      loose.addAll(move.loose());
      if (move.effect().isPresent()) {
        effect = move.effect();
      }
      if (before instanceof Leasing asked && state instanceof Ready) {
        assertThat(owner).as("nobody had it before").isNull();
        owner = asked.lease();
        lease = owner;
      }
      if (state instanceof Starting || state instanceof Warm || state instanceof Ready) {
        var own = SessionView.hostOf(state).map(Host::droplet).orElseThrow();
        assertThat(droplets).as("it runs on something").containsKey(own);
      }
      if (before instanceof Creating && state instanceof Creating && !before.equals(state)) {
        assertThat(move.loose()).as("the last attempt is not forgotten").isNotEmpty();
      }
    }

    void letThingsEnd() {
      happen(Event.REQUEST_ARRIVES_LATE);
      apply(SessionRules.end(state, is(), new EndRequest("x", false, false), now));
      for (var pass = 0; pass < 5; pass++) {
        sweep();
        now = now.plus(Duration.ofMinutes(2));
      }
    }
  }
}
