package dev.overwinter.sessions.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.sessions.PoolSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The fleet behind sessions, for operators' programs.
@RestController
@RequestMapping("/api/fleet")
@Tag(name = "Sessions")
class FleetController {
  private static final int ORPHANS = 100;

  private final FleetReads reads;
  private final SessionOrders orders;
  private final Machines machines;

  FleetController(FleetReads reads, SessionOrders orders, Machines machines) {
    this.reads = reads;
    this.orders = orders;
    this.machines = machines;
  }

  static void requireOperator(Actor actor) {
    if (!actor.admin() && !actor.operator()) {
      throw new AccessDeniedException("for admins and operators");
    }
  }

  private static void requireAdmin(Actor actor) {
    if (!actor.admin()) {
      throw new AccessDeniedException("for admins");
    }
  }

  /// @param pools sessions that are kept warm
  /// @param budget what was asked of the provider
  /// @param lastLook at what the provider has; null before the first
  /// @param orphans droplets that nobody knew and that were destroyed, newest first
  record Fleet(
      List<FleetReads.Pool> pools,
      FleetReads.Budget budget,
      @JsonProperty("last_look") FleetReads.@Nullable Look lastLook,
      List<FleetReads.Orphan> orphans) {}

  @GetMapping
  @Operation(summary = "Pools, API budget and orphans", description = "For admins and operators.")
  Fleet fleet(@AuthenticationPrincipal Actor actor) {
    requireOperator(actor);
    return new Fleet(
        reads.pools(), reads.budget(), reads.lastLook().orElse(null), reads.orphans(ORPHANS));
  }

  /// @param success always true
  record Done(boolean success) {}

  @PatchMapping("/pools/{id}")
  @Operation(
      summary = "Change how many sessions a pool keeps warm",
      description = "For admins. What is not named stays; least and most 0 switch it off.")
  Done configure(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody SessionRequests.Pool body) {
    requireAdmin(actor);
    var now =
        reads.settings(id).orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Pool not found"));
    orders.configure(id, changed(now, body));
    return new Done(true);
  }

  static PoolSettings changed(PoolSettings now, SessionRequests.Pool body) {
    var least = body.least() == null ? now.least() : body.least();
    var most = body.most() == null ? Math.max(now.most(), least) : body.most();
    var byHour = body.byHour() == null ? now.byHour() : body.byHour();
    if (most < least) {
      throw Problem.invalid(Map.of("most", "must be " + least + " or more, as least"));
    }
    if (!byHour.isEmpty() && byHour.size() != 24) {
      throw Problem.invalid(Map.of("by_hour", "must be 24 numbers, or none"));
    }
    return new PoolSettings(least, most, byHour, now.demandWindow(), now.recycleAfter());
  }

  @GetMapping("/machines")
  @Operation(
      summary = "Operators' own machines, which have no droplet",
      description = "For admins and operators.")
  List<FleetReads.MachineJson> machines(@AuthenticationPrincipal Actor actor) {
    requireOperator(actor);
    return reads.machines();
  }

  /// @param tag of the session that begins on it
  /// @param unit the name under which its game signs: the field `session` of heartbeats
  /// @param secret what it signs with, shown this once
  record Registered(String tag, String unit, String secret) {
    @Override
    public String toString() {
      return "Registered[" + unit + "]";
    }
  }

  @PostMapping("/machines")
  @Operation(
      summary = "Register a machine",
      description =
          "For admins and operators. A session begins on it, warm as soon as its game is heard. 409"
              + " with the code REGISTERED while one lives there, SESSIONS_OFF before a worker has"
              + " said what it offers.")
  @Refuses(HttpStatus.CONFLICT)
  Registered register(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody SessionRequests.Machine body,
      HttpServletRequest request) {
    requireOperator(actor);
    AuditInterceptor.target(request, body.address());
    var address =
        Addresses.ipv4(body.address())
            .orElseThrow(() -> Problem.invalid(Map.of("address", "must be an IPv4 address")));
    var made =
        machines
            .register(address, body.name() == null ? "" : body.name(), actor.name())
            .orElseThrow(() ->
                Problem.of(HttpStatus.CONFLICT, "A session lives on this machine already.")
                    .code("REGISTERED"));
    return new Registered(made.tag().text(), made.unit().text(), made.secret());
  }

  @DeleteMapping("/machines/{address}")
  @Operation(
      summary = "Forget a machine",
      description =
          "For admins and operators. The session that lives there is ended: nobody is sent there any"
              + " more, and who plays may finish first, for as long as its limits say. For a day"
              + " heartbeats alone do not register the machine again.")
  Done remove(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String address,
      HttpServletRequest request) {
    requireOperator(actor);
    AuditInterceptor.target(request, address);
    if (!machines.remove(address, actor.name() + " via api")) {
      throw Problem.of(HttpStatus.NOT_FOUND, "Machine not found");
    }
    return new Done(true);
  }
}
