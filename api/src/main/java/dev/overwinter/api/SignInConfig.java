package dev.overwinter.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Who may come in, and by which doors.
///
/// @param development `OVERWINTER_API_PROFILE` (production): in `development` there is `POST
///   /auth/dev-login` and a provider of our own, `development`; only on a loopback address
/// @param signUp `OVERWINTER_API_SIGN_UP` (providers): who gets an account without being invited
/// @param providers `OVERWINTER_API_OIDC_<NAME>_ISSUER`, `…_CLIENT_ID`, `…_CLIENT_SECRET_FILE` and
///   `…_LABEL`, by name; at most 8
/// @param ratePerMinute `OVERWINTER_API_RATE_PER_MINUTE` (600): how often an account, or a
///   stranger's address, may ask
/// @param serversPerAccount `OVERWINTER_API_SERVERS_PER_ACCOUNT` (10): how many servers a plan has
///   that does not say (see [PlansConfig])
/// @param accountsPerHour `OVERWINTER_API_ACCOUNTS_PER_HOUR` (10): how many accounts with a
///   password one address may make
/// @param accessLife `OVERWINTER_API_ACCESS_MINUTES` (15): how long an access token lasts; programs
///   of the older APIs, which know no refresh, want 1440
public record SignInConfig(
    boolean development,
    SignUp signUp,
    List<Provider> providers,
    Duration accessLife,
    int ratePerMinute,
    int serversPerAccount,
    int accountsPerHour) {
  /// Most providers that one installation may name.
  public static final int MOST_PROVIDERS = 8;

  /// The profile for developers, and the provider that exists in it only.
  public static final String DEVELOPMENT = "development";

  private static final String OIDC = "OVERWINTER_API_OIDC_";
  private static final Pattern KEY =
      Pattern.compile(OIDC + "([A-Z0-9]{1,24})_(ISSUER|CLIENT_ID|CLIENT_SECRET_FILE|LABEL)");
  private static final Map<String, String> KNOWN_ISSUERS =
      Map.of(
          "google", "https://accounts.google.com",
          "microsoft", "https://login.microsoftonline.com/common/v2.0");

  public SignInConfig {
    providers = List.copyOf(providers);
  }

  /// Who gets an account without being invited.
  public enum SignUp {
    /// Nobody.
    INVITED,
    /// Whoever comes from a provider that is configured.
    PROVIDERS,
    /// Everybody, also with a name and a password.
    OPEN
  }

  /// An OpenID provider.
  ///
  /// @param name in paths, lower case
  /// @param label on its button
  /// @param issuer its address; for Microsoft's shared one `…/common/v2.0`
  /// @param clientId what it knows us as
  /// @param secretFile what proves that it is us
  public record Provider(String name, String label, String issuer, String clientId, Path secretFile)
      implements IdentityProvider {

    /// What proves that it is us; read at every use, so that it can be rotated. Never printed.
    @Override
    public String secret() {
      try {
        return Files.readString(secretFile).strip();
      } catch (IOException e) {
        throw new IllegalArgumentException(
            key(name, "CLIENT_SECRET_FILE") + ": " + secretFile + " (expected: a readable file)",
            e);
      }
    }
  }

  /// Whether a key of the environment belongs here.
  static boolean knows(String key) {
    return KEY.matcher(key).matches();
  }

  static SignInConfig from(Map<String, String> env, String bind) {
    var profile = env.getOrDefault("OVERWINTER_API_PROFILE", "production");
    if (!Set.of("production", DEVELOPMENT).contains(profile)) {
      throw new IllegalArgumentException(
          "OVERWINTER_API_PROFILE: " + profile + " (expected: production or development)");
    }
    boolean development = DEVELOPMENT.equals(profile);
    if (development && !isLoopback(bind)) {
      throw new IllegalArgumentException(
          "OVERWINTER_API_PROFILE: development on OVERWINTER_API_BIND "
              + bind
              + " (expected: a loopback address, since anybody may come in)");
    }
    return new SignInConfig(
        development,
        signUp(env),
        providers(env, development),
        accessLife(env),
        number(env, "RATE_PER_MINUTE", 600, 1_000_000),
        number(env, "SERVERS_PER_ACCOUNT", 10, 10_000),
        number(env, "ACCOUNTS_PER_HOUR", 10, 1_000_000));
  }

  private static Duration accessLife(Map<String, String> env) {
    return Duration.ofMinutes(number(env, "ACCESS_MINUTES", 15, 1440));
  }

  private static int number(Map<String, String> env, String name, int usual, int most) {
    var key = "OVERWINTER_API_" + name;
    var text = env.getOrDefault(key, String.valueOf(usual));
    if (text.matches("[0-9]{1,7}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(key + ": " + text + " (expected: 1.." + most + ")");
  }

  private static SignUp signUp(Map<String, String> env) {
    var text = env.getOrDefault("OVERWINTER_API_SIGN_UP", "providers");
    return switch (text) {
      case "invited" -> SignUp.INVITED;
      case "providers" -> SignUp.PROVIDERS;
      case "open" -> SignUp.OPEN;
      case String _ ->
          throw new IllegalArgumentException(
              "OVERWINTER_API_SIGN_UP: " + text + " (expected: invited, providers or open)");
    };
  }

  private static List<Provider> providers(Map<String, String> env, boolean development) {
    var settings = new TreeMap<String, Map<String, String>>();
    for (var key : new TreeSet<>(env.keySet())) {
      var match = KEY.matcher(key);
      if (match.matches()) {
        settings
            .computeIfAbsent(match.group(1).toLowerCase(Locale.ROOT), _ -> new TreeMap<>())
            .put(match.group(2), env.getOrDefault(key, ""));
      }
    }
    if (development && settings.containsKey(DEVELOPMENT)) {
      throw new IllegalArgumentException(
          OIDC + "DEVELOPMENT_…: the development profile has a provider of that name itself");
    }
    if (settings.size() > MOST_PROVIDERS) {
      throw new IllegalArgumentException(
          OIDC + "…: " + settings.size() + " providers (expected: <= " + MOST_PROVIDERS + ")");
    }
    var providers = new ArrayList<Provider>();
    settings.forEach((name, given) -> providers.add(provider(name, given, development)));
    return providers;
  }

  private static Provider provider(String name, Map<String, String> given, boolean development) {
    var issuer = given.getOrDefault("ISSUER", KNOWN_ISSUERS.getOrDefault(name, ""));
    if (!isIssuer(issuer, development)) {
      throw new IllegalArgumentException(
          key(name, "ISSUER") + ": " + issuer + " (expected: https://…, as the provider names it)");
    }
    var label = given.getOrDefault("LABEL", "");
    var provider =
        new Provider(
            name,
            label.isBlank()
                ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
                : label,
            issuer,
            needed(name, given, "CLIENT_ID"),
            Path.of(needed(name, given, "CLIENT_SECRET_FILE")));
    var _ = provider.secret(); // readable
    return provider;
  }

  private static String needed(String name, Map<String, String> given, String key) {
    var text = given.getOrDefault(key, "");
    if (text.isBlank()) {
      throw new IllegalArgumentException(key(name, key) + ": missing");
    }
    return text;
  }

  private static boolean isIssuer(String issuer, boolean development) {
    try {
      var uri = URI.create(issuer);
      var host = uri.getHost();
      boolean plain = "http".equals(uri.getScheme()) && (development || isLoopback(host));
      return host != null
          && ("https".equals(uri.getScheme()) || plain)
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Whether a host is this machine and nothing else: `localhost`, or an address that is.
  public static boolean isLoopback(@org.jspecify.annotations.Nullable String host) {
    if (host == null || "localhost".equals(host)) {
      return host != null;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String key(String name, String key) {
    return OIDC + name.toUpperCase(Locale.ROOT) + "_" + key;
  }
}
