package dev.overwinter.sessions.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.FieldFaults;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.SessionsConfig;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.StartOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// The older contract's `start` and `join`, for who has no account: the house pays, and quotas
/// count addresses.
@Component
class OlderSessions {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private final SessionDesk desk;
  private final SessionReads reads;
  private final Rates rates;
  private final Secrets secrets;
  private final SessionsConfig config;

  OlderSessions(
      SessionDesk desk, SessionReads reads, Rates rates, Secrets secrets, ApiConfig config) {
    this.desk = desk;
    this.reads = reads;
    this.rates = rates;
    this.secrets = secrets;
    this.config = config.sessions();
  }

  /// Gives a session: in one answer, so it waits for one that has to be made. With an
  /// Idempotency-Key the request can be sent again and has one session.
  OlderAnswer start(OlderRequest request) {
    if (!config.strangers()) {
      return OlderAnswer.no(403, "Sessions are for accounts here: POST /api/sessions");
    }
    var key = request.header("Idempotency-Key");
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      return OlderAnswer.no(422, "Idempotency-Key: expected 1 to 200 visible characters");
    }
    var pause = take("session-start", config.startsPerMinute(), request);
    if (pause.isPresent()) {
      return tooOften(pause.get());
    }
    var offer = reads.offer();
    if (offer.isEmpty()) {
      return OlderAnswer.no(503, "No sessions are offered here at the moment.")
          .after(Duration.ofSeconds(30));
    }
    var lease = lease(offer.get().house(), Rates.caller(request.address()), key);
    return answer(desk.start(lease, offer.get(), "", config.startWait()));
  }

  /// Two strangers who both send `1` do not get each other's session.
  private Lease lease(String house, String caller, Optional<String> key) {
    var own =
        key.map(text -> secrets.fingerprint("session " + caller + "\0" + text))
            .orElseGet(Secrets::random);
    return new Lease(house, caller, "stranger " + own);
  }

  private static OlderAnswer answer(SessionDesk.Started started) {
    var outcome = started.outcome();
    if (outcome.isEmpty()) {
      return OlderAnswer.no(
              503,
              "The session is still being made. Ask again with the same Idempotency-Key to get it.")
          .after(Duration.ofSeconds(10));
    }
    return switch (outcome.get()) {
      case StartOutcome.Ready(var tag, var ipv4, var _) ->
          (started.warm()
                  ? OlderAnswer.ok(
                      "message",
                      "Reusing existing droplet",
                      "ip_address",
                      ipv4,
                      "share_tag",
                      tag.text())
                  : OlderAnswer.ok("ip_address", ipv4, "share_tag", tag.text()))
              .about(tag.text());
      case StartOutcome.Existing _ -> OlderAnswer.away();
      case StartOutcome.Refused refused -> refused(refused);
    };
  }

  private static OlderAnswer refused(StartOutcome.Refused refused) {
    int status = SessionDesk.status(refused.refusal()).value();
    var pause = refused.retryAfter();
    boolean later = status == 503 || refused.refusal() == Refusal.QUOTA;
    return OlderAnswer.no(status, SessionDesk.sentence(refused.reason()))
        .after(pause.isZero() && later ? Duration.ofSeconds(30) : pause);
  }

  /// Says where a tag leads. Nobody can try many of them, and what is not found looks the same
  /// whatever the reason.
  OlderAnswer join(OlderRequest request) {
    var tag = request.parameter("game_tag");
    if (tag.isEmpty()) {
      return OlderAnswer.wrong(FieldFaults.missingParameter("game_tag"));
    }
    var pause = take("session-join", config.joinsPerMinute(), request);
    if (pause.isPresent()) {
      return tooOften(pause.get());
    }
    return ShareTag.parse(tag.get())
        .flatMap(reads::address)
        .map(ipv4 -> OlderAnswer.ok("ip_address", ipv4))
        .orElseGet(OlderAnswer::notFound);
  }

  private Optional<Duration> take(String what, int perMinute, OlderRequest request) {
    var budget = new Rates.Budget(what, perMinute, Duration.ofMinutes(1));
    return rates.takeOfCaller(budget, request.address());
  }

  private static OlderAnswer tooOften(Duration pause) {
    return OlderAnswer.no(429, "Too many requests.").after(pause);
  }
}
