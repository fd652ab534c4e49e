package dev.overwinter.api.auth.development;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/// The provider's only client: this process.
record DevelopmentClient(DevelopmentProvider provider) implements RegisteredClientRepository {

  @Override
  public @Nullable RegisteredClient findByClientId(String id) {
    return provider.clientId().equals(id) ? client() : null;
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  /// Spring would keep the secret as a hash from now on; it is made anew at every start.
  @Override
  public void save(RegisteredClient client) {}

  private RegisteredClient client() {
    return RegisteredClient.withId(provider.clientId())
        .clientId(provider.clientId())
        .clientSecret("{noop}" + provider.secret())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUris(uris -> uris.addAll(provider.callbacks()))
        .scope("openid")
        .scope("profile")
        .scope("email")
        .clientSettings(ClientSettings.builder().requireProofKey(true).build())
        .build();
  }
}
