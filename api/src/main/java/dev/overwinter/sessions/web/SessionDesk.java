package dev.overwinter.sessions.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.SessionsConfig;
import dev.overwinter.sessions.Choice;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Passes on who wants a session and who wants one to end; the same for older clients, programs and
/// pages.
@Component
class SessionDesk {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final char[] LETTERS = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();
  private static final int UNIQUE = 8;

  /// A pool that shrinks while so many ask in vain is empty for all that matters.
  private static final int WARM_TRIES = 20;

  private static final int TAG_TRIES = 8;

  /// Older clients are told so by a 503.
  static final String OFF = "SESSIONS_OFF";

  private final SessionReads reads;
  private final SessionOrders orders;
  private final SessionsConfig config;

  SessionDesk(SessionReads reads, SessionOrders orders, ApiConfig config) {
    this.reads = reads;
    this.orders = orders;
    this.config = config.sessions();
  }

  /// How a request for a session stands.
  ///
  /// @param tag which session it has got; empty when it was refused
  /// @param outcome what became of it; empty while that is not decided
  /// @param warm whether it was up already
  record Started(Optional<ShareTag> tag, Optional<StartOutcome> outcome, boolean warm) {
    static Started refused(StartOutcome.Refused refused) {
      return new Started(Optional.empty(), Optional.of(refused), false);
    }
  }

  /// Gives somebody a session: a warm one at once, otherwise one of their own, which takes minutes.
  /// The same lease again has the same session.
  ///
  /// @param region slug; empty for any
  /// @param patience how long to wait for one that has to be made
  /// @throws Problem 409 [#OFF] while no worker offers any, 503 while the control plane does not
  ///   answer
  Started start(Lease lease, String region, Duration patience) {
    return start(lease, reads.offer().orElseThrow(SessionDesk::off), region, patience);
  }

  /// The same for who has read already what is offered.
  Started start(Lease lease, Offer offer, String region, Duration patience) {
    var until = Instant.now().plus(patience);
    var known = reads.byRequest(lease.owner(), lease.idempotencyKey());
    if (known.isPresent()) {
      return await(known.get(), until, true);
    }
    var warm = leaseWarm(lease, region, until);
    return warm.isPresent() ? warm.get() : make(lease, offer, region, until);
  }

  private Optional<Started> leaseWarm(Lease lease, String region, Instant until) {
    for (var tag : reads.warm(region, WARM_TRIES)) {
      var outcome = orders.lease(tag, lease);
      switch (outcome) {
        case StartOutcome.Ready _ -> {
          return Optional.of(new Started(Optional.of(tag), Optional.of(outcome), true));
        }
        case StartOutcome.Existing(var other) -> {
          return Optional.of(await(other, until, true));
        }
        case StartOutcome.Refused refused -> {
          if (refused.refusal() != Refusal.TAKEN && refused.refusal() != Refusal.OVER) {
            return Optional.of(Started.refused(refused));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Started make(Lease lease, Offer offer, String region, Instant until) {
    var choices =
        offer.choices().stream()
            .filter(choice -> region.isEmpty() || choice.region().equals(region))
            .toList();
    if (!offer.hasDroplets() || choices.isEmpty()) {
      throw off();
    }
    for (int tries = 1; tries <= TAG_TRIES; tries++) {
      var spec = spec(newId(), lease, offer, choices, "");
      if (!orders.begin(spec)) {
        continue;
      }
      var started = await(spec.tag(), until, false);
      boolean taken =
          started.outcome().orElse(null) instanceof StartOutcome.Refused refused
              && refused.refusal() == Refusal.TAG_TAKEN;
      if (!taken) {
        return started;
      }
    }
    return Started.refused(
        new StartOutcome.Refused(Refusal.FLEET_FULL, "no tag is free", Duration.ofMinutes(1)));
  }

  private Started await(ShareTag tag, Instant until, boolean reuse) {
    var asked = tag;
    // The same request elsewhere was faster, at most once: what exists refers to nothing else.
    for (int hop = 0; hop < 2; hop++) {
      var left = Duration.between(Instant.now(), until);
      var outcome = orders.awaitReady(asked, left.isNegative() ? Duration.ZERO : left);
      if (outcome.orElse(null) instanceof StartOutcome.Existing(var other)) {
        asked = other;
        continue;
      }
      return outcome.orElse(null) instanceof StartOutcome.Refused refused
          ? Started.refused(refused)
          : new Started(Optional.of(asked), outcome, reuse && outcome.isPresent());
    }
    return new Started(Optional.of(asked), Optional.empty(), false);
  }

  /// Begins the session of an operator's own machine, which is nobody's yet.
  ///
  /// @param id which, from [#newId()]
  /// @return false when a workflow runs under its tag already: its own, or another session's
  /// @throws Problem 409 [#OFF] while no worker offers any
  boolean beginOn(String machine, SessionId id) {
    var offer = reads.offer().orElseThrow(SessionDesk::off);
    return orders.begin(spec(id, null, offer, List.of(), machine));
  }

  /// Checks that some worker has said what it offers.
  ///
  /// @throws Problem 409 [#OFF] otherwise
  void requireOffer() {
    var _ = reads.offer().orElseThrow(SessionDesk::off);
  }

  /// Identity of a session to come, under a tag that nobody can guess.
  SessionId newId() {
    var random = new byte[config.tagBytes()];
    RANDOM.nextBytes(random);
    return SessionId.of(ShareTag.of(random), unique());
  }

  /// Ends a session, or finds it over: its tag may be another's by now.
  ///
  /// @param drains whether who plays may finish first
  /// @param untilGone how long to wait for the last droplet to be gone; zero not to
  void end(SessionRow session, String by, boolean drains, Duration untilGone) {
    if (!session.over()) {
      var _ =
          orders.end(
              new ShareTag(session.tag()),
              new EndRequest(by, drains, !untilGone.isZero()),
              untilGone);
    }
  }

  /// Ends one that has begun and whose row is not there yet; does nothing when it has not begun.
  void endUnseen(SessionId session, String by) {
    var _ = orders.end(session.tag(), new EndRequest(by, true, false), Duration.ZERO);
  }

  /// The same as [#end(SessionRow, String, boolean, Duration)] by its id, without a drain.
  void end(String sessionId, String by, Duration untilGone) {
    reads.find(sessionId).ifPresent(session -> end(session, by, false, untilGone));
  }

  private static SessionSpec spec(
      SessionId id,
      @org.jspecify.annotations.Nullable Lease lease,
      Offer offer,
      List<Choice> choices,
      String machine) {
    return new SessionSpec(
        id, "", lease, offer.house(), offer.priceClass(), choices, machine, offer.limits());
  }

  private static String unique() {
    var text = new StringBuilder(UNIQUE);
    for (int i = 0; i < UNIQUE; i++) {
      text.append(LETTERS[RANDOM.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  static Problem off() {
    return Problem.of(HttpStatus.CONFLICT, "No sessions are offered here at the moment.")
        .code(OFF)
        .retryAfter(Duration.ofSeconds(30));
  }

  /// How a refusal is answered: what is the caller's own to change is a 4xx.
  static HttpStatus status(Refusal refusal) {
    return switch (refusal) {
      case QUOTA -> HttpStatus.TOO_MANY_REQUESTS;
      case CREDITS, TAKEN, OVER -> HttpStatus.CONFLICT;
      case FLEET_FULL, SPEND_CAP, DROPLET_LIMIT, SOLD_OUT, TAG_TAKEN, FAILED, OTHER ->
          HttpStatus.SERVICE_UNAVAILABLE;
    };
  }

  static Problem problem(StartOutcome.Refused refused) {
    var pause = refused.retryAfter();
    var status = status(refused.refusal());
    boolean soon = pause.isZero() && status == HttpStatus.SERVICE_UNAVAILABLE;
    return Problem.of(status, sentence(refused.reason()))
        .code(refused.refusal().name())
        .retryAfter(soon ? Duration.ofSeconds(30) : pause);
  }

  static String sentence(String reason) {
    return reason.isEmpty()
        ? "Refused."
        : Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }
}
