package dev.overwinter.sessions.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Sessions;
import dev.overwinter.api.live.Audience;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Sessions as they change (server-sent events), written by the request's own virtual thread.
@RestController
@Tag(name = "Streams")
class SessionStream {
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final SessionReads reads;
  private final SessionChanges changes;
  private final Sessions logins;
  private final Audience audience;
  private final JsonMapper json;

  SessionStream(
      SessionReads reads,
      SessionChanges changes,
      Sessions logins,
      Audience audience,
      JsonMapper json) {
    this.reads = reads;
    this.changes = changes;
    this.logins = logins;
    this.audience = audience;
    this.json = json;
  }

  @GetMapping(path = "/api/sessions/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "Sessions as they change",
      description =
          "Event `session` holds a session as GET /api/sessions does, `all` asks to read the list"
              + " again.")
  @ApiResponse(
      responseCode = "200",
      description = "Server-sent events",
      content = @Content(schema = @Schema(type = "string")))
  void follow(@AuthenticationPrincipal Actor actor, HttpServletResponse response)
      throws InterruptedException {
    try (var _ = audience.stream(actor.accountId());
        var reader = changes.read()) {
      begin(response);
      while (changes.open()) {
        var first = reader.changed().poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        // A token that was revoked ends its streams as well, and so does another role.
        if (!logins.stillIn(actor)) {
          return;
        }
        if (first == null) {
          write(response, ": \n\n");
          continue;
        }
        var more = new ArrayList<String>();
        reader.changed().drainTo(more);
        var ids = new LinkedHashSet<String>();
        ids.add(first);
        ids.addAll(more);
        send(actor, ids, response);
      }
    } catch (IOException _) {
      // The reader is gone; nobody is left to tell.
      return;
    }
  }

  private void send(Actor actor, Set<String> ids, HttpServletResponse response) throws IOException {
    if (ids.contains(SessionChanges.ALL)) {
      event(response, "all", "{}");
      return;
    }
    for (var id : ids) {
      var row = reads.find(actor, id);
      if (row.isPresent()) {
        event(response, "session", json.writeValueAsString(SessionJson.of(row.get())));
      }
    }
  }

  private static void begin(HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    // Proxies such as nginx would otherwise keep events back.
    response.setHeader("X-Accel-Buffering", "no");
    write(response, "retry: 2000\n\n");
  }

  private static void event(HttpServletResponse response, String name, String data)
      throws IOException {
    write(response, "event: " + name + "\ndata: " + data + "\n\n");
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.getOutputStream().flush();
  }
}
