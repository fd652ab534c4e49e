package dev.overwinter.nodes.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.nodes.NodeOrder;
import dev.overwinter.nodes.NodeSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
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

/// Nodes for programs.
@RestController
@RequestMapping("/api/nodes")
@Tag(name = "Nodes")
class NodesController {
  static final Duration USUAL_LIFE = Duration.ofMinutes(30);

  private final NodeReads reads;
  private final NodeMembers members;
  private final NodeOrders orders;
  private final ApiConfig config;

  NodesController(NodeReads reads, NodeMembers members, NodeOrders orders, ApiConfig config) {
    this.reads = reads;
    this.members = members;
    this.orders = orders;
    this.config = config;
  }

  @GetMapping
  @Operation(summary = "All nodes and what is promised of them", description = "For admins.")
  List<NodeJson> list(@AuthenticationPrincipal Actor actor) {
    requireAdmin(actor);
    return reads.list();
  }

  /// @param token shown this once
  /// @param expiresAt when it ends
  /// @param command what to type on the machine that is to join, in a checkout of Overwinter
  record Invitation(String token, @JsonProperty("expires_at") Instant expiresAt, String command) {}

  @PostMapping("/tokens")
  @Operation(
      summary = "Invite a machine",
      description = "For admins. The token is good for one machine, by default for 30 minutes.")
  Invitation invite(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody(required = false) NodeRequests.@Nullable NewToken body) {
    requireAdmin(actor);
    var minutes = body == null ? null : body.minutes();
    var life = minutes == null ? USUAL_LIFE : Duration.ofMinutes(minutes);
    return invitation(members.invite(actor.name(), life), config);
  }

  static Invitation invitation(JoinTokens.Made made, ApiConfig config) {
    return new Invitation(
        made.text(),
        made.expires(),
        "./overwinter join " + config.nodes().publicUrl() + " " + made.text());
  }

  @PostMapping("/join")
  @SecurityRequirements
  @Operation(
      summary = "Become a node",
      description =
          "For machines with an invitation. 403 for no token of ours, 410 for one that was used or"
              + " has ended, 409 for a name that is taken. When the answer was lost, ask again with"
              + " the same token and name.")
  @Refuses({HttpStatus.FORBIDDEN, HttpStatus.CONFLICT, HttpStatus.GONE})
  NodeJson.Welcome join(@Valid @RequestBody NodeRequests.Join body, HttpServletRequest request) {
    AuditInterceptor.target(request, body.name());
    var welcome = members.join(body);
    AuditInterceptor.actor(request, "node/" + welcome.node());
    return welcome;
  }

  @GetMapping("/{id}")
  @Operation(summary = "One node", description = "For admins.")
  NodeJson one(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    requireAdmin(actor);
    return mine(id);
  }

  /// @param success always true
  /// @param state the state that followed
  record Done(boolean success, String state) {}

  @PatchMapping("/{id}")
  @Operation(
      summary = "Change region, tags or how much is promised",
      description = "For admins. What is not named stays.")
  @Refuses(HttpStatus.CONFLICT)
  Done change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody NodeRequests.Change body) {
    requireAdmin(actor);
    return done(orders.order(id, new NodeOrder.Configure(settings(mine(id), body), actor.name())));
  }

  @PostMapping("/{id}/drain")
  @Operation(
      summary = "Begin maintenance",
      description =
          "For admins. Nothing new is placed on it, empty servers fall asleep, nobody is cut off.")
  @Refuses(HttpStatus.CONFLICT)
  Done drain(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    requireAdmin(actor);
    return done(orders.order(id, new NodeOrder.Maintain(true, actor.name())));
  }

  @PostMapping("/{id}/undrain")
  @Operation(summary = "End maintenance", description = "For admins.")
  @Refuses(HttpStatus.CONFLICT)
  Done undrain(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    requireAdmin(actor);
    return done(orders.order(id, new NodeOrder.Maintain(false, actor.name())));
  }

  @DeleteMapping("/{id}")
  @Operation(
      summary = "Take a node out of service for good",
      description = "For admins. 409 while it has servers.")
  @Refuses(HttpStatus.CONFLICT)
  Done retire(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    requireAdmin(actor);
    var done = done(orders.order(id, new NodeOrder.Retire(actor.name())));
    members.expel(id);
    return done;
  }

  static NodeSettings settings(NodeJson now, NodeRequests.Change body) {
    return new NodeSettings(
        body.region() == null ? now.region() : body.region(),
        body.tags() == null ? new TreeSet<>(now.tags()) : body.tags(),
        body.memoryPercent() == null ? now.memoryPercent() : body.memoryPercent(),
        body.cpuPercent() == null ? now.cpuPercent() : body.cpuPercent());
  }

  private NodeJson mine(String id) {
    return reads.find(id).orElseThrow(NodeOrders::notFound);
  }

  private static Done done(String state) {
    return new Done(true, state);
  }

  static void requireAdmin(Actor actor) {
    if (!actor.admin()) {
      throw new AccessDeniedException("admins only");
    }
  }
}
