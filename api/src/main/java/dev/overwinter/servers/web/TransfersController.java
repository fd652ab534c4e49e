package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.TransferRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Moves between two nodes that both answer, for programs.
@RestController
@RequestMapping("/api/servers/{id}/transfer")
@Tag(name = "Servers")
class TransfersController {
  private final ServerReads reads;
  private final ServerDesk desk;

  TransfersController(ServerReads reads, ServerDesk desk) {
    this.reads = reads;
    this.desk = desk;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Move it to another node",
      description =
          "It is stopped, copied, made anew there and filled; it wakes again when it was awake."
              + " Whatever fails before that leaves it where it was; its state is RELOCATING and its"
              + " reason says how far it is. 409 with SAME_NODE, NO_ROOM, OCCUPIED (unless forced),"
              + " NODE_LOST (restart it elsewhere from a backup instead), WAKING, BUSY, RELOCATING,"
              + " CREATING or FAILED.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done transfer(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody ServerRequests.Transfer body) {
    return desk.transfer(mine(actor, id), request(body, actor.name() + " via api"));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Give its move up",
      description =
          "It stays where it was, asleep or awake as before. 409 with NOT_MOVING when there is no"
              + " such move, or it is done.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done cancel(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return desk.cancelTransfer(mine(actor, id), actor.name() + " via api");
  }

  /// The same from a form.
  TransferRequest request(ServerRequests.Transfer body, String by) {
    var node = text(body.node());
    if (!node.isEmpty() && !reads.isNode(node)) {
      throw Problem.invalid(Map.of("node", "unknown (expected: a node of GET /api/nodes)"));
    }
    return new TransferRequest(
        by,
        new Wish(node, text(body.region()), Set.of()),
        Boolean.TRUE.equals(body.force()),
        text(body.request()));
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given.strip();
  }

  private ServerRow mine(Actor actor, String id) {
    return reads.find(actor, id, Permission.DELETE).orElseThrow(Problem::serverNotFound);
  }
}
