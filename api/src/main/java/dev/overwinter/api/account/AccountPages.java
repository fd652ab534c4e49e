package dev.overwinter.api.account;

import dev.overwinter.api.IdentityProvider;
import dev.overwinter.api.Notice;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.ApiKeys;
import dev.overwinter.api.auth.Arrivals;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.FreshProof;
import dev.overwinter.api.auth.Identities;
import dev.overwinter.api.auth.KnownProviders;
import dev.overwinter.api.auth.LinkProofs;
import dev.overwinter.api.auth.Quota;
import dev.overwinter.api.auth.Scope;
import dev.overwinter.api.auth.SecondFactor;
import dev.overwinter.api.auth.SessionCookie;
import dev.overwinter.api.auth.Sessions;
import dev.overwinter.api.auth.passkey.Passkeys;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// One's own account as a page.
@Controller
@Hidden
class AccountPages {
  private final Identities identities;
  private final Arrivals arrivals;
  private final LinkProofs proofs;
  private final Sessions sessions;
  private final ApiKeys keys;
  private final SecondFactor factor;
  private final Passkeys passkeys;
  private final FreshProof proof;
  private final Quota quota;
  private final KnownProviders providers;

  AccountPages(
      Identities identities,
      Arrivals arrivals,
      LinkProofs proofs,
      Sessions sessions,
      ApiKeys keys,
      SecondFactor factor,
      Passkeys passkeys,
      FreshProof proof,
      Quota quota,
      KnownProviders providers) {
    this.identities = identities;
    this.arrivals = arrivals;
    this.proofs = proofs;
    this.sessions = sessions;
    this.keys = keys;
    this.factor = factor;
    this.passkeys = passkeys;
    this.proof = proof;
    this.quota = quota;
    this.providers = providers;
  }

  /// A provider that can be linked.
  ///
  /// @param label on the button
  /// @param path where the button leads
  public record Choice(String label, String path) {}

  /// An identity that is linked.
  ///
  /// @param identity what is known of it
  /// @param label of its provider
  public record Way(Identities.Linked identity, String label) {}

  @GetMapping("/account")
  String account(@AuthenticationPrincipal Actor actor, Model model) {
    var linked = identities.of(actor.accountId());
    model.addAttribute(
        "ways",
        linked.stream()
            .map(way ->
                new Way(
                    way,
                    providers
                        .find(way.provider())
                        .map(IdentityProvider::label)
                        .orElse(way.provider())))
            .toList());
    model.addAttribute("choices", choices(actor));
    model.addAttribute("logins", sessions.of(actor));
    model.addAttribute("keys", keys.of(actor.accountId()));
    model.addAttribute("scopes", scopes(actor));
    model.addAttribute("passkeys", passkeys.of(actor.accountId()));
    model.addAttribute("standing", quota.standing(actor.name()).orElse(null));
    model.addAttribute("proved", proof.given(actor));
    model.addAttribute("hasPassword", sessions.hasPassword(actor));
    model.addAttribute("codesOn", factor.on(actor.accountId()));
    model.addAttribute("codesLeft", factor.left(actor.accountId()));
    return "account/account";
  }

  private static List<Scope> scopes(Actor actor) {
    return Stream.of(Scope.values())
        .filter(scope -> actor.admin() || scope != Scope.ADMIN)
        .toList();
  }

  private List<Choice> choices(Actor actor) {
    return providers.all().stream()
        .map(provider ->
            new Choice(
                provider.label(),
                "/auth/login/%s?link=%s"
                    .formatted(provider.name(), proofs.of(actor, provider.name()))))
        .toList();
  }

  @PostMapping("/account/identities/{id}/unlink")
  ModelAndView unlink(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    boolean gone =
        arrivals
            .unlink(actor.accountId(), id)
            .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such identity"));
    if (gone) {
      Notice.good("It does not open your account any more.").leave(request, response);
    } else {
      AuditInterceptor.result(request, HttpStatus.CONFLICT.value());
      Notice.bad("It is the only way into your account: choose a password or link another first.")
          .leave(request, response);
    }
    return back();
  }

  @PostMapping("/account/passkeys/{id}/forget")
  ModelAndView forget(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      passkeys.forget(actor, id);
      Notice.good("That passkey opens nothing any more.").leave(request, response);
    } catch (Problem e) {
      if (e.getStatusCode() == HttpStatus.NOT_FOUND) {
        throw e;
      }
      AuditInterceptor.result(request, e.getStatusCode().value());
      Notice.bad(String.valueOf(e.getBody().getDetail())).leave(request, response);
    }
    return back();
  }

  @PostMapping("/account/sessions/{id}/end")
  ModelAndView end(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!sessions.end(actor, id)) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is no such login");
    }
    Notice.good("That login has ended.").leave(request, response);
    return back();
  }

  @PostMapping("/account/sessions/end-all")
  ModelAndView endAll(
      @AuthenticationPrincipal Actor actor,
      @RequestParam(name = "keep_keys", defaultValue = "false") boolean keepKeys,
      HttpServletRequest request,
      HttpServletResponse response) {
    sessions.logoutEverywhere(actor, keepKeys);
    SessionCookie.clear(request, response);
    Notice.good("You are logged out everywhere.").leave(request, response);
    return to("/auth/login");
  }

  static ModelAndView back() {
    return to("/account");
  }

  static ModelAndView to(String path) {
    var page = new ModelAndView("redirect:" + path);
    page.setStatus(HttpStatus.SEE_OTHER);
    return page;
  }
}
