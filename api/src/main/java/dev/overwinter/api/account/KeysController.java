package dev.overwinter.api.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.ApiKeys;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.Scope;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// One's own API keys, for programs.
@RestController
@RequestMapping("/api/account/keys")
@Tag(name = "Accounts")
class KeysController {
  private final ApiKeys keys;

  KeysController(ApiKeys keys) {
    this.keys = keys;
  }

  /// @param id of the key, no secret
  /// @param name what its owner calls it
  /// @param scopes what it may do
  /// @param networks where it may come from; none: everywhere
  /// @param madeAt since when
  /// @param expiresAt when it ends
  /// @param lastUsedAt to the minute; null for never
  /// @param lastUsedFrom null for never
  record KeyJson(
      String id,
      String name,
      List<String> scopes,
      List<String> networks,
      @JsonProperty("made_at") Instant madeAt,
      @JsonProperty("expires_at") Instant expiresAt,
      @JsonProperty("last_used_at") @Nullable Instant lastUsedAt,
      @JsonProperty("last_used_from") @Nullable String lastUsedFrom) {
    static KeyJson of(ApiKeys.Key key) {
      return new KeyJson(
          key.id(),
          key.name(),
          key.scopes().stream().map(Scope::id).toList(),
          key.networks(),
          key.madeAt(),
          key.expiresAt(),
          key.usedAt(),
          key.usedFrom());
    }
  }

  /// @param key shown this once: what the program sends as `Authorization: Bearer`
  /// @param about what is known of it
  record Made(String key, KeyJson about) {}

  @GetMapping
  @Operation(summary = "One's own API keys, oldest first")
  List<KeyJson> list(@AuthenticationPrincipal Actor actor) {
    return keys.of(actor.accountId()).stream().map(KeyJson::of).toList();
  }

  @PostMapping
  @Operation(
      summary = "Make an API key",
      description =
          "It may do what its scopes say of what its owner may: `read`, `control` (wake, sleep),"
              + " `manage` (create, change, delete), `admin`. Never anything about the account. Asks for"
              + " a fresh proof: see POST /auth/confirm.")
  @Refuses(HttpStatus.CONFLICT)
  Made make(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody KeyRequest body,
      HttpServletRequest request) {
    var made = make(keys, actor, body);
    AuditInterceptor.target(request, "key " + made.key().id());
    return new Made(made.secret(), KeyJson.of(made.key()));
  }

  static ApiKeys.Made make(ApiKeys keys, Actor actor, KeyRequest body) {
    if (actor.isLocal()) {
      throw Problem.of(HttpStatus.CONFLICT, "This token belongs to no account. Log in instead.");
    }
    var wish = body.wish();
    return keys.make(actor, body.name(), wish.scopes(), wish.networks(), wish.life())
        .orElseThrow(() ->
            Problem.of(
                HttpStatus.CONFLICT, "No more than " + ApiKeys.MOST + " keys. Revoke one first."));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Revoke an API key", description = "It is dead at once.")
  void revoke(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    if (!keys.revoke(actor.accountId(), id)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such key");
    }
  }
}
