package dev.overwinter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.overwinter.backups.objectstore.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiConfigTest {
  @TempDir private Path directory = Path.of(".");

  @Test
  void hasDefaults() {
    var config = ApiConfig.from(Map.of());
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.bind()).isEqualTo("0.0.0.0");
    assertThat(config.secrets()).isEqualTo(Path.of(".overwinter/secrets"));
    assertThat(config.publicHost()).isNotBlank();
    assertThat(config.catalogue()).isNull();
    assertThat(config.temporalUi()).isNull();
    assertThat(config.plans().usual()).isEqualTo(new Plan("standard", 10, 10, Plan.ANY, 20));
    assertThat(config.trustedProxies()).isEmpty();
    assertThat(config.temporalTarget()).isEqualTo("127.0.0.1:7233");
    assertThat(config.temporalNamespace()).isEqualTo("default");
    assertThat(config.database().url()).isEqualTo("jdbc:postgresql://127.0.0.1:15432/overwinter");
    assertThat(config.database().user()).isEqualTo("overwinter");
    assertThat(config.database().password()).isEmpty();
  }

  @Test
  void warnsWhenGamesSeeWhatBrowsersSendTheDashboard() {
    var one = Map.of("OVERWINTER_API_PUBLIC_HOST", "play.example.org");
    assertThat(ApiConfig.from(one).sharedHost())
        .hasValueSatisfying(told -> assertThat(told).contains("play.example.org"));
    var two = new HashMap<>(one);
    two.put("OVERWINTER_API_PUBLIC_URL", "https://panel.example.org");
    assertThat(ApiConfig.from(two).sharedHost()).isEmpty();
    two.put("OVERWINTER_API_PUBLIC_URL", "https://Play.example.org");
    assertThat(ApiConfig.from(two).sharedHost()).isPresent();
    var here = new HashMap<>(one);
    here.put("OVERWINTER_API_BIND", "127.0.0.1");
    assertThat(ApiConfig.from(here).sharedHost()).as("for this machine only").isEmpty();
    here.put("OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1");
    assertThat(ApiConfig.from(here).sharedHost()).as("there is a front").isPresent();
  }

  @Test
  void takesNoPaymentsUnlessItIsTold() {
    assertThat(ApiConfig.from(Map.of()).payments().provider())
        .isEqualTo(PaymentsConfig.Provider.OFF);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_PAYMENTS", "stripe")))
        .withMessageContaining("OVERWINTER_API_PAYMENTS_SECRET_FILE: missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_PAYMENTS", "yes")))
        .withMessageContaining("expected: off, simulated or stripe");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_PAYMENTS_CENTS_PER_CREDIT", "0")))
        .withMessageContaining("expected: 1..999999");
  }

  @Test
  void takesEveryKey() throws IOException {
    var password = Files.writeString(directory.resolve("password"), "hidden\n");
    var env = new HashMap<String, String>();
    env.put("OVERWINTER_API_PORT", "18080");
    env.put("OVERWINTER_API_BIND", "127.0.0.1");
    env.put("OVERWINTER_API_SECRETS", "/s");
    env.put("OVERWINTER_API_PUBLIC_HOST", "play.example.org");
    env.put("OVERWINTER_API_CATALOGUE", "/c");
    env.put("OVERWINTER_API_BACKUPS", "/worlds");
    env.put("OVERWINTER_API_BACKUP_BYTES", "1000");
    env.put("OVERWINTER_API_BACKUP_EVERY", "PT1H");
    env.put("OVERWINTER_API_WORLD_GRACE", "P3D");
    env.put("OVERWINTER_API_NODE_GRACE", "PT30S");
    env.put("OVERWINTER_API_TRUSTED_PROXY", "127.0.0.1, 10.0.0.0/8,::1");
    var secret = Files.writeString(directory.resolve("secret"), "hidden-and-long-enough\n");
    env.put("OVERWINTER_API_PAYMENTS", "stripe");
    env.put("OVERWINTER_API_PAYMENTS_SECRET_FILE", secret.toString());
    env.put("OVERWINTER_API_PAYMENTS_KEY_FILE", password.toString());
    env.put("OVERWINTER_API_PAYMENTS_URL", "http://pay");
    env.put("OVERWINTER_API_PAYMENTS_CURRENCY", "USD");
    env.put("OVERWINTER_API_PAYMENTS_CENTS_PER_CREDIT", "150");
    env.put("OVERWINTER_API_SERVERS_PER_ACCOUNT", "3");
    env.put(
        "OVERWINTER_API_PLANS",
        Files.writeString(directory.resolve("plans.yaml"), "club: {memory: 1 GiB, backups: 0}")
            .toString());
    env.put("OVERWINTER_API_PLAN", "club");
    env.put("OVERWINTER_API_TEMPORAL_UI", "https://flows.example.org/ui/");
    env.put("INTERNAL_HMAC_KEY", "hidden-key");
    env.put("INTERNAL_HMAC_SECRET", "hidden-and-not-used");
    env.put("INTERNAL_HMAC_MAX_SKEW_SECONDS", "60");
    env.put("CORS_ALLOWED_ORIGINS", "https://a.example.org, https://b.example.org,");
    env.put("OVERWINTER_API_SESSION_KEYS_FILE", directory.resolve("keys").toString());
    env.put("OVERWINTER_API_SESSION_SHARED_KEY", "all");
    env.put("OVERWINTER_API_SESSION_TAG_BYTES", "6");
    env.put("OVERWINTER_API_SESSION_JOINS_PER_MINUTE", "7");
    env.put("OVERWINTER_API_SESSION_STARTS_PER_MINUTE", "8");
    env.put("OVERWINTER_API_SESSION_MACHINES_PER_MINUTE", "9");
    env.put("OVERWINTER_API_SESSION_MACHINES", "0");
    env.put("OVERWINTER_API_SESSION_START_WAIT", "PT9S");
    env.put("OVERWINTER_API_SESSION_STRANGERS", "off");
    env.put("OVERWINTER_API_UNIVERSE", "second");
    env.put("OVERWINTER_API_UNIVERSE_PUSH", "PT3S");
    env.put("OVERWINTER_API_UNIVERSE_LATE", "PT1M");
    env.put("RATE_LIMIT_PER_MINUTE", "70");
    env.put("CORS_ALLOW_ORIGINS", "https://c.example.org");
    env.put("OVERWINTER_API_TLS_CERTIFICATE", "/cert.pem");
    env.put("OVERWINTER_API_TLS_KEY", "/key.pem");
    env.put("OVERWINTER_ROOMS_KEYS_FILE", "/rooms-keys");
    env.put("OVERWINTER_NOTICES_PRIVATE", "on");
    env.put("OVERWINTER_TEMPORAL_TARGET", "t:1");
    env.put("OVERWINTER_TEMPORAL_NAMESPACE", "n");
    env.put("OVERWINTER_DATABASE_URL", "jdbc:postgresql://h/d");
    env.put("OVERWINTER_DATABASE_USER", "u");
    env.put("OVERWINTER_DATABASE_PASSWORD_FILE", password.toString());
    var config = ApiConfig.from(env);
    assertThat(config)
        .isEqualTo(
            new ApiConfig(
                18080,
                "127.0.0.1",
                Path.of("/s"),
                "play.example.org",
                Path.of("/c"),
                List.of("127.0.0.1/32", "10.0.0.0/8", "0:0:0:0:0:0:0:1/128"),
                "t:1",
                "n",
                new ApiConfig.Database("jdbc:postgresql://h/d", "u", password),
                new ApiConfig.Backups(
                    StoreConfig.of(Path.of("/worlds")),
                    1_000,
                    Duration.ofHours(1),
                    Duration.ofDays(3)),
                null,
                Path.of("/rooms-keys"),
                true,
                new ApiConfig.Nodes(
                    "overwinter", "https://play.example.org:18080", "t:1", Duration.ofSeconds(30)),
                null,
                new SignInConfig(
                    false,
                    SignInConfig.SignUp.PROVIDERS,
                    List.of(),
                    Duration.ofMinutes(15),
                    600,
                    3,
                    10),
                new PaymentsConfig(
                    PaymentsConfig.Provider.STRIPE, secret, password, "http://pay", "usd", 150),
                new PlansConfig(
                    List.of(
                        new Plan("standard", 3, 3, Plan.ANY, 20),
                        new Plan("club", 3, 3, 1L << 30, 0)),
                    new Plan("club", 3, 3, 1L << 30, 0)),
                "https://flows.example.org/ui",
                new SessionsConfig(
                    "hidden-key",
                    directory.resolve("keys"),
                    true,
                    Duration.ofMinutes(1),
                    Set.of("https://a.example.org", "https://b.example.org"),
                    6,
                    7,
                    8,
                    9,
                    0,
                    Duration.ofSeconds(9),
                    false),
                new UniverseConfig(
                    "second",
                    70,
                    Set.of("https://c.example.org"),
                    Duration.ofSeconds(3),
                    Duration.ofMinutes(1)),
                new TlsConfig(Path.of("/cert.pem"), Path.of("/key.pem"), false)));
    assertThat(config.payments().secret()).isEqualTo("hidden-and-long-enough");
    assertThat(config.payments().key()).isEqualTo("hidden");
    assertThat(config.database().password()).isEqualTo("hidden");
    assertThat(config.toString()).doesNotContain("hidden");
  }

  @Test
  void anOriginThatNoBrowserWouldNameKeepsItFromStarting() {
    for (var wrong : List.of("https://play.example.org/", "play.example.org", "https://a/b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ApiConfig.from(Map.of("CORS_ALLOWED_ORIGINS", wrong)))
          .withMessageContaining("CORS_ALLOWED_ORIGINS: " + wrong);
    }
    assertThat(ApiConfig.from(Map.of("CORS_ALLOWED_ORIGINS", " * ,")).sessions().origins())
        .containsExactly("*");
    assertThat(ApiConfig.from(Map.of()).sessions().origins()).isEmpty();
  }

  @Test
  @Tag("SES-29")
  void aSkewThatIsNoNumberKeepsItFromStarting() {
    for (var wrong : List.of("5m", "-1", "1.5", "99999999999")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ApiConfig.from(Map.of("INTERNAL_HMAC_MAX_SKEW_SECONDS", wrong)))
          .withMessageContaining("INTERNAL_HMAC_MAX_SKEW_SECONDS");
    }
    var secret = ApiConfig.from(Map.of("INTERNAL_HMAC_SECRET", "only-this")).sessions();
    assertThat(secret.sharedKeys(List.of("more", ""))).containsExactly("only-this", "more");
  }

  @Test
  void servesNoStrangersInTheClearUnlessTheOperatorSaysSo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsConfig.check(ApiConfig.from(Map.of())))
        .withMessageContaining("OVERWINTER_API_TLS=plain");
    for (var enough :
        List.of(
            Map.of("OVERWINTER_API_TLS", "plain"),
            Map.of("OVERWINTER_API_TRUSTED_PROXY", "10.0.0.1"),
            Map.of("OVERWINTER_API_BIND", "127.0.0.1"))) {
      TlsConfig.check(ApiConfig.from(enough));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("SSL_CERTFILE", "/c.pem")))
        .withMessageContaining("one is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            TlsConfig.check(
                ApiConfig.from(Map.of("SSL_CERTFILE", "/none.pem", "SSL_KEYFILE", "/none.key"))))
        .withMessageContaining("/none.pem");
  }

  @Test
  void saysHowOtherMachinesReachIt() {
    var loopback =
        ApiConfig.from(
            Map.of(
                "OVERWINTER_API_PUBLIC_HOST", "play.example.org",
                "OVERWINTER_API_PORT", "18080",
                "OVERWINTER_TEMPORAL_TARGET", "127.0.0.1:7233"));
    assertThat(loopback.nodes().publicUrl()).isEqualTo("http://play.example.org:18080");
    assertThat(loopback.nodes().temporalTarget()).isEqualTo("play.example.org:7233");
    var told =
        ApiConfig.from(
            Map.of(
                "OVERWINTER_API_PUBLIC_URL", "https://panel.example.org",
                "OVERWINTER_API_NODE_TEMPORAL", "temporal.example.org:7233",
                "OVERWINTER_API_INSTALLATION", "home"));
    assertThat(told.nodes())
        .isEqualTo(
            new ApiConfig.Nodes(
                "home",
                "https://panel.example.org",
                "temporal.example.org:7233",
                Duration.ofMinutes(10)));
    assertThat(told.backups())
        .isEqualTo(
            new ApiConfig.Backups(
                StoreConfig.NONE, 100L << 30, Duration.ofHours(6), Duration.ofDays(7)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_PUBLIC_URL", "panel")))
        .withMessageContaining("OVERWINTER_API_PUBLIC_URL");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_PROT", "1")))
        .withMessageContaining("OVERWINTER_API_PROT: unknown");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_PORT", "http")))
        .withMessage("OVERWINTER_API_PORT: http (expected: 0..65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_BACKUP_EVERY", "6h")))
        .withMessage("OVERWINTER_API_BACKUP_EVERY: 6h (expected: for example PT6H)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_BACKUP_BYTES", "0")))
        .withMessage("OVERWINTER_API_BACKUP_BYTES: 0 (expected: a number of bytes)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"front.example", ".*", "10.0.0.0/33", "0.0.0.0/0", "127.0.0.1,", "::1/x"})
  void believesNoFrontThatIsNotAnAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(Map.of("OVERWINTER_API_TRUSTED_PROXY", text)))
        .withMessageStartingWith("OVERWINTER_API_TRUSTED_PROXY: ");
  }

  @Test
  void takesProvidersOfTwoKindsAndKnowsTheTwoThatEverybodyHas() throws IOException {
    var secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef\n").toString();
    var signIn =
        ApiConfig.from(
                Map.of(
                    "OVERWINTER_API_OIDC_GOOGLE_CLIENT_ID", "g",
                    "OVERWINTER_API_OIDC_GOOGLE_CLIENT_SECRET_FILE", secret,
                    "OVERWINTER_API_OIDC_GUILD_ISSUER", "https://id.example.org/realms/guild",
                    "OVERWINTER_API_OIDC_GUILD_CLIENT_ID", "c",
                    "OVERWINTER_API_OIDC_GUILD_CLIENT_SECRET_FILE", secret,
                    "OVERWINTER_API_OIDC_GUILD_LABEL", "The Guild"))
            .signIn();
    assertThat(signIn.providers())
        .extracting(provider -> provider.name() + " " + provider.label() + " " + provider.issuer())
        .containsExactly(
            "google Google https://accounts.google.com",
            "guild The Guild https://id.example.org/realms/guild");
    assertThat(signIn.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void refusesAProviderThatIsIncompleteOrWithoutTls() throws IOException {
    var strong = Files.writeString(directory.resolve("strong"), "0123456789abcdef\n").toString();
    refused("OIDC_GUILD_ISSUER", Map.of("OIDC_GUILD_CLIENT_ID", "c"));
    var guild = new HashMap<String, String>();
    guild.put("OIDC_GUILD_ISSUER", "http://id.example.org");
    guild.put("OIDC_GUILD_CLIENT_ID", "c");
    guild.put("OIDC_GUILD_CLIENT_SECRET_FILE", strong);
    refused("OIDC_GUILD_ISSUER", guild);
    guild.put("OIDC_GUILD_ISSUER", "https://id.example.org");
    guild.put("OIDC_GUILD_CLIENT_SECRET_FILE", "/nowhere/secret");
    refused("OIDC_GUILD_CLIENT_SECRET_FILE: /nowhere/secret", guild);
    var many = new HashMap<String, String>();
    for (int nth = 0; nth < 9; nth++) {
      many.put("OIDC_P" + nth + "_CLIENT_ID", "c");
    }
    refused("OIDC_…: 9 providers", many);
  }

  @Test
  @Tag("S-02")
  void theDevelopmentProfileStaysOnLoopback() {
    refused(
        "PROFILE: development on OVERWINTER_API_BIND 0.0.0.0", Map.of("PROFILE", "development"));
    refused("PROFILE: staging", Map.of("PROFILE", "staging"));
    refused(
        "OIDC_DEVELOPMENT_…",
        Map.of("PROFILE", "development", "BIND", "127.0.0.1", "OIDC_DEVELOPMENT_CLIENT_ID", "c"));
    var local =
        ApiConfig.from(
            Map.of(
                "OVERWINTER_API_PROFILE", "development",
                "OVERWINTER_API_BIND", "127.0.0.1"));
    assertThat(local.signIn().development()).isTrue();
  }

  private static void refused(String message, Map<String, String> own) {
    var env = new HashMap<String, String>();
    own.forEach((key, value) -> env.put("OVERWINTER_API_" + key, value));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiConfig.from(env))
        .withMessageStartingWith("OVERWINTER_API_" + message);
  }
}
