package dev.overwinter.api.auth;

import dev.overwinter.api.IdentityProvider;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Proving again who one is, for people: on the way to something that would outlive their login, by
/// whatever opens their account.
@Controller
@Hidden
class ConfirmPages {
  private static final String USUAL = "/account";

  private final Confirmations confirmations;
  private final FreshProof proof;
  private final Sessions sessions;
  private final SecondFactor factor;
  private final Identities identities;
  private final KnownProviders providers;

  ConfirmPages(
      Confirmations confirmations,
      FreshProof proof,
      Sessions sessions,
      SecondFactor factor,
      Identities identities,
      KnownProviders providers) {
    this.confirmations = confirmations;
    this.proof = proof;
    this.sessions = sessions;
    this.factor = factor;
    this.identities = identities;
    this.providers = providers;
  }

  @GetMapping("/auth/confirm")
  ModelAndView page(
      @AuthenticationPrincipal Actor actor, @RequestParam(defaultValue = USUAL) String next) {
    return proof.given(actor) ? to(next) : page(actor, next, "", HttpStatus.OK);
  }

  @PostMapping(path = "/auth/confirm", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ModelAndView confirm(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = USUAL) String next,
      HttpServletRequest request) {
    boolean right;
    try {
      right =
          code.isBlank()
              ? confirmations.byPassword(request, actor, password)
              : confirmations.byCode(request, actor, code);
    } catch (LoginThrottle.TooManyTries e) {
      return page(actor, next, LoginPages.tooMany(e.pause()), HttpStatus.TOO_MANY_REQUESTS);
    }
    return right
        ? to(next)
        : page(
            actor,
            next,
            code.isBlank() ? "That is not your password." : "That code is wrong, or was used.",
            HttpStatus.FORBIDDEN);
  }

  private ModelAndView page(Actor actor, String next, String problem, HttpStatus status) {
    var page = new ModelAndView("auth/confirm");
    page.setStatus(status);
    return page.addObject("next", Paths.local(next, USUAL))
        .addObject("password", sessions.hasPassword(actor))
        .addObject("codes", factor.on(actor.accountId()))
        .addObject("passkeys", identities.hasPasskey(actor.accountId()))
        .addObject("providers", linked(actor))
        .addObject("problem", problem);
  }

  /// The providers that open the actor's account.
  private List<IdentityProvider> linked(Actor actor) {
    var names = identities.of(actor.accountId()).stream().map(Identities.Linked::provider).toList();
    return providers.all().stream().filter(provider -> names.contains(provider.name())).toList();
  }

  private static ModelAndView to(String next) {
    return LoginPages.to(Paths.local(next, USUAL));
  }
}
