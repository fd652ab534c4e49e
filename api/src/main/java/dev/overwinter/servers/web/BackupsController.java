package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.RelocateRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Copies of worlds, and restarts on another node, for programs.
@RestController
@RequestMapping("/api/servers/{id}")
@Tag(name = "Servers")
class BackupsController {
  private final ServerReads reads;
  private final ServerBackups backups;
  private final ServerDesk desk;

  BackupsController(ServerReads reads, ServerBackups backups, ServerDesk desk) {
    this.reads = reads;
    this.backups = backups;
    this.desk = desk;
  }

  @GetMapping("/backups")
  @Operation(summary = "Its backups and the attempts at one, newest first")
  List<ServerBackups.Json> list(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return backups.of(mine(actor, id, Permission.FILES).id());
  }

  @PostMapping("/backups")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Make a backup",
      description =
          "409 unless it is asleep (NOT_ASLEEP). Answers when it is begun; it gives way to whoever"
              + " wakes the server. One that was asked for is never removed by itself: 409 with"
              + " QUOTA_BACKUPS when there are as many as its owner's plan allows.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done backUp(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return desk.backUp(
        mine(actor, id, Permission.FILES), new BackupRequest(actor.name() + " via api"));
  }

  @DeleteMapping("/backups/{backup}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Remove a backup, or the record of one that has failed",
      description =
          "Its archive is removed as soon as its node answers; until then it is shown as REMOVING and"
              + " cannot be used. 409 with LOCKED while it is locked, with IN_PROGRESS while it is"
              + " being written.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done forget(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String backup) {
    return desk.forget(
        mine(actor, id, Permission.FILES), new ForgetRequest(backup, actor.name() + " via api"));
  }

  @PutMapping("/backups/{backup}/lock")
  @Operation(
      summary = "Lock a backup",
      description =
          "Nothing and nobody removes it while it is locked, except with its server. 409 with"
              + " NO_BACKUP unless it is complete or being written, with TOO_MANY_BACKUPS when"
              + " twenty are locked.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done lock(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String backup) {
    return desk.lock(
        mine(actor, id, Permission.FILES),
        new LockRequest(backup, true, actor.name() + " via api"));
  }

  @DeleteMapping("/backups/{backup}/lock")
  @Operation(summary = "Unlock a backup")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done unlock(
      @AuthenticationPrincipal Actor actor, @PathVariable String id, @PathVariable String backup) {
    return desk.lock(
        mine(actor, id, Permission.FILES),
        new LockRequest(backup, false, actor.name() + " via api"));
  }

  @PostMapping("/relocate")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Restart it on another node, from a backup",
      description =
          "Only while its node is lost. What happened after the backup is lost. 409 with NODE_ANSWERS,"
              + " NO_BACKUP, or MAY_RUN: it was not asleep when its node was heard last, so whoever"
              + " asks must know that this machine is off and say `sure`.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done relocate(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody ServerRequests.Relocate body) {
    return desk.relocate(
        mine(actor, id, Permission.DELETE), request(body, actor.name() + " via api"));
  }

  /// The same from a form.
  RelocateRequest request(ServerRequests.Relocate body, String by) {
    var node = text(body.node());
    if (!node.isEmpty() && !reads.isNode(node)) {
      throw Problem.invalid(Map.of("node", "unknown (expected: a node of GET /api/nodes)"));
    }
    var region = text(body.region());
    var wish = node.isEmpty() && region.isEmpty() ? null : new Wish(node, region, Set.of());
    return new RelocateRequest(by, text(body.backup()), wish, Boolean.TRUE.equals(body.sure()));
  }

  @GetMapping("/stranded")
  @Operation(summary = "What it has left on nodes that were lost")
  List<ServerBackups.Left> left(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return backups.left(mine(actor, id, Permission.DELETE).id());
  }

  @DeleteMapping("/stranded/{node}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Remove what it has left on a node: container, network and old world",
      description =
          "Carried out once the node answers; ask again if it has not within ten minutes. With"
              + " gone=true nothing is removed: that machine is gone for good, and what lay there"
              + " is written off.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done discard(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String node,
      @RequestParam(defaultValue = "false") boolean gone) {
    return desk.discard(mine(actor, id, Permission.DELETE), node, gone, actor.name() + " via api");
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given.strip();
  }

  private ServerRow mine(Actor actor, String id, Permission wanted) {
    return reads.find(actor, id, wanted).orElseThrow(Problem::serverNotFound);
  }
}
