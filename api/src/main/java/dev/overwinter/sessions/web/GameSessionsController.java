package dev.overwinter.sessions.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.Quota;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.StartOutcome;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Sessions for programs.
@RestController
@RequestMapping("/api/sessions")
@Tag(name = "Sessions")
class GameSessionsController {
  private static final int MOST = 500;
  static final Duration OVERLAP = Duration.ofMinutes(10);

  private final SessionReads reads;
  private final SessionDesk desk;
  private final Machines machines;
  private final Quota quota;

  GameSessionsController(SessionReads reads, SessionDesk desk, Machines machines, Quota quota) {
    this.reads = reads;
    this.desk = desk;
    this.machines = machines;
    this.quota = quota;
  }

  @GetMapping
  @Operation(
      summary = "All sessions that the caller may see",
      description = "Those that live first, then those that are over; each newest first.")
  List<SessionJson> list(@AuthenticationPrincipal Actor actor) {
    return reads.list(actor, MOST).stream().map(SessionJson::of).toList();
  }

  @PostMapping
  @Operation(
      summary = "Start a session",
      description =
          "200 with a session that is ready: at once while a pool has a warm one. Otherwise one is"
              + " made, which takes minutes: 202 after `wait_seconds`; ask for it at `Location`, or"
              + " follow GET /api/sessions/stream. With an Idempotency-Key the request can be"
              + " repeated and has one session. 409 with the code CREDITS, QUOTA or SESSIONS_OFF;"
              + " 503 with FLEET_FULL, SPEND_CAP, DROPLET_LIMIT or SOLD_OUT.")
  @ApiResponse(responseCode = "200", description = "Ready", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "202", description = "Being made", useReturnTypeSchema = true)
  @Refuses(HttpStatus.CONFLICT)
  ResponseEntity<SessionJson> start(
      @AuthenticationPrincipal Actor actor,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = "[\\x21-\\x7e]{1,200}", message = "must be 1 to 200 visible characters")
          @Nullable String key,
      @RequestParam(name = "wait_seconds", defaultValue = "5") @Min(0) @Max(60) int waitSeconds,
      @Valid @RequestBody(required = false) SessionRequests.@Nullable Start body,
      HttpServletRequest request) {
    mayStart(actor);
    var region = body == null ? null : body.region();
    var own = key == null ? dev.overwinter.api.Secrets.random() : key;
    var lease = new Lease(actor.name(), "account " + actor.accountId(), own);
    var started = desk.start(lease, region == null ? "" : region, Duration.ofSeconds(waitSeconds));
    if (started.outcome().orElse(null) instanceof StartOutcome.Refused refused) {
      throw SessionDesk.problem(refused);
    }
    var tag = started.tag().orElseThrow();
    AuditInterceptor.target(request, tag.text());
    var shown =
        reads
            .find(tag.text())
            .filter(row -> SessionReads.maySee(actor, row))
            .map(SessionJson::of)
            .orElseGet(() -> SessionJson.coming(tag));
    return started.outcome().isPresent()
        ? ResponseEntity.ok(shown)
        : ResponseEntity.accepted().location(URI.create("/api/sessions/" + tag.text())).body(shown);
  }

  /// Who came by an invitation alone has no servers of their own either; and without credits
  /// nothing is begun that costs.
  private void mayStart(Actor actor) {
    var guest = quota.standing(actor.name()).filter(Quota.Standing::guest).isPresent();
    if (guest) {
      throw Problem.of(
              HttpStatus.CONFLICT,
              "You came by an invitation, and start no sessions. Ask an admin.")
          .code("QUOTA");
    }
    if (reads.isOutOfCredits(actor.name())) {
      throw Problem.of(
              HttpStatus.CONFLICT, "You have no credits left. Add some, then start the session.")
          .code("CREDITS");
    }
  }

  @GetMapping("/{id}")
  @Operation(summary = "One session, by its tag or its id")
  SessionJson one(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return SessionJson.of(mine(actor, id));
  }

  @GetMapping("/{id}/events")
  @Operation(summary = "What became of it and why, newest first")
  List<SessionReads.Event> events(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int most) {
    return reads.events(mine(actor, id).id(), most);
  }

  /// @param success always true
  /// @param tag which
  record Done(boolean success, String tag) {}

  @DeleteMapping("/{id}")
  @Operation(
      summary = "End a session",
      description =
          "Who plays may finish first, for as long as its limits say, unless force=true. Carried"
              + " out whatever dies meanwhile; the same again changes nothing.")
  Done end(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean force) {
    var session = mine(actor, id);
    desk.end(session, actor.name() + " via api", !force, Duration.ZERO);
    return new Done(true, session.tag());
  }

  /// @param unit the name under which its game signs
  /// @param secret what it signs with, shown this once
  /// @param overlapSeconds how long those before hold, too
  record Key(String unit, String secret, @JsonProperty("overlap_seconds") long overlapSeconds) {
    @Override
    public String toString() {
      return "Key[" + unit + "]";
    }
  }

  @PostMapping("/{id}/keys")
  @Operation(
      summary = "Give its game another secret to sign with",
      description = "For admins and operators. 409 while nothing runs that could sign.")
  @Refuses(HttpStatus.CONFLICT)
  Key rotate(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody(required = false) SessionRequests.@Nullable NewKey body) {
    FleetController.requireOperator(actor);
    var session = mine(actor, id);
    var wanted = body == null ? null : body.overlapSeconds();
    var overlap = wanted == null ? OVERLAP : Duration.ofSeconds(wanted);
    var secret = machines.rotate(session, overlap);
    return new Key(session.unit(), secret, overlap.toSeconds());
  }

  private SessionRow mine(Actor actor, String id) {
    return reads
        .find(actor, id)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Session not found"));
  }
}
