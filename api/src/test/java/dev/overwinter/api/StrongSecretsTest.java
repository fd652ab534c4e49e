package dev.overwinter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody has put among the secrets.
final class StrongSecretsTest {
  @TempDir private Path directory = Path.of(".");

  @ParameterizedTest
  @Tag("S-01")
  @ValueSource(
      strings = {
        "secret",
        "default-secret",
        "dev-secret-change-me",
        "your-secret-key-here",
        "0000000000000000000000000000000000000000000",
        "abababababababababababababababab",
        "secretsecretsecret",
        "short-one-123",
        ""
      })
  void whatEverybodyKnowsOrCanGuessIsWeak(String secret) {
    assertThat(StrongSecrets.isWeak(secret)).isTrue();
  }

  @Test
  @Tag("S-01")
  void whatWeMakeIsStrong() {
    for (int nth = 0; nth < 200; nth++) {
      assertThat(StrongSecrets.isWeak(Secrets.random())).isFalse();
    }
    var secrets = new Secrets(directory);
    var _ = secrets.tokenKey();
    var _ = secrets.proxyToken();
    var _ = secrets.sealKey(null);
    assertThat(secrets.roomKeys(null).ids()).isEqualTo(secrets.roomKeys(null).ids());
    var _ = secrets.newAdminPassword();
    assertThatCode(() -> StrongSecrets.check(config(Map.of()))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @Tag("S-01")
  @CsvSource({"jwt.key", "proxy-token", "seal-key", "rooms-keys", "node-secret"})
  void theApplicationDoesNotStartWithAWeakSecretAndDoesNotPrintIt(String name) throws IOException {
    keep(name, "your-secret-key", "rw-------");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiMain.application(config(Map.of())))
        .withMessageStartingWith(name + ": too weak")
        .withMessageNotContaining("your-secret-key");
    assertThatCode(() ->
            ApiMain.application(
                config(
                    Map.of(
                        "OVERWINTER_API_PROFILE", "development",
                        "OVERWINTER_API_BIND", "127.0.0.1"))))
        .as("a developer may")
        .doesNotThrowAnyException();
  }

  @Test
  @Tag("S-01")
  void theApplicationDoesNotStartWithASecretThatOthersMayRead() throws IOException {
    keep("jwt.key", Secrets.random() + Secrets.random(), "rw-r--r--");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiMain.application(config(Map.of())))
        .withMessage("jwt.key: others may read or change it (expected: 0600)");
  }

  @Test
  @Tag("S-01")
  void namedFilesAndTheDatabaseAreLookedAtToo() throws IOException {
    var weak = keep("weak", "changeme", "rw-------").toString();
    refused("OVERWINTER_API_NODE_SECRET_FILE", Map.of("OVERWINTER_API_NODE_SECRET_FILE", weak));
    refused(
        "OVERWINTER_API_OIDC_GOOGLE_CLIENT_SECRET_FILE",
        Map.of(
            "OVERWINTER_API_OIDC_GOOGLE_CLIENT_ID",
            "c",
            "OVERWINTER_API_OIDC_GOOGLE_CLIENT_SECRET_FILE",
            weak));
    var known = keep("known", "your-secret-key-here", "rw-------").toString();
    var open = keep("open", Secrets.random(), "rw-r--r--").toString();
    for (var file : new String[] {known, open}) {
      refused(
          "OVERWINTER_API_PAYMENTS_SECRET_FILE",
          Map.of("OVERWINTER_API_PAYMENTS", "stripe", "OVERWINTER_API_PAYMENTS_SECRET_FILE", file));
    }
    refused("OVERWINTER_DATABASE_PASSWORD_FILE", Map.of("OVERWINTER_DATABASE_PASSWORD_FILE", weak));
    refused(
        "OVERWINTER_DATABASE_PASSWORD_FILE: missing",
        Map.of("OVERWINTER_DATABASE_URL", "jdbc:postgresql://db.example.org:5432/overwinter"));
    assertThatCode(() ->
            StrongSecrets.check(
                config(Map.of("OVERWINTER_DATABASE_URL", "jdbc:postgresql://[::1]:5432/o"))))
        .doesNotThrowAnyException();
  }

  private void refused(String message, Map<String, String> more) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiMain.application(config(more)))
        .withMessageStartingWith(message);
  }

  private Path keep(String name, String text, String permissions) throws IOException {
    var file = Files.writeString(directory.resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private ApiConfig config(Map<String, String> more) {
    var env = new HashMap<>(more);
    env.put("OVERWINTER_API_SECRETS", directory.toString());
    return ApiConfig.from(env);
  }
}
