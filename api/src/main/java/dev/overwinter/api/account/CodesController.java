package dev.overwinter.api.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.CodeGuard;
import dev.overwinter.api.auth.SecondFactor;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Turning one's one-time codes on and off, for programs.
@RestController
@RequestMapping("/api/account/codes")
@Tag(name = "Accounts")
class CodesController {
  private final SecondFactor factor;
  private final CodeGuard guard;

  CodesController(SecondFactor factor, CodeGuard guard) {
    this.factor = factor;
    this.guard = guard;
  }

  /// @param on whether a password is not enough
  /// @param recoveryCodesLeft how many are unused
  record Status(boolean on, @JsonProperty("recovery_codes_left") int recoveryCodesLeft) {}

  /// @param secret Base32
  /// @param uri `otpauth://…`, as a phone reads it
  record Invitation(String secret, String uri) {}

  /// @param code what the phone shows, or a recovery code
  record Code(@NotBlank @Size(max = 40) String code) {}

  /// @param recoveryCodes each good once, shown this once
  record Recovery(@JsonProperty("recovery_codes") List<String> recoveryCodes) {}

  @GetMapping
  @Operation(summary = "Whether logins with a password ask for a one-time code")
  Status status(@AuthenticationPrincipal Actor actor) {
    return new Status(factor.on(actor.accountId()), factor.left(actor.accountId()));
  }

  @PostMapping
  @Operation(
      summary = "A new secret for one-time codes; changes nothing until it is confirmed",
      description = "Asks for a fresh proof: see POST /auth/confirm.")
  @Refuses(HttpStatus.CONFLICT)
  Invitation begin(@AuthenticationPrincipal Actor actor) {
    if (actor.isLocal()) {
      throw Problem.of(HttpStatus.CONFLICT, "This token belongs to no account. Log in instead.");
    }
    var made =
        factor
            .invite(actor)
            .orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "Turn the codes off first."));
    return new Invitation(made.secret(), made.uri());
  }

  @PostMapping("/confirm")
  @Operation(
      summary = "Turn one-time codes on with a first one",
      description = "Asks for a fresh proof, as does the secret. Every other login ends.")
  Recovery confirm(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody Code body,
      HttpServletRequest request) {
    return guard
        .attempt(request, actor, body.code(), () -> factor.confirm(actor, body.code()))
        .map(Recovery::new)
        .orElseThrow(() -> Problem.of(HttpStatus.FORBIDDEN, "That code is wrong."));
  }

  @PostMapping("/off")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Turn one-time codes off with one of them")
  void off(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody Code body,
      HttpServletRequest request) {
    if (!guard.check(request, actor, body.code())) {
      throw Problem.of(HttpStatus.FORBIDDEN, "That code is wrong, or was used before.");
    }
    factor.turnOff(actor.accountId());
  }
}
