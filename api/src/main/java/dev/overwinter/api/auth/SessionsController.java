package dev.overwinter.api.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// One's own logins, and the keys that all of them are signed with.
@RestController
@Tag(name = "Accounts")
class SessionsController {
  private final Sessions sessions;
  private final SigningKeys keys;

  SessionsController(Sessions sessions, SigningKeys keys) {
    this.sessions = sessions;
    this.keys = keys;
  }

  /// @param id of the login
  /// @param how `password`, or the name of a provider
  /// @param agent what the client calls itself
  /// @param address of the client
  /// @param createdAt since when
  /// @param lastUsedAt when it was last renewed
  /// @param current whether it is the one that asks
  record LoginJson(
      String id,
      String how,
      String agent,
      String address,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("last_used_at") Instant lastUsedAt,
      boolean current) {}

  @GetMapping("/api/account/sessions")
  @Operation(summary = "One's own logins, latest use first")
  List<LoginJson> list(@AuthenticationPrincipal Actor actor) {
    return sessions.of(actor).stream()
        .map(login ->
            new LoginJson(
                login.id(),
                login.how(),
                login.agent(),
                login.address(),
                login.createdAt(),
                login.lastUsedAt(),
                login.id().equals(actor.tokenId())))
        .toList();
  }

  @DeleteMapping("/api/account/sessions/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "End one of one's own logins", description = "At once, everywhere.")
  void end(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    if (!sessions.end(actor, id)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such login");
    }
  }

  @GetMapping(path = "/.well-known/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "The keys that access tokens are signed with (RFC 7517)",
      description = "A key is published a day before it begins to sign.")
  @ApiResponse(
      responseCode = "200",
      description = "A JWK set",
      content = @Content(schema = @Schema(type = "object")))
  ResponseEntity<String> published() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(java.time.Duration.ofMinutes(5)).cachePublic())
        .body(keys.published());
  }

  @PostMapping("/api/signing-keys/replace")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Replace all signing keys now (admin)",
      description =
          "For when a key may have been seen: every access token is dead, here at once and in other"
              + " api processes within half a minute. Logins go on with their refresh tokens.")
  void replace(@AuthenticationPrincipal Actor actor) {
    if (!actor.admin()) {
      throw new AccessDeniedException("admin only");
    }
    sessions.replaceKeys();
  }
}
