package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The feed that proxies live on.
final class RoutesIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  @Tag("S-07")
  void onlyTheProxyTokenOpensIt() throws IOException {
    var path = "/api/proxy/routes?after=0";
    assertThat(platform.stranger().get(path).status()).isEqualTo(401);
    assertThat(admin.get(path).status()).as("a person's token is no proxy's").isEqualTo(401);
    assertThat(proxy().get(path).status()).isEqualTo(200);
    var asPerson = proxy().get("/api/servers");
    assertThat(asPerson.status()).as("a proxy's token is no person's").isEqualTo(401);
  }

  @Test
  void beginsWithEverythingAndGoesOnWithChanges() throws Exception {
    var id = make("Routed");
    var all = proxy().get("/api/proxy/routes?after=0").json();
    assertThat(all.path("reset").asBoolean()).isTrue();
    var route = find(all, id);
    assertThat(route.path("state").asText()).isEqualTo("ASLEEP");
    assertThat(route.path("endpoint").isNull()).isTrue();
    for (var component : RouteView.class.getRecordComponents()) {
      assertThat(route.has(component.getName())).as(component.getName()).isTrue();
    }

    long revision = all.path("revision").asLong();
    var proxy = proxy();
    var next =
        CompletableFuture.supplyAsync(
            () -> proxy.get("/api/proxy/routes?waitSeconds=20&after=" + revision));
    assertThat(admin.post("/api/servers/" + id + "/wake", "").status()).isEqualTo(200);
    var changed = next.get(5, TimeUnit.SECONDS).json();
    assertThat(changed.path("reset").asBoolean()).isFalse();
    assertThat(changed.path("revision").asLong()).isGreaterThan(revision);
    assertThat(find(changed, id).path("state").asText()).isIn("WAKING", "AWAKE");
  }

  @Test
  @Tag("P-09")
  void saysWhichGamesAreToldTheirPlayersAddresses() throws IOException {
    var usual = make("Not told");
    var told =
        admin.post(
            "/api/servers",
            "{\"friendly_name\":\"Told\",\"game_image_id\":\"lobby\",\"proxy_protocol\":true}");
    assertThat(told.json().path("proxy_protocol").asBoolean()).as(told.body()).isTrue();
    var routes = proxy().get("/api/proxy/routes?after=0").json();
    assertThat(find(routes, usual).path("proxyProtocol").asBoolean()).isFalse();
    assertThat(find(routes, told.text("id")).path("proxyProtocol").asBoolean()).isTrue();

    var path = "/api/servers/" + told.text("id");
    assertThat(admin.patch(path, "{\"motd\":\"Zzz\"}").status()).isEqualTo(200);
    await().until(() -> "Zzz".equals(admin.get(path).text("motd")));
    assertThat(admin.get(path).json().path("proxy_protocol").asBoolean()).isTrue();
    assertThat(admin.patch(path, "{\"proxy_protocol\":false}").status()).isEqualTo(200);
    await()
        .until(() -> {
          var now = proxy().get("/api/proxy/routes?after=0").json();
          return !find(now, told.text("id")).path("proxyProtocol").asBoolean();
        });
  }

  @Test
  void namesWhatIsGone() throws IOException {
    var id = make("Soon gone");
    long revision = proxy().get("/api/proxy/routes?after=0").json().path("revision").asLong();
    assertThat(admin.delete("/api/servers/" + id).status()).isEqualTo(200);
    boolean gone = false;
    for (int tries = 0; tries < 20 && !gone; tries++) {
      var answer = proxy().get("/api/proxy/routes?waitSeconds=2&after=" + revision);
      if (answer.status() == 200) {
        revision = answer.json().path("revision").asLong();
        gone = answer.json().path("removed").toString().contains(id);
      }
    }
    assertThat(gone).isTrue();
  }

  @Test
  void answersNothingNewAfterTheWaitAndResetsAfterAnUnknownRevision() throws IOException {
    long revision = proxy().get("/api/proxy/routes?after=0").json().path("revision").asLong();
    var begin = System.nanoTime();
    var quiet = proxy().get("/api/proxy/routes?waitSeconds=1&after=" + revision);
    if (quiet.status() == 204) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
    }
    var future = proxy().get("/api/proxy/routes?waitSeconds=1&after=" + (revision + 100_000));
    assertThat(future.json().path("reset").asBoolean()).isTrue();
    assertThat(proxy().get("/api/proxy/routes?after=-1").status()).isEqualTo(422);
    assertThat(proxy().get("/api/proxy/routes?after=0&waitSeconds=26").status()).isEqualTo(422);
  }

  private Http proxy() throws IOException {
    var token = Files.readString(platform.secrets().resolve("proxy-token")).strip();
    return platform.stranger().with("Authorization", "Bearer " + token);
  }

  private String make(String name) {
    return admin
        .post(
            "/api/servers",
            "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\"}".formatted(name))
        .text("id");
  }

  private static JsonNode find(JsonNode routes, String id) {
    for (var route : routes.path("upserts")) {
      if (route.path("id").asText().equals(id)) {
        return route;
      }
    }
    throw new AssertionError("no route of " + id + " in " + routes);
  }
}
