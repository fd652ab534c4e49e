package dev.overwinter.api.auth.oidc;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/// How ID tokens are read: with the provider's published keys only, and with one algorithm that was
/// agreed beforehand.
@Configuration(proxyBeanMethods = false)
class OidcTokens {

  @Bean
  static JwtDecoderFactory<ClientRegistration> idTokens() {
    var factory = new OidcIdTokenDecoderFactory();
    factory.setJwsAlgorithmResolver(OidcTokens::algorithm);
    factory.setJwtValidatorFactory(OidcTokens::checks);
    return factory;
  }

  private static OAuth2TokenValidator<Jwt> checks(ClientRegistration provider) {
    var usual =
        new DelegatingOAuth2TokenValidator<Jwt>(
            new JwtTimestampValidator(), new OidcIdTokenValidator(provider));
    return provider.getProviderDetails().getIssuerUri() == null
        ? new DelegatingOAuth2TokenValidator<Jwt>(
            usual, new SharedIssuer(String.valueOf(metadata(provider, "issuer"))))
        : usual;
  }

  /// RS256, which every provider must offer, unless this one says that it does not.
  private static SignatureAlgorithm algorithm(ClientRegistration provider) {
    var offered =
        metadata(provider, "id_token_signing_alg_values_supported") instanceof List<?> names
            ? names.stream()
                .map(name -> SignatureAlgorithm.from(String.valueOf(name)))
                .filter(algorithm -> algorithm != null)
                .toList()
            : List.<SignatureAlgorithm>of();
    return offered.isEmpty() || offered.contains(SignatureAlgorithm.RS256)
        ? SignatureAlgorithm.RS256
        : offered.getFirst();
  }

  private static Object metadata(ClientRegistration provider, String name) {
    return provider.getProviderDetails().getConfigurationMetadata().getOrDefault(name, "");
  }
}
