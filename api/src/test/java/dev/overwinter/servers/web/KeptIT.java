package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Worlds of deleted servers, for programs and people.
final class KeptIT {
  private final Platform platform = Platform.shared();

  @Test
  @Tag("L-14")
  void aDeletedServerCanBeMadeAgainFromItsWorld() {
    var owner = platform.player("kept-owner");
    var id = played(owner);
    assertThat(owner.get("/servers/" + id).body()).contains("kept for", "7 d");
    assertThat(owner.delete("/api/servers/" + id).status()).isEqualTo(200);
    await().until(() -> state(owner, id).equals("KEPT"));
    await().until(() -> owner.get("/api/servers/" + id).status() == 404);
    assertThat(owner.get("/servers").body()).contains("Deleted servers whose worlds are kept");
    assertThat(owner.get("/api/worlds/kept").body())
        .contains("\"world_at\"")
        .doesNotContain("\"spec\"", "\"attempts\"");

    var made = owner.post("/api/worlds/kept/" + id + "/recover", "");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var anew = made.text("id");
    assertThat(anew).isNotEqualTo(id);
    await().until(() -> owner.get("/api/servers/" + anew).text("state").equals("ASLEEP"));
    assertThat(owner.get("/api/servers/" + anew).text("friendly_name")).isEqualTo("Keepsake");
    await().until(() -> owner.get("/api/worlds/kept").json().isEmpty());
    var backups = owner.get("/api/servers/" + anew + "/backups").json();
    assertThat(backups).hasSize(1);
    assertThat(backups.path(0).path("state").asText()).isEqualTo("COMPLETE");
    assertThat(owner.post("/api/worlds/kept/" + id + "/recover", "").status()).isEqualTo(404);
    forget(owner, anew);
  }

  @Test
  @Tag("L-14")
  void askedForByManyAtOnceItIsMadeOnce() throws InterruptedException {
    var owner = platform.player("kept-impatient");
    var id = played(owner);
    owner.delete("/api/servers/" + id);
    await().until(() -> state(owner, id).equals("KEPT"));
    var made = new ConcurrentSkipListSet<String>();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < 12; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            var answer = owner.post("/api/worlds/kept/" + id + "/recover", "");
            if (answer.status() == 200) {
              made.add(answer.text("id"));
            }
          }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(made).hasSize(1);
    await().until(() -> owner.get("/api/worlds/kept").json().isEmpty());
    assertThat(owner.get("/api/servers").json()).hasSize(1);
    forget(owner, made.first());
  }

  @Test
  void onlyTheirOwnerKnowsOfThem() {
    var owner = platform.player("kept-secretive");
    var other = platform.player("kept-neighbour");
    var id = played(owner);
    owner.delete("/api/servers/" + id);
    await().until(() -> state(owner, id).equals("KEPT"));
    assertThat(other.get("/api/worlds/kept").json()).isEmpty();
    assertThat(other.post("/api/worlds/kept/" + id + "/recover", "").status()).isEqualTo(404);
    assertThat(other.delete("/api/worlds/kept/" + id).status()).isEqualTo(404);
    for (var order : new String[] {"recover", "remove"}) {
      assertThat(other.form("/servers/kept/" + id + "/" + order, Map.of()).status())
          .as(order)
          .isEqualTo(404);
    }
    assertThat(platform.stranger().get("/api/worlds/kept").status()).isEqualTo(401);
    assertThat(owner.post("/api/worlds/kept/" + id + "/recover?backup=../x", "").status())
        .isEqualTo(422);
    assertThat(owner.post("/api/worlds/kept/" + id + "/recover?backup=none", "").text("code"))
        .isEqualTo("NO_BACKUP");

    assertThat(owner.delete("/api/worlds/kept/" + id).status()).isEqualTo(202);
    await().until(() -> owner.get("/api/worlds/kept").json().isEmpty());
  }

  @Test
  void aWorldThatNobodyWantsGoesWithItsServer() {
    var owner = platform.player("kept-tidy");
    var id = played(owner);
    assertThat(owner.delete("/api/servers/" + id + "?world=perhaps").status()).isEqualTo(422);
    forget(owner, id);
    assertThat(owner.get("/api/worlds/kept").json()).isEmpty();
  }

  private static void forget(Http owner, String id) {
    assertThat(owner.delete("/api/servers/" + id + "?world=forget").status()).isEqualTo(200);
    await().until(() -> owner.get("/api/servers/" + id).status() == 404);
  }

  private static String state(Http owner, String id) {
    var all = owner.get("/api/worlds/kept").json();
    for (var one : all) {
      if (one.path("server").asText().equals(id)) {
        return one.path("state").asText();
      }
    }
    return "";
  }

  private static String played(Http owner) {
    var made =
        owner.post(
            "/api/servers",
            "{\"friendly_name\":\"Keepsake\",\"game_image_id\":\"lobby\",\"node\":\"local\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var id = made.text("id");
    owner.post("/api/servers/" + id + "/wake", "");
    await().until(() -> owner.get("/api/servers/" + id).text("state").equals("AWAKE"));
    return id;
  }
}
