package dev.overwinter.api.auth;

import dev.overwinter.api.Problem;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Proving again who one is, for programs.
@RestController
@Tag(name = "Accounts")
class ConfirmController {
  private final Confirmations confirmations;

  ConfirmController(Confirmations confirmations) {
    this.confirmations = confirmations;
  }

  /// @param password of the account; or else
  /// @param code one-time or recovery code, for accounts that have asked for it
  record Proof(@Size(max = 200) @Nullable String password, @Size(max = 40) @Nullable String code) {}

  @PostMapping(path = "/auth/confirm", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Prove again who it is",
      description =
          "With a password or a code. What would outlive the login (keys, further ways in, a first"
              + " password, one-time codes) asks for a proof of the last 10 minutes and is refused"
              + " with code PROOF_REQUIRED otherwise. A new login is one, too.")
  @Refuses(HttpStatus.CONFLICT)
  void confirm(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody Proof body,
      HttpServletRequest request) {
    if (actor.isLocal()) {
      throw Problem.of(HttpStatus.CONFLICT, "This token belongs to no account and needs no proof.");
    }
    boolean right;
    try {
      right =
          body.code() == null
              ? confirmations.byPassword(request, actor, text(body.password()))
              : confirmations.byCode(request, actor, text(body.code()));
    } catch (LoginThrottle.TooManyTries e) {
      throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong passwords.")
          .retryAfter(e.pause());
    }
    if (!right) {
      throw Problem.of(HttpStatus.FORBIDDEN, "That is wrong.");
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
