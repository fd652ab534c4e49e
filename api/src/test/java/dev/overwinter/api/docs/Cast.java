package dev.overwinter.api.docs;

import static dev.overwinter.api.docs.Schemathesis.only;
import static dev.overwinter.api.docs.Schemathesis.path;
import static dev.overwinter.api.docs.Schemathesis.paths;
import static dev.overwinter.api.docs.Schemathesis.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;

/// Everybody and everything that the operations of the API are about, so that requests get further
/// than to a 404: accounts, servers, nodes, invitations.
final class Cast {
  private final Platform platform;
  private final Http admin;

  Cast(Platform platform) {
    this.platform = platform;
    this.admin = platform.admin();
  }

  /// An admin's programs, nodes, proxies and the older agent, each with what exists.
  Schemathesis everybody() {
    node("loft");
    node("shed"); // to be retired
    var server = server(admin, "{\"friendly_name\":\"Here\",\"game_image_id\":\"lobby\"}");
    var gone = server(admin, "{\"friendly_name\":\"Gone\",\"game_image_id\":\"lobby\"}");
    // Nothing else is ordered of it: a backup gives way to orders, which the in-memory Temporal
    // server does not always survive (see Platform).
    var kept = server(admin, "{\"friendly_name\":\"Kept\",\"game_image_id\":\"lobby\"}");
    var agents =
        platform
            .agent()
            .post(
                "/deploy", "{\"server_id\":1,\"game_image\":\"lobby\",\"friendly_name\":\"Old\"}");
    assertThat(agents.status()).as(agents.body()).isEqualTo(200);
    var resident = token("resident");
    account("guest");
    account("lodger");
    var member = invite(server, "guest");
    var invitation =
        admin
            .post(
                "/api/servers/" + server + "/invitations",
                "{\"permissions\":[\"start\"],\"uses\":100}")
            .text("token");
    var hook =
        admin
            .post(
                "/api/servers/" + server + "/hooks",
                "{\"name\":\"Bot\",\"format\":\"webhook\",\"url\":\"https://bot.example/\","
                    + "\"events\":[\"restored\"]}")
            .text("id");
    assertThat(hook).isNotEmpty();
    var friends = admin.post("/api/servers/" + server + "/friend-link", "").text("token");
    return new Schemathesis(platform.url())
        .as(platform.token())
        .asFor(path("/auth/logout"), "Authorization", "Bearer " + token("leaver"))
        .asFor(path("/auth/logout/everywhere"), "Authorization", "Bearer " + token("quitter"))
        .asFor(path("/auth/password"), "Authorization", "Bearer " + token("changer"))
        .asFor(path("/api/signing-keys/replace"), "Authorization", "Bearer " + resident)
        .asFor(path("/api/invitations/{token}/accept"), "Authorization", "Bearer " + resident)
        .asFor(tag("Older node agent"), "X-Node-Secret", secret("agent-secret"))
        .asFor(path("/api/proxy/routes"), "Authorization", "Bearer " + secret("proxy-token"))
        .asFor(
            paths("^/api/nodes/(telemetry|backups)"), "Authorization", "Bearer " + tokenOfLocal())
        .asFor(tag("Accounts"), "Authorization", "Bearer " + resident)
        .with(only("DELETE /api/servers/{id}"), Map.of("path.id", gone))
        .with(path("/api/servers/{id}/backups"), Map.of("path.id", kept))
        .with(
            path("/api/servers/{id}/members/{account}"),
            Map.of("path.id", server, "path.account", member))
        .with(paths("^/api/servers/\\{id\\}/hooks/"), Map.of("path.id", server, "path.hook", hook))
        .with(path("/api/billing/caps/{id}"), Map.of("path.id", server))
        .with(path("/api/billing/accounts/{id}/bookings"), Map.of("path.id", "resident"))
        .with(paths("^/api/servers/\\{id\\}"), Map.of("path.id", server))
        .with(path("/api/invitations/{token}/accept"), Map.of("path.token", invitation))
        .with(path("/api/start/{token}"), Map.of("path.token", friends))
        .with(paths("^/servers/\\{id\\}"), Map.of("path.id", "1"))
        .with(paths("^/api/users/\\{id\\}"), Map.of("path.id", "id-of-lodger"))
        .with(only("DELETE /api/nodes/{id}"), Map.of("path.id", "shed"))
        .with(paths("^/api/nodes/\\{id\\}"), Map.of("path.id", "loft"))
        .with(paths("^/api/nodes/(telemetry|backups)"), Map.of("path.serverId", server))
        .with(paths("/statements/"), Map.of("path.month", YearMonth.now(ZoneOffset.UTC).toString()))
        .with(path("/api/billing/estimate"), Map.of("query.game_image_id", "lobby"));
  }

  /// Somebody who has an account and nothing else.
  Schemathesis player() {
    return new Schemathesis(platform.url())
        .asFor(path("/auth/logout"), "Authorization", "Bearer " + token("second-leaver"))
        .asFor(
            path("/auth/logout/everywhere"), "Authorization", "Bearer " + token("second-quitter"))
        .as(token("player"));
  }

  /// Nobody; and an admin who ends what everybody has, since nobody minds here.
  Schemathesis nobody() {
    return new Schemathesis(platform.url())
        .asFor(path("/api/signing-keys/replace"), "Authorization", "Bearer " + platform.token());
  }

  private void node(String name) {
    var token = admin.post("/api/nodes/tokens", "{}").text("token");
    var welcome =
        platform
            .stranger()
            .post("/api/nodes/join", "{\"token\":\"%s\",\"name\":\"%s\"}".formatted(token, name));
    assertThat(welcome.status()).as(welcome.body()).isEqualTo(200);
  }

  /// The node that was there first reports, too.
  private String tokenOfLocal() {
    var token = "telemetry-of-local";
    platform
        .sql()
        .sql(
            """
            INSERT INTO node_members (node, host, joined_at, telemetry_hash)
            VALUES ('local', '', now(), sha256(?::bytea))
            """)
        .param(token)
        .update();
    return token;
  }

  private static String server(Http owner, String body) {
    var made = owner.post("/api/servers", body);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return made.text("id");
  }

  private String invite(String server, String name) {
    var link =
        admin.post("/api/servers/" + server + "/invitations", "{\"permissions\":[\"view\"]}");
    var accepted = platform.as(name).post("/api/invitations/" + link.text("token") + "/accept", "");
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
    return "id-of-" + name;
  }

  private void account(String name) {
    platform.account(name);
  }

  private String token(String name) {
    platform.account(name);
    var login = platform.login(name);
    assertThat(login.status()).as(login.body()).isEqualTo(200);
    return login.text("access_token");
  }

  private String secret(String name) {
    try {
      return Files.readString(platform.secrets().resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
