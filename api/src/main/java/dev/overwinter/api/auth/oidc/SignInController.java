package dev.overwinter.api.auth.oidc;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.FreshProof;
import dev.overwinter.api.auth.LinkProofs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What is left of the paths to providers when nobody can be sent there.
@RestController
@Tag(name = "Accounts")
final class SignInController {
  private static final Set<String> EXPECTED = Set.of("google", "microsoft");

  private final Providers providers;
  private final LinkProofs proofs;
  private final FreshProof fresh;

  SignInController(Providers providers, LinkProofs proofs, FreshProof fresh) {
    this.providers = providers;
    this.proofs = proofs;
    this.fresh = fresh;
  }

  @GetMapping("/auth/login/{provider}")
  @Operation(
      summary = "Sign in with a provider",
      description = "For browsers: redirects to the provider, which sends them back.")
  @ApiResponse(responseCode = "302", description = "To the provider")
  @ApiResponse(
      responseCode = "403",
      description = "A link that was not made for this login, or without a fresh proof")
  @ApiResponse(responseCode = "404", description = "No such provider")
  @ApiResponse(responseCode = "503", description = "Not configured, or it does not answer")
  void nowhere(
      @AuthenticationPrincipal @Nullable Actor actor,
      @PathVariable String provider,
      @RequestParam(required = false) @Nullable String link) {
    if (actor != null && link != null && proofs.holds(actor, provider, link)) {
      fresh.require(actor);
    }
    if (providers.find(provider).isPresent() && link != null) {
      throw Problem.of(
          HttpStatus.FORBIDDEN, "This link was made for another login. Start on your own page.");
    }
    if (providers.configured(provider)) {
      throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "The provider does not answer. Try again.")
          .retryAfter(Duration.ofSeconds(10));
    }
    if (EXPECTED.contains(provider)) {
      throw Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE, "Signing in with " + provider + " is not configured.");
    }
    throw Problem.of(HttpStatus.NOT_FOUND, "There is no such provider");
  }
}
