package dev.overwinter.api.auth.oidc;

import dev.overwinter.api.IdentityProvider;
import dev.overwinter.api.auth.KnownProviders;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/// How to reach the providers that there are. Each is asked for its own description when somebody
/// first wants to go there, so that the api starts without any of them; an answer is kept for an
/// hour, and for longer while there is no newer one. Of many who want to go there at once one asks,
/// and after a silence nobody asks for ten seconds.
@Component
public class Providers implements ClientRegistrationRepository {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final String TENANT = "{tenantid}";
  private static final Pattern SHARED = Pattern.compile("/(common|organizations|consumers)/");
  private static final ParameterizedTypeReference<Map<String, Object>> METADATA =
      new ParameterizedTypeReference<>() {};

  private final KnownProviders all;
  private final RestClient http;
  private final Clock clock;
  private final Map<String, Described> known = new ConcurrentHashMap<>();
  private final Map<String, Lock> asking = new ConcurrentHashMap<>();

  /// @param registration what was answered at last; empty when nothing ever was
  /// @param until when to ask again
  private record Described(Optional<ClientRegistration> registration, Instant until) {}

  Providers(KnownProviders all, Clock clock) {
    this.all = all;
    this.clock = clock;
    var requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
    requests.setReadTimeout(PATIENCE);
    this.http = RestClient.builder().requestFactory(requests).build();
  }

  /// Whether there is such a provider.
  boolean configured(String name) {
    return all.find(name).isPresent();
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String name) {
    return find(name).orElse(null);
  }

  /// A provider's description; empty when there is none, or when it does not answer.
  Optional<ClientRegistration> find(String name) {
    var kept = known.get(name);
    if (kept != null && clock.instant().isBefore(kept.until())) {
      return kept.registration();
    }
    return all.find(name).flatMap(this::findAlone);
  }

  private Optional<ClientRegistration> findAlone(IdentityProvider provider) {
    var lock = asking.computeIfAbsent(provider.name(), _ -> new ReentrantLock());
    lock.lock();
    try {
      var kept = known.get(provider.name());
      if (kept != null && clock.instant().isBefore(kept.until())) {
        return kept.registration(); // somebody has asked meanwhile
      }
      var answer = ask(provider);
      var next = answer.isPresent() || kept == null ? answer : kept.registration();
      var until = clock.instant().plus(answer.isPresent() ? FRESH : PAUSE);
      known.put(provider.name(), new Described(next, until));
      return next;
    } finally {
      lock.unlock();
    }
  }

  private Optional<ClientRegistration> ask(IdentityProvider provider) {
    try {
      var metadata =
          http.get()
              .uri(provider.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration")
              .retrieve()
              .body(METADATA);
      return Optional.of(registration(provider, Objects.requireNonNull(metadata)));
    } catch (RuntimeException e) { // whatever a stranger's description can break
      LOG.warn("provider {}: {}", provider.name(), e.toString());
      return Optional.empty();
    }
  }

  private static ClientRegistration registration(
      IdentityProvider provider, Map<String, Object> metadata) {
    var issuer = String.valueOf(metadata.get("issuer"));
    boolean shared = isShared(provider.issuer(), issuer);
    if (!shared && !issuer.equals(provider.issuer())) {
      throw new IllegalArgumentException(
          "calls itself " + issuer + " (expected: " + provider.issuer() + ")");
    }
    var readable = new HashMap<>(metadata);
    readable.put("issuer", provider.issuer()); // a template is no address
    return ClientRegistrations.fromOidcConfiguration(readable)
        .registrationId(provider.name())
        .clientName(provider.label())
        .clientId(provider.clientId())
        .clientSecret(provider.secret())
        .redirectUri("{baseUrl}/auth/callback/{registrationId}")
        .scope("openid", "profile", "email")
        .userInfoUri(null) // what the ID token says is signed, and enough
        .issuerUri(shared ? null : issuer) // [SharedIssuer] checks the others
        .providerConfigurationMetadata(metadata)
        .build();
  }

  /// Microsoft's shared endpoints call themselves `…/{tenantid}/…`: each token names its own.
  static boolean isShared(String configured, String claimed) {
    return claimed.contains("/" + TENANT + "/")
        && SHARED.matcher(configured).replaceFirst("/" + TENANT + "/").equals(claimed);
  }
}
