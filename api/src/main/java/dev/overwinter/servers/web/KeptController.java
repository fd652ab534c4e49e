package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.backups.Backup;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
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

/// Worlds of deleted servers, for programs. Only their owner and admins know of them.
@RestController
@RequestMapping("/api/worlds/kept")
@Tag(name = "Servers")
class KeptController {
  private final KeptWorlds worlds;
  private final ServerCreation creation;
  private final ServerDesk desk;
  private final ServersController servers;

  KeptController(
      KeptWorlds worlds, ServerCreation creation, ServerDesk desk, ServersController servers) {
    this.worlds = worlds;
    this.creation = creation;
    this.desk = desk;
    this.servers = servers;
  }

  @GetMapping
  @Operation(summary = "Deleted servers whose worlds can be recovered, the newest first")
  List<KeptWorlds.Kept> list(@AuthenticationPrincipal Actor actor) {
    return worlds.list(actor);
  }

  @PostMapping("/{server}/recover")
  @Operation(
      summary = "Make a new server of the world of a deleted one",
      description =
          "With its name, game and settings, another id and perhaps another port; the checks are"
              + " those of any new server. Waits up to 20 s; a server that is still being filled is"
              + " answered as CREATING. When it cannot be made, the world is kept on. Can be"
              + " repeated and makes one server.")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT, HttpStatus.BAD_GATEWAY})
  ServerJson recover(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String server,
      @RequestParam(defaultValue = "") String backup,
      HttpServletRequest request) {
    var kept = mine(actor, server);
    if (!backup.isEmpty() && !Backup.NAME.matcher(backup).matches()) {
      throw Problem.invalid(Map.of("backup", "no id (expected: " + Backup.NAME + ")"));
    }
    var id = creation.recover(actor, kept, backup, actor.name() + " via api");
    AuditInterceptor.target(request, id);
    return servers.one(actor, id);
  }

  @DeleteMapping("/{server}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Remove the world of a deleted server now, with all its backups")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT})
  ServerDesk.Done remove(@AuthenticationPrincipal Actor actor, @PathVariable String server) {
    return desk.dropKept(mine(actor, server).server(), actor.name() + " via api");
  }

  private KeptWorlds.Kept mine(Actor actor, String server) {
    return worlds
        .find(actor, server)
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "No world of such a server is kept"));
  }
}
