package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.servers.RestoreRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The world of a backup in the place of a server's own, and back, for programs. Only its owner may
/// exchange a world.
@RestController
@RequestMapping("/api/servers/{id}")
@Tag(name = "Servers")
class RestoresController {
  private final ServerReads reads;
  private final ServerBackups backups;
  private final ServerDesk desk;

  RestoresController(ServerReads reads, ServerBackups backups, ServerDesk desk) {
    this.reads = reads;
    this.backups = backups;
    this.desk = desk;
  }

  @GetMapping("/world")
  @Operation(summary = "Its last restore, and the world from before it while that is kept")
  ServerBackups.Restored world(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return backups.restored(mine(actor, id, Permission.FILES).id());
  }

  @PostMapping("/backups/{backup}/restore")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Restore a backup",
      description =
          "A server that is awake is stopped for it and woken again then; 409 OCCUPIED while"
              + " somebody plays, unless force=true. The archive is checked to its last byte and"
              + " laid down beside the server's world, which is then exchanged for it in one step."
              + " The world from before is kept until the new one has been ready for 24 hours, and"
              + " taken back by itself when the new one cannot be started. 409 FORMER_KEPT while"
              + " the one before the last restore is still kept, and NOT_ASLEEP, RESTORING,"
              + " RELOCATING, NODE_LOST or FAILED while something else is in the way.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done restore(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String backup,
      @RequestParam(defaultValue = "false") boolean force) {
    return desk.restore(
        mine(actor, id, Permission.DELETE),
        new RestoreRequest(backup, actor.name() + " via api", force));
  }

  @PostMapping("/world/undo")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Take the world from before the last restore back",
      description =
          "409 unless it is asleep (NOT_ASLEEP), or when there is none (NO_FORMER). What was played"
              + " since the restore is lost.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done undo(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return desk.undoRestore(mine(actor, id, Permission.DELETE), actor.name() + " via api");
  }

  @DeleteMapping("/world/former")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Remove the world from before the last restore now")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done dropFormer(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return desk.dropFormer(mine(actor, id, Permission.DELETE), actor.name() + " via api");
  }

  private ServerRow mine(Actor actor, String id, Permission wanted) {
    return reads.find(actor, id, wanted).orElseThrow(Problem::serverNotFound);
  }
}
