package dev.overwinter.api.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.SignInConfig;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Accounts with a name and a password for whoever asks, if the operator lets everybody in; paths,
/// fields and words are those of the older universe's API.
@RestController
@Tag(name = "Accounts")
class RegisterController {
  private final Newcomers newcomers;
  private final Passwords passwords;
  private final Accounts accounts;
  private final Players players;
  private final JdbcClient sql;
  private final SignInConfig config;

  RegisterController(
      Newcomers newcomers,
      Passwords passwords,
      Accounts accounts,
      Players players,
      JdbcClient sql,
      ApiConfig config) {
    this.newcomers = newcomers;
    this.passwords = passwords;
    this.accounts = accounts;
    this.players = players;
    this.sql = sql;
    this.config = config.signIn();
  }

  /// @param username 3 to 32 letters, digits, `.`, `_` or `-`; stays as it is
  /// @param email for news; proves nothing and opens nothing
  /// @param password 8 to 200 characters
  record Registration(@NotNull String username, @NotNull String email, @NotNull String password) {}

  /// @param id the player's number; the account's id where there is no universe to play in
  /// @param username as it was given
  /// @param email as it was given
  record Registered(
      @Schema(types = {"integer", "string"}) Object id, String username, String email) {}

  @PostMapping(path = "/auth/register", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Make an account",
      description = "403 unless the operator lets everybody in (OVERWINTER_API_SIGN_UP=open).")
  Registered register(@Valid @RequestBody Registration body, HttpServletRequest request) {
    if (config.signUp() != SignInConfig.SignUp.OPEN) {
      throw Problem.of(HttpStatus.FORBIDDEN, "Sign-up is closed. Ask for an invitation.");
    }
    check(body);
    var refusal =
        newcomers.register(body.username(), body.email(), passwords.hash(body.password()));
    if (refusal.isPresent()) {
      throw Problem.of(HttpStatus.BAD_REQUEST, refusal.get());
    }
    AuditInterceptor.actor(request, body.username());
    var account = accounts.findByName(body.username()).orElseThrow();
    return new Registered(id(account.id(), players.welcome(account)), account.name(), body.email());
  }

  private static Object id(String account, Optional<Seats.Seat> seat) {
    return seat.isPresent() ? seat.get().player() : account;
  }

  private static void check(Registration body) {
    if (body.username().length() < 3) {
      throw Problem.of(HttpStatus.BAD_REQUEST, "Username too short");
    }
    if (!body.username().matches("[A-Za-z0-9][A-Za-z0-9._-]{2,31}")) {
      throw Problem.of(
          HttpStatus.BAD_REQUEST,
          "Invalid username (expected: 3 to 32 letters, digits, '.', '_' or '-')");
    }
    if (!body.email().matches("[^\\s@\\x00]{1,64}@[^\\s@\\x00]{1,180}\\.[^\\s@\\x00]{1,60}")) {
      throw Problem.of(HttpStatus.BAD_REQUEST, "Invalid email");
    }
    if (body.password().length() < 8 || body.password().isBlank()) {
      throw Problem.of(HttpStatus.BAD_REQUEST, "Password too short (min 8)");
    }
    if (body.password().length() > 200) {
      throw Problem.of(HttpStatus.BAD_REQUEST, "Password too long (max 200)");
    }
  }

  /// @param id the player's number; the account's id when it does not play
  /// @param username login name
  /// @param email as it was given; null without one
  /// @param isActive always true for who may ask
  /// @param createdAt since when
  /// @param lastLogin the newest login; null for a token from the secrets directory
  /// @param needsStartChoice whether a home planet has still to be chosen
  record Me(
      @Schema(types = {"integer", "string"}) Object id,
      String username,
      @Nullable String email,
      @JsonProperty("is_active") boolean isActive,
      @JsonProperty("created_at") @Nullable Instant createdAt,
      @JsonProperty("last_login") @Nullable Instant lastLogin,
      @JsonProperty("needs_start_choice") boolean needsStartChoice) {}

  @GetMapping("/auth/me")
  @Operation(summary = "Who the token belongs to, in the words of the older universe's API")
  Me me(@AuthenticationPrincipal Actor actor) {
    var seat =
        actor.isLocal()
            ? Optional.<Seats.Seat>empty()
            : players.seat(actor.accountId(), actor.name());
    var id = id(actor.accountId(), seat);
    boolean choice = seat.filter(Seats.Seat::needsStartChoice).isPresent();
    return sql.sql("SELECT email, created_at, last_login_at FROM accounts WHERE id = ?")
        .param(actor.accountId())
        .query((row, _) ->
            new Me(
                id,
                actor.name(),
                row.getString("email"),
                true,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("last_login_at", OffsetDateTime.class)),
                choice))
        .optional()
        .orElseGet(() -> new Me(id, actor.name(), null, true, null, null, choice));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
