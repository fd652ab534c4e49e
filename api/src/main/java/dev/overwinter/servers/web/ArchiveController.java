package dev.overwinter.servers.web;

import dev.overwinter.api.Archives;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.api.live.Counts;
import dev.overwinter.backups.objectstore.ObjectName;
import dev.overwinter.backups.objectstore.ObjectStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// One's own world to take home. It goes from the store to its owner as a stream; no more than a
/// buffer of it is in memory. A download that breaks off is gone on with by a range.
@RestController
@Tag(name = "Servers")
class ArchiveController {
  private static final String PATH = "/api/servers/{id}/backups/{backup}/archive";
  private static final String TYPE = "application/zstd";

  /// How many downloads of a person, and of all, go on at once: each takes a thread, a connection
  /// and a share of the store's bandwidth for as long as its reader likes.
  private static final int MOST_OF_AN_ACCOUNT = 4;

  private static final int MOST = 64;
  private static final Duration LATER = Duration.ofSeconds(30);

  private final ServerReads reads;
  private final ServerBackups backups;
  private final Archives archives;
  private final AuditInterceptor audit;
  private final Counts places = new Counts();

  ArchiveController(
      ServerReads reads, ServerBackups backups, Archives archives, AuditInterceptor audit) {
    this.reads = reads;
    this.backups = backups;
    this.archives = archives;
    this.audit = audit;
  }

  @GetMapping(PATH)
  @Operation(
      summary = "Download a backup",
      description =
          "The archive as it lies in the store: a tar of the server's volumes, packed as `codec` of"
              + " the backup says. ETag is its sha-256. One range of bytes can be asked for (206); "
              + " 416 when it lies outside. At most four downloads of an account go on at once"
              + " (429).")
  @ApiResponse(
      responseCode = "200",
      description = "The archive",
      content = @Content(mediaType = TYPE, schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(
      responseCode = "206",
      description = "A part of it",
      content = @Content(mediaType = TYPE, schema = @Schema(type = "string", format = "binary")))
  @Refuses({
    HttpStatus.FORBIDDEN,
    HttpStatus.NOT_FOUND,
    HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    HttpStatus.TOO_MANY_REQUESTS,
    HttpStatus.SERVICE_UNAVAILABLE
  })
  void get(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String backup,
      @Parameter(description = "For example `bytes=1048576-`")
          @RequestHeader(name = HttpHeaders.RANGE, required = false)
          @Nullable String range,
      @Parameter(description = "An ETag: the range counts only for this archive")
          @RequestHeader(name = HttpHeaders.IF_RANGE, required = false)
          @Nullable String ifRange,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var server = reads.find(actor, id, Permission.FILES).orElseThrow(Problem::serverNotFound);
    var kept = backups.complete(server.id(), backup).orElseThrow(ArchiveController::none);
    var store = archives.store().orElseThrow(ArchiveController::away);
    var head = HttpMethod.HEAD.matches(request.getMethod());
    if (!head) {
      audit.write(request, actor.name(), "GET " + PATH, id + " " + backup, 200);
    }
    if (!places.take(actor.accountId(), 1, MOST_OF_AN_ACCOUNT)) {
      throw tooMany("You download too many backups at once.");
    }
    try {
      if (!places.take("", 1, MOST)) {
        throw tooMany("Too many backups are being downloaded.");
      }
      try {
        send(store, server, kept, wanted(range, ifRange, kept.backup()), head, response);
      } finally {
        places.release("", 1);
      }
    } finally {
      places.release(actor.accountId(), 1);
    }
  }

  private static String tag(ServerBackups.Json kept) {
    return '"' + kept.sha256() + '"';
  }

  /// The one range that is asked for; several, or one that cannot be read, ask for the whole.
  private static @Nullable HttpRange wanted(
      @Nullable String range, @Nullable String ifRange, ServerBackups.Json kept) {
    if (range == null || (ifRange != null && !ifRange.equals(tag(kept)))) {
      return null;
    }
    try {
      var all = HttpRange.parseRanges(range);
      return all.size() == 1 ? all.getFirst() : null;
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
  }

  private static void send(
      ObjectStore store,
      ServerRow server,
      ServerBackups.Complete complete,
      @Nullable HttpRange range,
      boolean head,
      HttpServletResponse response)
      throws IOException {
    var kept = complete.backup();
    var size = kept.bytes();
    var from = 0L;
    var to = size - 1;
    if (range != null) {
      try {
        from = range.getRangeStart(size);
        to = range.getRangeEnd(size);
      } catch (IllegalArgumentException outside) {
        throw outside(size, response);
      }
      if (from > to) {
        throw outside(size, response);
      }
    }
    try (var archive = open(store, complete, from)) {
      response.setStatus(range == null ? 200 : 206);
      response.setContentType(TYPE);
      response.setContentLengthLong(to - from + 1);
      response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
      response.setHeader(HttpHeaders.ETAG, tag(kept));
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment()
              .filename(name(server, kept), StandardCharsets.UTF_8)
              .build()
              .toString());
      if (range != null) {
        response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes %d-%d/%d".formatted(from, to, size));
      }
      if (!head
          && StreamUtils.copyRange(archive, response.getOutputStream(), 0, to - from)
              != to - from + 1) {
        // The connection is cut, so that nobody takes it for the whole.
        throw new EOFException("the archive ends early: " + server.id() + "/" + kept.id());
      }
    }
  }

  /// Before the first header is sent, so that a store that is away can still be told of.
  private static InputStream open(ObjectStore store, ServerBackups.Complete complete, long from)
      throws IOException {
    var kept = complete.backup();
    try {
      return store.read(new ObjectName(complete.storedAs(), kept.id(), kept.codec()), from);
    } catch (NoSuchFileException gone) {
      throw none();
    } catch (IOException silent) {
      throw away();
    }
  }

  private static String name(ServerRow server, ServerBackups.Json kept) {
    return server.spec().name() + " " + kept.id() + "." + kept.codec();
  }

  private static Problem none() {
    return Problem.of(HttpStatus.NOT_FOUND, "There is no such backup");
  }

  private static Problem away() {
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE, "Where backups lie cannot be read from here now.")
        .retryAfter(LATER);
  }

  private static Problem tooMany(String why) {
    return Problem.of(HttpStatus.TOO_MANY_REQUESTS, why).retryAfter(LATER);
  }

  private static Problem outside(long size, HttpServletResponse response) {
    response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
    return Problem.of(
        HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "The archive has " + size + " bytes");
  }
}
