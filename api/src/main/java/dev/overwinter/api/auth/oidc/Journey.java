package dev.overwinter.api.auth.oidc;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;

/// Somebody's way to a provider and back: what has to be the same when they arrive.
///
/// @param provider where they went
/// @param state what the provider gives back
/// @param nonce what the ID token must be bound to
/// @param verifier what only we can redeem the code with (PKCE)
/// @param redirectUri where they come back to
/// @param next the page they want to see then
/// @param link the account that gets one more way in; empty for signing in
/// @param prompted whether the provider was told to ask who they are, whoever it knows already
/// @param expires when it is too late
record Journey(
    String provider,
    String state,
    String nonce,
    String verifier,
    String redirectUri,
    String next,
    String link,
    boolean prompted,
    Instant expires) {
  /// Name of the attribute that holds [#next].
  static final String NEXT = "overwinter.next";

  /// Name of the attribute that holds [#link].
  static final String LINK = "overwinter.link";

  /// Name of the attribute that holds [#prompted].
  static final String PROMPTED = "overwinter.prompted";

  static Journey of(OAuth2AuthorizationRequest request, Instant expires) {
    return new Journey(
        text(request, OAuth2ParameterNames.REGISTRATION_ID),
        String.valueOf(request.getState()),
        text(request, OidcParameterNames.NONCE),
        text(request, PkceParameterNames.CODE_VERIFIER),
        String.valueOf(request.getRedirectUri()),
        text(request, NEXT),
        text(request, LINK),
        Boolean.TRUE.equals(request.getAttribute(PROMPTED)),
        expires);
  }

  OAuth2AuthorizationRequest request(ClientRegistration provider) {
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(provider.getProviderDetails().getAuthorizationUri())
        .clientId(provider.getClientId())
        .redirectUri(redirectUri)
        .scopes(Set.copyOf(provider.getScopes()))
        .state(state)
        .attributes(
            Map.of(
                OAuth2ParameterNames.REGISTRATION_ID, this.provider,
                OidcParameterNames.NONCE, nonce,
                PkceParameterNames.CODE_VERIFIER, verifier))
        .build();
  }

  private static String text(OAuth2AuthorizationRequest request, String name) {
    return request.getAttribute(name) instanceof String text ? text : "";
  }
}
