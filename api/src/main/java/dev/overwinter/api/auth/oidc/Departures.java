package dev.overwinter.api.auth.oidc;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.FreshProof;
import dev.overwinter.api.auth.LinkProofs;
import dev.overwinter.api.auth.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/// Sends somebody to a provider: to be let in, or, with a proof that they are in and have asked for
/// it on their own page, to give their account one more way in. Everything else under the path is
/// left to [SignInController].
@Component
class Departures implements OAuth2AuthorizationRequestResolver {
  static final String BASE = "/auth/login";

  private static final Pattern PATH = Pattern.compile(BASE + "/([a-z0-9]{1,24})");

  private final Providers providers;
  private final Sessions sessions;
  private final LinkProofs proofs;
  private final FreshProof fresh;
  private final DefaultOAuth2AuthorizationRequestResolver spring;

  Departures(Providers providers, Sessions sessions, LinkProofs proofs, FreshProof fresh) {
    this.providers = providers;
    this.sessions = sessions;
    this.proofs = proofs;
    this.fresh = fresh;
    this.spring = new DefaultOAuth2AuthorizationRequestResolver(providers, BASE);
    this.spring.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
    var path = PATH.matcher(request.getRequestURI());
    return "GET".equals(request.getMethod()) && path.matches()
        ? resolve(request, path.group(1))
        : null;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String name) {
    var proof = request.getParameter("link");
    var account = proof == null ? Optional.of("") : linking(request, name, proof);
    if (account.isEmpty() || providers.find(name).isEmpty()) {
      return null;
    }
    var going = spring.resolve(request, name);
    if (going == null) {
      return null;
    }
    var next = request.getParameter("next");
    boolean prompted = request.getParameter("confirm") != null;
    return OAuth2AuthorizationRequest.from(going)
        .attributes(kept -> {
          kept.put(Journey.LINK, account.get());
          kept.put(Journey.NEXT, next == null ? "" : next);
          kept.put(Journey.PROMPTED, prompted);
        })
        .additionalParameters(sent -> {
          if (prompted) {
            sent.put("prompt", prompt(going));
          }
        })
        .build();
  }

  /// Whoever is to prove themselves must be asked, also where the provider knows them already.
  private static String prompt(OAuth2AuthorizationRequest going) {
    // Google refuses `login`; choosing the account asks its user, too.
    return going.getAuthorizationUri().startsWith("https://accounts.google.com/")
        ? "select_account"
        : "login";
  }

  private Optional<String> linking(HttpServletRequest request, String name, String proof) {
    return sessions
        .visitor(request)
        .filter(actor -> proofs.holds(actor, name, proof))
        .filter(fresh::given)
        .map(Actor::accountId);
  }
}
