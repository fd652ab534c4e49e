package dev.overwinter.sessions.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.FieldFaults;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.ShareTag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The door of games: heartbeats, and games that end themselves. Each signs with a secret of its
/// own, which was given to its machine alone; what operators' machines share signs for those, and
/// for droplets only when the operator says so.
///
/// Looked at in this order: JSON (422), any secret at all (503), headers, time, age, signature
/// (401), fields (422), whether there is such a session (404).
@Component
class GameDoor {
  private static final Logger LOG = LoggerFactory.getLogger(GameDoor.class);
  private static final Duration END_PATIENCE = Duration.ofSeconds(6);
  private static final Rates.Budget OF_MACHINE =
      new Rates.Budget("session-machine", 1, Duration.ofMinutes(1));
  private static final String INVALID = "Invalid HMAC signature.";
  private static final OlderAnswer UPDATED =
      OlderAnswer.ok("message", "Heartbeat updated successfully.");

  private final Signers signers;
  private final SharedSecrets shared;
  private final Heartbeats heartbeats;
  private final SessionOrders orders;
  private final SessionDesk desk;
  private final Machines machines;
  private final JsonMapper json;
  private final Clock clock;
  private final Duration skew;
  private final Rates rates;
  private final int machinesPerMinute;
  private final MeterRegistry meters;

  GameDoor(
      Signers signers,
      SharedSecrets shared,
      Heartbeats heartbeats,
      SessionOrders orders,
      SessionDesk desk,
      Machines machines,
      JsonMapper json,
      Clock clock,
      Rates rates,
      ApiConfig config,
      MeterRegistry meters) {
    this.signers = signers;
    this.shared = shared;
    this.heartbeats = heartbeats;
    this.orders = orders;
    this.desk = desk;
    this.machines = machines;
    this.json = json;
    this.clock = clock;
    this.skew = config.sessions().skew();
    this.rates = rates;
    this.machinesPerMinute = config.sessions().machinesPerMinute();
    this.meters = meters;
  }

  /// Whether a signature fits, or what is answered instead.
  ///
  /// @param refusal null when it fits
  /// @param signer who signed; empty for none of ours
  /// @param operators whether it is of a secret that operators' machines share
  private record Checked(
      @Nullable OlderAnswer refusal, Optional<Signer> signer, boolean operators) {}

  /// A game says that it lives and who plays.
  OlderAnswer heartbeat(OlderRequest request) {
    HeartbeatBody.Read read;
    List<Signer> candidates;
    try {
      var parsed = HeartbeatBody.parse(request.body(), request.contentType(), json);
      read = HeartbeatBody.read(parsed, request.body());
      candidates =
          find(HeartbeatBody.said(parsed, "session"), HeartbeatBody.said(parsed, "droplet_ip"));
    } catch (HeartbeatBody.MalformedException e) {
      return OlderAnswer.wrong(FieldFaults.malformed(e.at()));
    }
    var signed = request.signed();
    var checked = check(signed, candidates);
    if (checked.refusal() != null) {
      return checked.refusal();
    }
    var signer = checked.signer();
    return switch (read) {
      case HeartbeatBody.Read.Wrong(var faults) -> OlderAnswer.wrong(faults);
      case HeartbeatBody.Read.Good(var body) ->
          signer.isPresent()
              ? heard(signer.get(), body, signed)
              : newcomer(body, signed, checked.operators(), request.address());
    };
  }

  private OlderAnswer heard(Signer signer, HeartbeatBody body, SignedRequest signed) {
    if (!signer.live()) {
      return counted("over", OlderAnswer.notFound());
    }
    boolean news =
        signer.toldNumber() == null || (signer.toldClients() == 0) != (body.clients() == 0);
    var taken =
        heartbeats.take(
            signer.unit(),
            signer.sessionId(),
            body,
            SignatureRules.signedAt(signed),
            signed.signature().orElseThrow(),
            news);
    if (taken.isEmpty()) {
      return counted("repeated", UPDATED); // late or twice: it has changed nothing
    }
    if (news) {
      tell(signer, taken.get());
    }
    return counted("taken", UPDATED);
  }

  private void tell(Signer signer, HeartbeatFact fact) {
    try {
      orders.tell(new ShareTag(signer.tag()), fact);
      heartbeats.told(fact);
    } catch (Problem e) {
      // The row is kept and says that nobody was told: the next heartbeat does it.
      LOG.info("{} was not told of a heartbeat: {}", signer.tag(), e.getMessage());
    }
  }

  /// A machine that nobody has registered, with a secret that only operators have. What says that
  /// it is a droplet, or a session's, is none: its session is another one, or over.
  private OlderAnswer newcomer(
      HeartbeatBody body, SignedRequest signed, boolean operators, String from) {
    var address = Addresses.ipv4(body.address());
    if (!operators || address.isEmpty() || body.ofSession()) {
      return counted("unknown", OlderAnswer.notFound());
    }
    if (machines.lives(address.get())) {
      return counted("taken", UPDATED); // just now, by another heartbeat
    }
    var pause = mayRegister(address.get(), from);
    if (pause.isPresent()) {
      return counted("limited", OlderAnswer.no(429, "Too many requests.").after(pause.get()));
    }
    var machine = machines.register(address.get(), "", Machines.HEARTBEAT);
    if (machine.isPresent()) {
      var unit = machine.get().unit();
      var signer =
          new Signer(
              unit,
              unit.session().text(),
              machine.get().tag().text(),
              true,
              true,
              List.of(),
              null,
              0);
      return heard(signer, body, signed).about("registered " + address.get());
    }
    return counted("taken", UPDATED); // in this very moment, by another one
  }

  /// One machine once a minute, so that one whose session is refused asks no oftener than that; and
  /// one sender a few of them.
  ///
  /// @return how long to wait; empty when it may
  private Optional<Duration> mayRegister(String machine, String from) {
    var ofSender = new Rates.Budget("session-machines", machinesPerMinute, Duration.ofMinutes(1));
    return rates.takeOfCaller(OF_MACHINE, machine).or(() -> rates.takeOfCaller(ofSender, from));
  }

  /// A game, or who runs it, ends its session. The same again has the same answer, also when its
  /// address is another session's by then.
  OlderAnswer end(OlderRequest request) {
    if (malformed(request)) {
      return OlderAnswer.wrong(FieldFaults.malformed(0));
    }
    var address = request.parameter("droplet_ip");
    var signed = request.signed();
    var checked = check(signed, find(request.parameter("session").orElse(""), address.orElse("")));
    if (checked.refusal() != null) {
      return checked.refusal();
    }
    if (address.isEmpty()) {
      return OlderAnswer.wrong(FieldFaults.missingParameter("droplet_ip"));
    }
    if (checked.signer().isEmpty()) {
      return OlderAnswer.notFound();
    }
    var ends = checked.signer().get();
    if (!signers.mayUse(signed.signature().orElseThrow(), ends.unit())) {
      return OlderAnswer.no(401, INVALID);
    }
    desk.end(ends.sessionId(), "its server", END_PATIENCE);
    return OlderAnswer.ok(
            "message",
            ends.machine()
                ? "Game session ended and local session entry removed (no DigitalOcean droplet)."
                : "Game session ended and DigitalOcean droplet deleted.")
        .about(ends.tag());
  }

  /// Parameters are in the query; a body that claims to be JSON is looked at all the same.
  private boolean malformed(OlderRequest request) {
    try {
      var _ = HeartbeatBody.parse(request.body(), request.contentType(), json);
      return false;
    } catch (HeartbeatBody.MalformedException _) {
      return true;
    }
  }

  private List<Signer> find(String unit, String address) {
    return unit.isEmpty() ? signers.byAddress(address) : signers.byUnit(unit);
  }

  /// Of the candidates it is the one whose own secret fits; a shared secret is the first one's.
  private Checked check(SignedRequest signed, List<Signer> candidates) {
    var operators = shared.now();
    boolean none =
        operators.isEmpty() && candidates.stream().allMatch(one -> one.secrets().isEmpty());
    if (none && !signers.any()) {
      return refused(OlderAnswer.no(503, "Internal endpoint unavailable."));
    }
    var fault = SignatureRules.fault(signed, clock.instant(), skew);
    if (fault.isPresent()) {
      boolean stale = fault.get() == SignatureRules.Fault.STALE;
      return refused(
          counted(
              stale ? "stale" : "invalid",
              OlderAnswer.no(401, stale ? "Stale HMAC signature." : INVALID)));
    }
    var first = candidates.stream().findFirst();
    boolean common = first.map(shared::holdFor).orElse(true);
    if (SignatureRules.fits(signed, common ? operators : List.of())) {
      return new Checked(null, first, true);
    }
    var own = candidates.stream().filter(one -> SignatureRules.fits(signed, one.secrets()));
    return own.findFirst()
        .map(one -> new Checked(null, Optional.of(one), false))
        .orElseGet(() -> refused(counted("invalid", OlderAnswer.no(401, INVALID))));
  }

  private static Checked refused(OlderAnswer answer) {
    return new Checked(answer, Optional.empty(), false);
  }

  private OlderAnswer counted(String outcome, OlderAnswer answer) {
    Counter.builder("overwinter_session_signed_requests")
        .description("Requests that games have signed, by what became of them")
        .tag("outcome", outcome)
        .register(meters)
        .increment();
    return answer;
  }
}
