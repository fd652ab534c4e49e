package dev.overwinter.nodes.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Archives;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.NodeDoor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.objectstore.ObjectName;
import dev.overwinter.backups.objectstore.ObjectStore;
import dev.overwinter.backups.objectstore.StoreRefused;
import dev.overwinter.durable.ObjectFiles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Keeps archives of worlds for nodes that share no disk with the platform, where its own worker
/// does. A node may do so for servers that have their place on it, and for no others: one that was
/// moved away is not its own any more, one that is being moved there is. What is complete outlives
/// a node that was broken into: it cannot be replaced, and what somebody asked for goes only with
/// its server.
@RestController
@RequestMapping("/api/nodes/backups/{serverId}/{backupId}")
@Tag(name = "Nodes")
class NodeBackupsController {
  private final JdbcClient sql;
  private final @Nullable ObjectStore kept;
  private final long mostBytes;

  NodeBackupsController(JdbcClient sql, Archives archives, ApiConfig config) {
    this.sql = sql;
    kept = archives.store().orElse(null);
    mostBytes = config.backups().mostBytes();
  }

  @PutMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Keep the archive of a world",
      description =
          "With the node's telemetry token as bearer; the body is the archive. It is kept as a"
              + " whole or not at all. Can be repeated until the backup is complete, then 409.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                      schema = @Schema(type = "string", format = "binary"))))
  @Refuses({HttpStatus.FORBIDDEN, HttpStatus.CONFLICT, HttpStatus.INSUFFICIENT_STORAGE})
  void put(
      @PathVariable String serverId,
      @PathVariable String backupId,
      @RequestParam(defaultValue = Archive.TAR_ZST) String codec,
      HttpServletRequest request)
      throws IOException {
    var store = store(request, serverId, backupId);
    if (request.getContentLengthLong() > mostBytes) {
      throw tooLarge();
    }
    refuseComplete(serverId, backupId);
    try (var part = store.begin(name(serverId, backupId, codec));
        var body = request.getInputStream()) {
      var left = mostBytes;
      var buffer = new byte[1 << 16];
      for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        left -= read;
        if (left < 0) {
          throw tooLarge();
        }
        part.write(buffer, 0, read);
      }
      // It may have been long under way.
      refuseComplete(serverId, backupId);
      part.commit();
    } catch (ObjectFiles.NoRoom full) {
      throw Problem.of(HttpStatus.INSUFFICIENT_STORAGE, "There is no room for this archive");
    } catch (StoreRefused never) {
      // The node gives the backup up instead of asking again and again.
      throw Problem.of(
          HttpStatus.INSUFFICIENT_STORAGE, "The store takes no archive: " + never.getMessage());
    }
  }

  @GetMapping
  @Operation(
      summary = "Fetch the archive of a world",
      description = "With the node's telemetry token as bearer.")
  @ApiResponse(
      responseCode = "200",
      description = "The archive",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @Refuses({HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND, HttpStatus.INSUFFICIENT_STORAGE})
  void get(
      @PathVariable String serverId,
      @PathVariable String backupId,
      @RequestParam(defaultValue = Archive.TAR_ZST) String codec,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var store = store(request, serverId, backupId);
    var name = name(serverId, backupId, codec);
    try {
      response.setContentType("application/octet-stream");
      response.setContentLengthLong(store.size(name));
      if (HttpMethod.HEAD.matches(request.getMethod())) {
        return;
      }
      try (var archive = store.read(name, 0)) {
        archive.transferTo(response.getOutputStream());
      }
    } catch (NoSuchFileException none) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such archive");
    }
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Remove the archive of a world",
      description =
          "With the node's telemetry token as bearer. Can be repeated. 409 for one that is locked"
              + " or that somebody asked for, unless somebody wants it gone or its server is being"
              + " deleted.")
  @Refuses({HttpStatus.FORBIDDEN, HttpStatus.CONFLICT, HttpStatus.INSUFFICIENT_STORAGE})
  void delete(
      @PathVariable String serverId, @PathVariable String backupId, HttpServletRequest request)
      throws IOException {
    var store = store(request, serverId, backupId);
    refuseAsked(serverId, backupId);
    store.remove(serverId, backupId);
  }

  private void refuseComplete(String serverId, String backupId) {
    if (any(
        "SELECT 1 FROM server_backups WHERE server_id = ? AND backup_id = ? AND state = 'COMPLETE'",
        serverId,
        backupId)) {
      throw Problem.of(HttpStatus.CONFLICT, "This backup is complete: it is not replaced");
    }
  }

  private void refuseAsked(String serverId, String backupId) {
    if (any(
        """
        SELECT 1 FROM server_backups b
         WHERE b.server_id = ? AND b.backup_id = ? AND (b.why = 'ASKED' OR b.locked)
           AND b.state <> 'REMOVING'
           AND NOT EXISTS (SELECT 1 FROM servers s
                            WHERE s.id = b.server_id AND s.state IN ('DELETING', 'DELETED'))
        """,
        serverId,
        backupId)) {
      throw Problem.of(
          HttpStatus.CONFLICT,
          "Somebody asked for this backup or has locked it: it goes only by an order, or with its"
              + " server");
    }
  }

  private boolean any(String query, String... parameters) {
    return !sql.sql(query).params((Object[]) parameters).query(Integer.class).list().isEmpty();
  }

  private ObjectStore store(HttpServletRequest request, String serverId, String backupId) {
    var node = NodeDoor.node(request);
    AuditInterceptor.actor(request, "node " + node);
    AuditInterceptor.target(request, serverId);
    if (!Backup.NAME.matcher(serverId).matches() || !Backup.NAME.matcher(backupId).matches()) {
      throw Problem.of(
          HttpStatus.BAD_REQUEST, "These are no ids (expected: " + Backup.NAME.pattern() + ")");
    }
    if (!any("SELECT 1 FROM allocations WHERE server_id = ? AND node = ?", serverId, node)) {
      throw Problem.of(HttpStatus.FORBIDDEN, "This server has no place on node " + node);
    }
    if (kept == null) {
      throw Problem.of(
          HttpStatus.INSUFFICIENT_STORAGE, "This platform keeps no backups (OVERWINTER_BACKUPS)");
    }
    return kept;
  }

  private static ObjectName name(String serverId, String backupId, String codec) {
    if (!ObjectName.ENDINGS.contains(codec)) {
      throw Problem.of(
          HttpStatus.BAD_REQUEST, "Unknown codec (expected: one of " + ObjectName.ENDINGS + ")");
    }
    return new ObjectName(serverId, backupId, codec);
  }

  private Problem tooLarge() {
    return Problem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        "The archive is too large (expected: <= " + mostBytes + " bytes)");
  }
}
