package dev.overwinter.servers.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Sessions;
import dev.overwinter.api.live.Audience;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// What changes, as it changes (server-sent events).
@RestController
@Tag(name = "Streams")
class StreamController {
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final int BATCH = 500;

  private final ServerReads reads;
  private final Changes changes;
  private final Sessions sessions;
  private final Audience audience;
  private final JsonMapper json;
  private final String host;

  StreamController(
      ServerReads reads,
      Changes changes,
      Sessions sessions,
      Audience audience,
      JsonMapper json,
      ApiConfig config) {
    this.reads = reads;
    this.changes = changes;
    this.sessions = sessions;
    this.audience = audience;
    this.json = json;
    this.host = config.publicHost();
  }

  @GetMapping(path = "/api/servers/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "Servers as they change",
      description =
          "Event `server` holds a server as GET /api/servers does, `gone` the id of one that is no"
              + " longer there, `all` asks to read the list again.")
  @ApiResponse(
      responseCode = "200",
      description = "Server-sent events",
      content = @Content(schema = @Schema(type = "string")))
  void servers(@AuthenticationPrincipal Actor actor, HttpServletResponse response)
      throws InterruptedException {
    var known = reads.list(actor).stream().map(ServerRow::id).collect(Collectors.toSet());
    follow(
        actor,
        "",
        response,
        (stream, news) -> {
          for (var id : news.changed()) {
            if (id.isEmpty()) {
              stream.send("all", "{}");
            } else {
              sendServer(actor, id, known, stream);
            }
          }
          return false;
        });
  }

  /// @param at when Docker heard it, or when it was typed
  /// @param text the line
  /// @param voice printed by the game, typed by somebody, or answered to that
  /// @param by who typed it; empty otherwise
  record LineJson(Instant at, String text, String voice, String by) {}

  @GetMapping(path = "/api/servers/{id}/logs/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "One server's log and state as they come",
      description =
          "Event `line` holds `{at, text, voice, by}` (voice: printed, typed, answered) and can be resumed by Last-Event-ID or `after`; event `server` holds"
              + " the server when its state changes.")
  @ApiResponse(
      responseCode = "200",
      description = "Server-sent events",
      content = @Content(schema = @Schema(type = "string")))
  void logs(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int tail,
      @RequestParam(required = false) @Min(0) @Nullable Long after,
      @Parameter(hidden = true) @RequestHeader(name = "Last-Event-ID", defaultValue = "-1") @Min(-1)
          long last,
      HttpServletResponse response)
      throws InterruptedException {
    var _ = reads.find(actor, id, Permission.VIEW).orElseThrow(Problem::serverNotFound);
    var known = new HashSet<>(Set.of(id));
    var seen = new long[] {last < 0 && after != null ? after : last};
    follow(
        actor,
        id,
        response,
        (stream, news) -> {
          if (!news.changed().isEmpty()) {
            sendServer(actor, id, known, stream);
          }
          var now = reads.find(id).map(server -> reads.rights(actor, server)).orElse(Set.of());
          if (!now.contains(Permission.VIEW)) {
            throw new EOFException("no member any more");
          }
          if (!now.contains(Permission.CONSOLE)) {
            return false;
          }
          var lines = seen[0] < 0 ? reads.logTail(id, tail) : reads.logAfter(id, seen[0], BATCH);
          seen[0] = Math.max(seen[0], 0);
          for (var line : lines) {
            seen[0] = line.id();
            var shown = new LineJson(line.at(), line.text(), line.voice(), line.by());
            stream.send(line.id(), "line", json.writeValueAsString(shown));
          }
          return lines.size() >= BATCH;
        });
  }

  /// Sends what has come up, as much as may be sent before the reader's rights are looked at again.
  private interface Sender {
    /// Returns whether there is more.
    boolean send(EventStream stream, Inbox.News news) throws IOException;
  }

  private void follow(Actor actor, String only, HttpServletResponse response, Sender sender)
      throws InterruptedException {
    var inbox = new Inbox(only);
    // The first look is at everything, whatever happened before this reader came.
    inbox.changed(only);
    inbox.printed(only);
    try (var _ = audience.stream(actor.accountId());
        var _ = changes.subscribe(inbox)) {
      var stream = new EventStream(response);
      while (changes.open()) {
        var news = inbox.take(BEAT);
        // A token that was revoked ends its streams as well, and so does another role: whoever asks
        // again is shown what they may see now.
        if (!sessions.stillIn(actor)) {
          return;
        }
        if (news.none()) {
          stream.beat();
        } else if (sender.send(stream, news)) {
          inbox.printed(only);
        }
      }
    } catch (IOException _) {
      // The reader is gone; nobody is left to tell.
      return;
    }
  }

  /// @param known of which servers this reader may know; nobody hears of the end of others
  private void sendServer(Actor actor, String id, Set<String> known, EventStream stream)
      throws IOException {
    var server = reads.find(id);
    if (server.isEmpty()) {
      if (known.remove(id)) {
        stream.send("gone", json.writeValueAsString(new Gone(id)));
      }
    } else if (reads.rights(actor, server.get()).contains(Permission.VIEW)) {
      known.add(id);
      var shown = ServerJson.detail(server.get(), host, reads.more(actor, server.get()));
      stream.send("server", json.writeValueAsString(shown));
    }
  }

  /// @param id of a server that is no longer there
  record Gone(String id) {}
}
