package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Peers;
import dev.overwinter.api.ProblemWriter;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.transaction.TransactionException;

/// Which door needs which key. Nothing is kept in memory between requests.
@Configuration(proxyBeanMethods = false)
class SecurityConfig {
  /// For Prometheus on this machine, which has no token, and for admins.
  static final String METRICS = "/actuator/prometheus";

  /// Leads nowhere outside of the development profile, and neither does the next.
  private static final String DEV_LOGIN = "/auth/dev-login";

  private static final String DEV_PROVIDER = "/dev/oidc/";

  /// For friends and their bots: the path itself holds what lets them in.
  private static final String START = "/api/start/";

  private static final Set<String> ENTRANCES =
      Set.of("/auth/login", "/auth/refresh", "/auth/register");

  private static final String[] OPEN = {
    "/",
    "/healthz",
    "/health",
    "/metrics",
    "/actuator/health/**",
    "/openapi.json",
    "/openapi.json/**",
    "/docs",
    "/docs/**",
    "/redoc",
    "/swagger-ui/**",
    "/webjars/**",
    "/assets/**",
    "/favicon.ico",
    "/auth/login",
    "/auth/login/*",
    "/auth/callback/*",
    "/auth/refresh",
    "/auth/register",
    "/auth/passkey",
    "/auth/passkey/options",
    "/.well-known/jwks.json",
    DEV_LOGIN,
    DEV_PROVIDER + "**",
    "/api/webhook/wake",
    "/api/payments/webhook",
    "/api/nodes/join",
    "/invite/*",
    "/invite/*/register",
    "/start/*",
    START + "*",
    "/error"
  };

  private static final String AWAY = SecurityConfig.class.getName() + ".away";
  static final String TELEMETRY = "/api/nodes/telemetry";

  /// Where payloads of rooms' histories are opened.
  static final String CODEC = "/api/rooms/codec/decode";

  /// Where nodes without a store of their own bring and fetch archives of worlds.
  static final String BACKUPS = "/api/nodes/backups";

  /// Where nodes present what they got when they joined, or what they join with.
  static boolean isNodes(String path) {
    return path.equals("/api/nodes/join")
        || path.equals(TELEMETRY)
        || path.startsWith(TELEMETRY + "/")
        || path.startsWith(BACKUPS + "/");
  }

  @Bean
  Secrets secrets(ApiConfig config) {
    return new Secrets(config.secrets());
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  TokenSigner tokenSigner(Secrets secrets, Clock clock) {
    return new TokenSigner(secrets.tokenKey(), clock);
  }

  @Bean
  SecurityFilterChain doors(
      HttpSecurity http,
      Sessions sessions,
      PlayerDoor players,
      AuditInterceptor audit,
      ProblemWriter problems,
      ProxyToken proxyToken,
      NodeKeys nodeKeys,
      AgentDoor agentDoor,
      FormTokens formTokens,
      Rates rates,
      List<FurtherDoor> furtherDoors) {
    furtherDoors.forEach(door -> door.addTo(http));
    http.authorizeHttpRequests(doors ->
            doors
                .requestMatchers("/api/proxy/**")
                .access(door(proxyToken::presentedBy))
                .requestMatchers(TELEMETRY, TELEMETRY + "/**", BACKUPS + "/**")
                .access(door(request -> NodeDoor.open(request, nodeKeys)))
                .requestMatchers(METRICS)
                .access(metricsDoor())
                .requestMatchers(OPEN)
                .permitAll()
                .anyRequest()
                .authenticated())
        .addFilterBefore(
            // Before forms are checked: their tokens hang on the login.
            new TokenFilter(sessions, players, rates, audit, problems), CsrfFilter.class)
        .addFilterBefore(agentDoor, AnonymousAuthenticationFilter.class)
        .addFilterBefore(
            new RateFilter(rates, problems, RateFilter::isJourney),
            OAuth2AuthorizationRequestRedirectFilter.class)
        .addFilterAfter(
            new RateFilter(rates, problems, RateFilter::isHeld),
            AnonymousAuthenticationFilter.class)
        .addFilterAfter(new PasswordFirstFilter(problems), AnonymousAuthenticationFilter.class)
        .csrf(csrf ->
            csrf.csrfTokenRepository(formTokens)
                .ignoringRequestMatchers(SecurityConfig::cannotBeForged))
        .exceptionHandling(refusals ->
            refusals
                .authenticationEntryPoint(
                    (request, response, _) -> whoAreYou(request, response, problems))
                .accessDeniedHandler(
                    (request, response, why) -> notYou(request, response, why, problems)))
        .headers(PageHeaders::addTo)
        .sessionManagement(none -> none.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(none -> none.requestCache(new NullRequestCache()))
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable);
    return http.build();
  }

  /// A door with a key of its own. While the database is away, nobody can be told from a stranger.
  private static AuthorizationManager<RequestAuthorizationContext> door(
      Predicate<HttpServletRequest> key) {
    return (_, call) -> {
      try {
        return new AuthorizationDecision(key.test(call.getRequest()));
      } catch (DataAccessException | TransactionException _) {
        call.getRequest().setAttribute(AWAY, true);
        return new AuthorizationDecision(false);
      }
    };
  }

  private static AuthorizationManager<RequestAuthorizationContext> metricsDoor() {
    return AuthorizationManagers.anyOf(
        (_, call) -> new AuthorizationDecision(Peers.onThisMachine(call.getRequest())),
        AuthorityAuthorizationManager.hasRole("ADMIN"));
  }

  /// A page of another site can make a browser send cookies and forms, but neither an Authorization
  /// header nor a JSON body.
  private static boolean cannotBeForged(HttpServletRequest request) {
    var path = request.getRequestURI();
    var type = request.getContentType();
    boolean json = type != null && type.startsWith(MediaType.APPLICATION_JSON_VALUE);
    return TokenFilter.bearer(request)
        || AgentDoor.isFor(request)
        || "/api/nodes/join".equals(path)
        || "/api/webhook/wake".equals(path)
        || "/api/payments/webhook".equals(path)
        || DEV_LOGIN.equals(path)
        || path.startsWith(DEV_PROVIDER)
        || path.startsWith(START)
        || (ENTRANCES.contains(path) && json);
  }

  private static void whoAreYou(
      HttpServletRequest request, HttpServletResponse response, ProblemWriter problems)
      throws IOException {
    if (request.getAttribute(AWAY) != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "2");
      problems.write(
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "The database cannot be reached, so nobody can be let in. Try again in 2 seconds.");
      return;
    }
    if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", "/auth/login");
    } else if (ProblemWriter.wantsPage(request)) {
      boolean back = "GET".equals(request.getMethod());
      var next = URLEncoder.encode(request.getRequestURI(), StandardCharsets.UTF_8);
      response.setStatus(HttpStatus.SEE_OTHER.value());
      response.setHeader(HttpHeaders.LOCATION, "/auth/login" + (back ? "?next=" + next : ""));
      return;
    }
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    problems.write(
        response,
        HttpStatus.UNAUTHORIZED,
        "/auth/me".equals(request.getRequestURI())
            ? "Not authenticated" // as programs of the older universe know it
            : "Who are you? (expected: Authorization: Bearer with a token of POST /auth/login)");
  }

  private static void notYou(
      HttpServletRequest request,
      HttpServletResponse response,
      AccessDeniedException why,
      ProblemWriter problems)
      throws IOException {
    var path = request.getRequestURI();
    boolean nobody = SecurityContextHolder.getContext().getAuthentication() == null;
    boolean ended = nobody && why instanceof CsrfException && !forStrangers(path);
    if (path.startsWith("/api/proxy/") || isNodes(path) || ended) {
      whoAreYou(request, response, problems); // a form of a login that has ended meanwhile
      return;
    }
    problems.answer(
        request,
        response,
        HttpStatus.FORBIDDEN,
        why instanceof CsrfException
            ? "Refused: this form did not come from this dashboard, or is too old. Reload the page"
                + " and try again."
            : "Refused: only an admin may see this.");
  }

  /// Whether a page that strangers see leads there.
  private static boolean forStrangers(String path) {
    return path.startsWith("/auth/")
        || path.startsWith("/invite/")
        || path.startsWith("/start/")
        || path.equals("/rooms")
        || path.startsWith("/r/");
  }

  /// Only within the chain above, not for every request by itself as well.
  @Bean
  FilterRegistrationBean<AgentDoor> agentDoorOnce(AgentDoor agentDoor) {
    var registration = new FilterRegistrationBean<>(agentDoor);
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  AgentDoor agentDoor(Secrets secrets, ApiConfig config, ProblemWriter problems) {
    return new AgentDoor(secrets.nodeSecret(config.nodeSecretFile()), problems);
  }

  @Bean
  Seal seal(Secrets secrets, ApiConfig config) {
    return new Seal(Base64.getDecoder().decode(secrets.sealKey(config.sealKeyFile())));
  }

  /// Before everything else: what is too large is not even looked at.
  @Bean
  FilterRegistrationBean<BodyLimitFilter> bodyLimit(ProblemWriter problems) {
    var registration = new FilterRegistrationBean<>(new BodyLimitFilter(problems));
    registration.setOrder(Integer.MIN_VALUE + 1);
    return registration;
  }
}
