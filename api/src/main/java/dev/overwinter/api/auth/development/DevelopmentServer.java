package dev.overwinter.api.auth.development;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.InDevelopment;
import dev.overwinter.api.ProblemWriter;
import dev.overwinter.api.auth.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Spring's Authorization Server, with a chain of its own: nobody's login counts in it, and what it
/// lets anybody do ends at its paths.
@Configuration(proxyBeanMethods = false)
@Conditional(InDevelopment.class)
class DevelopmentServer {

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain doorsForDevelopers(
      HttpSecurity http,
      ApiConfig config,
      DevelopmentProvider provider,
      CsrfTokenRepository formTokens,
      ProblemWriter problems) {
    var key = key();
    var keys = new ImmutableJWKSet<SecurityContext>(new JWKSet(key));
    http.setSharedObject(JWKSource.class, keys);
    http.securityMatcher(DevelopmentProvider.BASE + "/**")
        .headers(PageHeaders::addTo)
        .addFilterAfter(new DevelopersOnly(config, problems), HeaderWriterFilter.class)
        .addFilterBefore(forms(formTokens, problems), CsrfFilter.class)
        .addFilterAfter(new TypedName(), CsrfFilter.class)
        .oauth2AuthorizationServer(server -> serve(server, provider, keys, problems))
        // For its endpoint /userinfo, which cannot be left out.
        .oauth2ResourceServer(resource ->
            resource.jwt(jwt -> jwt.decoder(NimbusJwtDecoder.withPublicKey(publicOf(key)).build())))
        .authorizeHttpRequests(doors ->
            doors.requestMatchers(SignInPage.PATH).permitAll().anyRequest().authenticated())
        .exceptionHandling(refusals ->
            refusals.authenticationEntryPoint(
                (request, response, _) -> ask(request, response, provider, problems)))
        .csrf(csrf -> csrf.csrfTokenRepository(formTokens))
        .sessionManagement(none -> none.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(none -> none.requestCache(new NullRequestCache()));
    return http.build();
  }

  private static void serve(
      OAuth2AuthorizationServerConfigurer server,
      DevelopmentProvider provider,
      JWKSource<SecurityContext> keys,
      ProblemWriter problems) {
    server
        .withObjectPostProcessor(new NoSessions())
        .registeredClientRepository(new DevelopmentClient(provider))
        .tokenGenerator(tokens(keys))
        // The issuer is what it is asked by: that is how an issuer may have a path.
        .authorizationServerSettings(
            AuthorizationServerSettings.builder().multipleIssuersAllowed(true).build())
        .authorizationEndpoint(asked ->
            asked.errorResponseHandler((request, response, why) ->
                problems.answer(request, response, HttpStatus.BAD_REQUEST, text(why))))
        .oidc(Customizer.withDefaults());
  }

  /// Spring would remember in a session who has signed in; here everybody is asked every time.
  private static final class NoSessions
      implements ObjectPostProcessor<OAuth2AuthorizationEndpointFilter> {

    @Override
    public <O extends OAuth2AuthorizationEndpointFilter> O postProcess(O filter) {
      filter.setSessionAuthenticationStrategy((_, _, _) -> {});
      return filter;
    }
  }

  /// Spring's own check exempts its server's paths, of which one is where our form goes.
  private static CsrfFilter forms(CsrfTokenRepository formTokens, ProblemWriter problems) {
    var filter = new CsrfFilter(formTokens);
    filter.setRequireCsrfProtectionMatcher(
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, SignInPage.AUTHORIZE));
    filter.setAccessDeniedHandler((request, response, _) ->
        problems.answer(
            request,
            response,
            HttpStatus.FORBIDDEN,
            "Refused: this form did not come from the page. Begin again."));
    return filter;
  }

  /// Asks who it is, by the host name that the browser came from: a form may not end at another one
  /// (`form-action 'self'`).
  private static void ask(
      HttpServletRequest request,
      HttpServletResponse response,
      DevelopmentProvider provider,
      ProblemWriter problems)
      throws IOException {
    var back = request.getParameter("redirect_uri");
    if (!SignInPage.AUTHORIZE.equals(request.getRequestURI()) || back == null) {
      problems.answer(request, response, HttpStatus.UNAUTHORIZED, "Who are you?");
      return;
    }
    response.setStatus(HttpStatus.SEE_OTHER.value());
    response.setHeader(
        HttpHeaders.LOCATION, provider.homeOf(back) + SignInPage.locationFor(request));
  }

  private static String text(AuthenticationException why) {
    return why instanceof OAuth2AuthenticationException told
        ? "Refused: " + told.getError().getErrorCode() + ". " + told.getError().getDescription()
        : "Refused.";
  }

  private static OAuth2TokenGenerator<Jwt> tokens(JWKSource<SecurityContext> keys) {
    var tokens = new JwtGenerator(new NimbusJwtEncoder(keys));
    tokens.setJwtCustomizer(DevelopmentServer::tellMore);
    return tokens;
  }

  private static void tellMore(JwtEncodingContext token) {
    if (!OidcParameterNames.ID_TOKEN.equals(token.getTokenType().getValue())) {
      return;
    }
    var code =
        Objects.requireNonNull(
            Objects.requireNonNull(token.getAuthorization())
                .getToken(OAuth2AuthorizationCode.class));
    var signedIn = Objects.requireNonNull(code.getToken().getIssuedAt());
    token
        .getClaims()
        .claim("preferred_username", token.getPrincipal().getName())
        .claim("auth_time", signedIn.getEpochSecond());
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAPublicKey publicOf(RSAKey key) {
    try {
      return key.toRSAPublicKey();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
