package dev.overwinter.api.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Logging in and out for programs.
@RestController
@Tag(name = "Accounts")
final class LoginController {
  private final Sessions sessions;
  private final SecondFactor factor;
  private final LoginThrottle throttle;
  private final Players players;

  LoginController(Sessions sessions, SecondFactor factor, LoginThrottle throttle, Players players) {
    this.players = players;
    this.sessions = sessions;
    this.factor = factor;
    this.throttle = throttle;
  }

  /// @param username login name
  /// @param password password
  /// @param code one-time or recovery code, for accounts that have asked for it
  record LoginRequest(
      @NotBlank @Size(max = 64) String username,
      @NotBlank @Size(max = 200) String password,
      @Size(max = 40) @Nullable String code) {}

  /// @param accessToken what to send as `Authorization: Bearer`
  /// @param tokenType always `bearer`
  /// @param expiresAt when it ends
  /// @param refreshToken what `POST /auth/refresh` takes, once
  /// @param passwordChangeRequired whether `POST /auth/password` must come first
  record LoginAnswer(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("token_type") String tokenType,
      @JsonProperty("expires_at") Instant expiresAt,
      @JsonProperty("refresh_token") String refreshToken,
      @JsonProperty("password_change_required") boolean passwordChangeRequired) {
    static LoginAnswer of(Sessions.LoggedIn session) {
      return new LoginAnswer(
          session.access(),
          "bearer",
          session.accessExpires(),
          session.refresh(),
          session.actor().mustChange());
    }
  }

  /// @param refreshToken of the last login or refresh
  record RefreshRequest(
      @JsonProperty("refresh_token") @NotBlank @Size(max = 200) String refreshToken) {}

  /// @param currentPassword the password of now
  /// @param newPassword the one from now on, 10 to 200 characters
  /// @param keepKeys whether the API keys of the account live on; they do not unless said
  record PasswordRequest(
      @JsonProperty("current_password") @NotBlank @Size(max = 200) String currentPassword,
      @JsonProperty("new_password") @NotBlank @Size(min = 10, max = 200) String newPassword,
      @JsonProperty("keep_keys") @Nullable Boolean keepKeys) {}

  /// @param id the account
  /// @param username login name
  /// @param isAdmin whether everything may be seen and done
  /// @param passwordChangeRequired whether `POST /auth/password` must come first
  record Me(
      String id,
      String username,
      @JsonProperty("is_admin") boolean isAdmin,
      @JsonProperty("password_change_required") boolean passwordChangeRequired) {}

  @PostMapping(path = "/auth/login", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Log in",
      description =
          "Answers with an access token that is good for a quarter of an hour, and with what renews"
              + " it. Accounts that play in the universe get one for a day, in the form that older"
              + " programs of the universe read: its `sub` is the player's number.")
  LoginAnswer login(@Valid @RequestBody LoginRequest body, HttpServletRequest request) {
    if (body.username().indexOf('\0') >= 0 || body.password().indexOf('\0') >= 0) {
      throw Problem.of(HttpStatus.UNAUTHORIZED, "Invalid credentials");
    }
    AuditInterceptor.target(request, body.username());
    var account =
        attempt(request, body.username(), () -> sessions.proved(body.username(), body.password()));
    if (account.isEmpty()) {
      throw Problem.of(HttpStatus.UNAUTHORIZED, "Invalid credentials");
    }
    if (factor.on(account.get().id())) {
      checkCode(account.get(), body.code(), request);
    }
    AuditInterceptor.actor(request, body.username());
    var login = sessions.enter(account.get(), Origin.of(request, "password"));
    return LoginAnswer.of(players.inWordsOfPlayers(login));
  }

  private void checkCode(Account account, @Nullable String code, HttpServletRequest request) {
    if (code == null || code.isBlank()) {
      throw Problem.of(HttpStatus.UNAUTHORIZED, "This account also asks for a one-time code: code")
          .code("SECOND_FACTOR_REQUIRED");
    }
    boolean right =
        waiting(() ->
                throttle.attemptCode(
                    request.getRemoteAddr(),
                    account.name(),
                    code,
                    () ->
                        factor.check(account.id(), code) ? Optional.of(account) : Optional.empty()))
            .isPresent();
    if (!right) {
      throw Problem.of(HttpStatus.UNAUTHORIZED, "Invalid credentials");
    }
  }

  @PostMapping(path = "/auth/refresh", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Renew a login",
      description =
          "Each refresh token is good once. One that comes twice has been copied: its login ends.")
  LoginAnswer refresh(@Valid @RequestBody RefreshRequest body, HttpServletRequest request) {
    var session =
        sessions
            .refresh(body.refreshToken(), false, Origin.of(request, ""))
            .orElseThrow(() ->
                Problem.of(
                    HttpStatus.UNAUTHORIZED, "The refresh token is not valid any more. Log in."));
    AuditInterceptor.actor(request, session.actor().name());
    return LoginAnswer.of(session);
  }

  @PostMapping(path = "/auth/password", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Choose a new password",
      description =
          "Every login of the account ends, and its API keys unless keep_keys is true; the answer"
              + " holds a new login. Identities and passkeys stay. An account without a password"
              + " asks for a proof of the last 10 minutes instead (403, PROOF_REQUIRED).")
  LoginAnswer password(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody PasswordRequest body,
      HttpServletRequest request,
      HttpServletResponse response) {
    var session =
        attempt(
            request,
            actor.name(),
            () ->
                sessions.changePassword(
                    actor,
                    body.currentPassword(),
                    body.newPassword(),
                    Boolean.TRUE.equals(body.keepKeys()),
                    Origin.of(request, "password")));
    if (session.isEmpty()) {
      throw Problem.of(HttpStatus.FORBIDDEN, "The current password is wrong.");
    }
    SessionCookie.clear(request, response);
    return LoginAnswer.of(session.get());
  }

  /// @param detail as the older APIs say it
  record LoggedOut(String detail) {}

  @PostMapping(path = "/auth/logout", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "Log out", description = "The login is dead at once, everywhere.")
  LoggedOut logout(
      @AuthenticationPrincipal @Nullable Actor actor,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (actor != null) {
      sessions.logout(actor);
    }
    SessionCookie.clear(request, response);
    return new LoggedOut("Logged out");
  }

  @PostMapping(path = "/auth/logout/everywhere", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Log out everywhere",
      description =
          "Every login of the account is dead, and its API keys are unless keep_keys is true.")
  LoggedOut logoutEverywhere(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(name = "keep_keys", defaultValue = "false") boolean keepKeys,
      HttpServletRequest request,
      HttpServletResponse response) {
    sessions.logoutEverywhere(actor, keepKeys);
    SessionCookie.clear(request, response);
    return new LoggedOut("Logged out everywhere");
  }

  @GetMapping("/api/me")
  @Operation(summary = "Who the token belongs to")
  Me me(@AuthenticationPrincipal Actor actor) {
    return new Me(actor.accountId(), actor.name(), actor.admin(), actor.mustChange());
  }

  private <T> Optional<T> attempt(
      HttpServletRequest request, String name, Supplier<Optional<T>> check) {
    return waiting(() -> throttle.attempt(request.getRemoteAddr(), name, check));
  }

  private static <T> Optional<T> waiting(Supplier<Optional<T>> attempt) {
    try {
      return attempt.get();
    } catch (LoginThrottle.TooManyTries e) {
      throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong passwords.")
          .retryAfter(e.pause());
    }
  }
}
