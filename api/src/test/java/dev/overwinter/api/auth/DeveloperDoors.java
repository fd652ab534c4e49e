package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import java.util.List;
import java.util.Map;

/// Everything that is for developers only.
final class DeveloperDoors {
  static final List<String> ALL =
      List.of(
          "POST /auth/dev-login",
          "GET /dev/oidc/.well-known/openid-configuration",
          "GET /dev/oidc/oauth2/jwks",
          "GET /dev/oidc/sign-in",
          "GET /dev/oidc/oauth2/authorize",
          "POST /dev/oidc/oauth2/authorize",
          "POST /dev/oidc/oauth2/token",
          "POST /dev/oidc/oauth2/introspect",
          "POST /dev/oidc/oauth2/revoke",
          "GET /dev/oidc/userinfo",
          "POST /dev/oidc/userinfo",
          "GET /dev/oidc/connect/logout",
          "POST /dev/oidc/connect/logout",
          "POST /dev/oidc/sign-in",
          "GET /dev/oidc/other");

  private DeveloperDoors() {}

  /// Fails when one of them shows that it is there.
  static void assertShut(Http client) {
    for (var door : ALL) {
      var words = door.split(" ", 2);
      var answer =
          "GET".equals(words[0])
              ? client.get(words[1])
              : client.form(words[1], Map.of("grant_type", "authorization_code"));
      assertThat(answer.status()).as(door).isEqualTo(404);
    }
    assertThat(client.get("/auth/login/development").status()).isEqualTo(404);
  }
}
