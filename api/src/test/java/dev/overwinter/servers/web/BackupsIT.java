package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Copies of worlds and restarts on another node, for programs, people and nodes.
final class BackupsIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  @Tag("D-03")
  void aBackupIsAskedForWhileItSleeps() {
    var id = make();
    assertThat(admin.get("/api/servers/" + id + "/backups").json()).isEmpty();
    assertThat(admin.get("/servers/" + id).body()).contains("Back it up now", "None yet");
    assertThat(admin.post("/api/servers/" + id + "/backups", "").status()).isEqualTo(202);
    await().until(() -> state(id).equals("COMPLETE"));
    var backup = admin.get("/api/servers/" + id + "/backups").json().path(0);
    assertThat(backup.path("asked_by").asText()).endsWith(" via api");
    assertThat(backup.path("codec").asText()).isEqualTo("tar.zst");
    assertThat(backup.path("bytes").asLong()).isEqualTo(3 << 20);
    assertThat(admin.get("/servers/" + id).body()).contains("3.0 MiB", "asked by");

    admin.post("/api/servers/" + id + "/wake", "");
    await().until(() -> admin.get("/api/servers/" + id).text("state").equals("AWAKE"));
    var refused = admin.post("/api/servers/" + id + "/backups", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("NOT_ASLEEP");
    admin.delete("/api/servers/" + id);
  }

  @Test
  @Tag("D-03")
  void aLockedBackupGoesByNobodysOrder() {
    var id = make();
    admin.post("/api/servers/" + id + "/backups", "");
    await().until(() -> state(id).equals("COMPLETE"));
    var one = admin.get("/api/servers/" + id + "/backups").json().path(0).path("id").asText();
    var path = "/api/servers/" + id + "/backups/" + one;
    assertThat(admin.send("PUT", path + "/lock", "application/json", "").status()).isEqualTo(200);
    await().until(() -> admin.get("/servers/" + id).body().contains("Unlock"));
    assertThat(admin.delete(path).text("code")).isEqualTo("LOCKED");
    assertThat(admin.form("/servers/" + id + "/backup-forget", Map.of("backup", one)).status())
        .isEqualTo(303);
    assertThat(state(id)).isEqualTo("COMPLETE");

    assertThat(admin.delete(path + "/lock").status()).isEqualTo(200);
    assertThat(admin.delete(path).status()).isEqualTo(202);
    await().until(() -> admin.get("/api/servers/" + id + "/backups").json().isEmpty());
    assertThat(admin.delete(path).status()).isEqualTo(404);
    var unknown = "/api/servers/" + id + "/backups/never/lock";
    assertThat(admin.send("PUT", unknown, "application/json", "").text("code"))
        .isEqualTo("NO_BACKUP");
    admin.delete("/api/servers/" + id);
  }

  @Test
  void theRecordOfABackupThatHasFailedCanBeRemoved() {
    var id = make();
    record(id, "b-failed", "FAILED", "ASKED");
    assertThat(admin.delete("/api/servers/" + id + "/backups/b-failed").status()).isEqualTo(202);
    await().until(() -> admin.get("/api/servers/" + id + "/backups").json().isEmpty());
    admin.delete("/api/servers/" + id);
  }

  @Test
  void whatIsAwakeIsRestartedAndWhatSleepsIsNot() {
    var id = make();
    var restart = "/api/servers/" + id + "/restart";
    assertThat(admin.post(restart, "").text("code")).isEqualTo("ASLEEP");
    admin.post("/api/servers/" + id + "/wake", "");
    await().until(() -> admin.get("/api/servers/" + id).text("state").equals("AWAKE"));
    var before = admin.get("/api/servers/" + id).text("state_since");
    assertThat(admin.get("/servers/" + id).body()).contains("Restart it");
    assertThat(admin.post(restart, "").status()).isEqualTo(200);
    await()
        .until(() ->
            admin.get("/api/servers/" + id).text("state").equals("AWAKE")
                && !admin.get("/api/servers/" + id).text("state_since").equals(before));
    assertThat(platform.stranger().post(restart, "").status()).isEqualTo(401);
    admin.delete("/api/servers/" + id);
  }

  @Test
  void strangersSeeAndOrderNothing() {
    var id = make();
    for (var path : new String[] {"/backups", "/relocate", "/transfer"}) {
      assertThat(platform.stranger().post("/api/servers/" + id + path, "{}").status())
          .isIn(401, 403);
    }
    assertThat(platform.stranger().get("/api/servers/" + id + "/backups").status()).isEqualTo(401);
    assertThat(admin.get("/api/servers/unknown/backups").status()).isEqualTo(404);
    admin.delete("/api/servers/" + id);
  }

  @Test
  void anotherUserSeesAndOrdersNothing() {
    var id = make();
    var other = platform.player("world-neighbour");
    assertThat(other.get("/api/servers/" + make(other) + "/backups").status())
        .as("of their own")
        .isEqualTo(200);
    for (var path : List.of("/api/servers/%s/backups", "/api/servers/%s/stranded")) {
      assertThat(other.get(path.formatted(id)).status()).as(path).isEqualTo(404);
    }
    for (var path : List.of("/servers/%s", "/servers/%s/panel", "/servers/%s/backups")) {
      assertThat(other.get(path.formatted(id)).status()).as(path).isEqualTo(404);
    }
    for (var order : List.of("backups", "relocate", "transfer")) {
      var body = order.equals("transfer") ? "{}" : "{\"sure\":true}";
      assertThat(other.post("/api/servers/" + id + "/" + order, body).status())
          .as(order)
          .isEqualTo(404);
    }
    for (var one : List.of("/stranded/local", "/backups/b1", "/backups/b1/lock")) {
      assertThat(other.delete("/api/servers/" + id + one).status()).as(one).isEqualTo(404);
    }
    var orders =
        List.of(
            "backup",
            "relocate",
            "discard",
            "restart",
            "backup-lock",
            "backup-forget",
            "transfer",
            "transfer/cancel");
    for (var order : orders) {
      var form = Map.of("node", "local", "sure", "true", "backup", "b1");
      assertThat(other.form("/servers/" + id + "/" + order, form).status())
          .as(order)
          .isEqualTo(404);
    }
    assertThat(admin.get("/api/servers/" + id + "/backups").json()).isEmpty();
    assertThat(admin.get("/api/servers/" + id).text("state")).isEqualTo("ASLEEP");
    admin.delete("/api/servers/" + id);
  }

  @Test
  void aServerOfALostNodeIsOfferedARestartElsewhere() {
    var id = make();
    assertThat(relocate(id, "{}").text("code")).isEqualTo("NODE_ANSWERS");
    assertThat(relocate(id, "{\"node\":\"nowhere\"}").status()).isEqualTo(422);
    assertThat(relocate(id, "{\"backup\":\"../x\"}").status()).isEqualTo(422);
    assertThat(admin.get("/servers/" + id).body()).doesNotContain("Restart it on another node");
    admin.post("/api/servers/" + id + "/backups", "");
    await().until(() -> state(id).equals("COMPLETE"));
    loft("ONLINE");
    loseLocal(true);
    try {
      platform.tell(id, NodeStanding.LOST, "local");
      var page = admin.get("/servers/" + id).body();
      assertThat(page).contains("Restart it on another node", "What happened after that is lost");
      assertThat(admin.get("/nodes").body()).contains("offered a restart", "/servers/" + id);

      await()
          .untilAsserted(
              () -> assertThat(relocate(id, "{}").text("state")).isEqualTo("RELOCATING"));
      await().until(() -> admin.get("/api/servers/" + id).text("node").equals("loft"));
      await().until(() -> admin.get("/api/servers/" + id).text("state").equals("ASLEEP"));
      assertThat(admin.get("/api/servers/" + id).text("reason"))
          .startsWith("restarted on node loft from the backup ");
      assertThat(admin.get("/servers/" + id).body()).contains("Its old world still lies on");
      var left = admin.get("/api/servers/" + id + "/stranded").json();
      assertThat(left.path(0).path("node").asText()).isEqualTo("local");
    } finally {
      loseLocal(false);
      loft("RETIRED");
    }
    assertThat(admin.delete("/api/servers/" + id + "/stranded/loft").text("code"))
        .isEqualTo("NOTHING_THERE");
    assertThat(admin.delete("/api/servers/" + id + "/stranded/local").status()).isEqualTo(202);
    await().until(() -> admin.get("/api/servers/" + id + "/stranded").json().isEmpty());
    admin.delete("/api/servers/" + id);
    await().until(() -> admin.get("/api/servers/" + id).status() == 404);
  }

  @Test
  void aServerIsMovedToAnotherNodeAndTheMoveMayBeGivenUp() {
    var id = make();
    assertThat(move(id, "{\"node\":\"nowhere\"}").status()).isEqualTo(422);
    assertThat(move(id, "{\"node\":\"../x\"}").status()).isEqualTo(422);
    assertThat(move(id, "{\"node\":\"local\"}").text("code")).isEqualTo("SAME_NODE");
    assertThat(move(id, "{\"region\":\"moon\"}").text("code")).isEqualTo("NO_ROOM");
    assertThat(admin.delete("/api/servers/" + id + "/transfer").text("code"))
        .isEqualTo("NOT_MOVING");
    loft("ONLINE");
    try {
      assertThat(admin.get("/servers/" + id).body()).contains("Move to another node", "Move it");
      assertThat(move(id, "{\"node\":\"loft\"}").text("state")).isEqualTo("RELOCATING");
      await().until(() -> admin.get("/api/servers/" + id).text("node").equals("loft"));
      await().until(() -> admin.get("/api/servers/" + id).text("state").equals("ASLEEP"));
      assertThat(admin.get("/api/servers/" + id).text("reason")).startsWith("moved to node loft");
      await().until(() -> admin.get("/api/servers/" + id + "/stranded").json().isEmpty());
    } finally {
      loft("RETIRED");
    }
    admin.delete("/api/servers/" + id);
    await().until(() -> admin.get("/api/servers/" + id).status() == 404);
  }

  private Http.Answer move(String id, String body) {
    return admin.post("/api/servers/" + id + "/transfer", body);
  }

  /// A node of its own, which no other test's server must be placed on.
  private void loft(String state) {
    platform
        .sql()
        .sql(
            """
            INSERT INTO nodes (id, docker_reachable, since, detail, version, state, memory_bytes,
                               milli_cpus, ports)
            VALUES ('loft', true, now(), '', 1, ?, 8589934592, 4000, 100)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state
            """)
        .param(state)
        .update();
  }

  @Test
  @Tag("S-08")
  void aNodeKeepsArchivesOfItsOwnServersOnly() throws Exception {
    var id = make();
    var welcome = join("shelf");
    var node = platform.stranger().with("Authorization", "Bearer " + welcome);
    var path = "/api/nodes/backups/" + id + "/b1";
    assertThat(put(node, path, "world").status()).as("of another node").isEqualTo(403);
    assertThat(node.get(path).status()).isEqualTo(403);
    assertThat(put(platform.stranger(), path, "world").status()).isEqualTo(401);
    assertThat(put(admin, path, "world").status()).as("an admin is no node").isEqualTo(401);
    place(id, "shelf");
    try {
      assertThat(node.get(path).status()).isEqualTo(404);
      assertThat(put(node, path, "world").status()).isEqualTo(204);
      assertThat(node.get(path).body()).isEqualTo("world");
      var object = platform.secrets().resolve("worlds").resolve(id).resolve("b1.tar.zst");
      assertThat(Files.readString(object)).isEqualTo("world");
      assertThat(put(node, path, "x".repeat(2_000_001)).status()).isEqualTo(413);
      assertThat(Files.readString(object)).as("the older one is whole").isEqualTo("world");
      assertThat(object.getParent()).isDirectoryNotContaining("glob:**.part");
      assertThat(put(node, "/api/nodes/backups/" + id + "/B1", "x").status()).isEqualTo(400);
      assertThat(node.delete(path).status()).isEqualTo(204);
      assertThat(node.delete(path).status()).isEqualTo(204);
      assertThat(Files.exists(object)).isFalse();
    } finally {
      place(id, "local");
    }
    admin.delete("/api/servers/" + id);
    assertThat(admin.delete("/api/nodes/shelf").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-08")
  void aNodeDestroysNothingThatShallOutliveIt() throws Exception {
    var id = make();
    var node = platform.stranger().with("Authorization", "Bearer " + join("robbed"));
    place(id, "robbed");
    try {
      var asked = "/api/nodes/backups/" + id + "/asked";
      assertThat(put(node, asked, "world").status()).as("no row yet").isEqualTo(204);
      record(id, "asked", "IN_PROGRESS", "ASKED");
      assertThat(put(node, asked, "world").status()).as("again").isEqualTo(204);
      record(id, "asked", "COMPLETE", "ASKED");
      assertThat(put(node, asked, "rubbish").status()).isEqualTo(409);
      assertThat(node.delete(asked).status()).isEqualTo(409);
      assertThat(node.get(asked).body()).isEqualTo("world");

      var asleep = "/api/nodes/backups/" + id + "/asleep";
      assertThat(put(node, asleep, "world").status()).isEqualTo(204);
      record(id, "asleep", "COMPLETE", "ASLEEP");
      assertThat(put(node, asleep, "rubbish").status()).isEqualTo(409);
      assertThat(node.delete(asleep).status()).as("replaced by newer ones").isEqualTo(204);

      sql("UPDATE servers SET state = 'DELETING' WHERE id = ?", id);
      assertThat(node.delete(asked).status()).as("with its server").isEqualTo(204);
      assertThat(node.get(asked).status()).isEqualTo(404);
    } finally {
      sql("UPDATE servers SET state = 'ASLEEP' WHERE id = ?", id);
      place(id, "local");
    }
    admin.delete("/api/servers/" + id);
    assertThat(admin.delete("/api/nodes/robbed").status()).isEqualTo(200);
  }

  @Test
  @Tag("S-08")
  void whatBecameCompleteMeanwhileIsNotReplaced() throws Exception {
    var id = make();
    var token = join("late");
    var node = platform.stranger().with("Authorization", "Bearer " + token);
    place(id, "late");
    try {
      var path = "/api/nodes/backups/" + id + "/b1";
      assertThat(put(node, path, "world").status()).isEqualTo(204);
      var slow = (HttpURLConnection) URI.create(platform.url() + path).toURL().openConnection();
      slow.setRequestMethod("PUT");
      slow.setDoOutput(true);
      slow.setChunkedStreamingMode(1_000);
      slow.setRequestProperty("Authorization", "Bearer " + token);
      slow.setRequestProperty("Content-Type", "application/octet-stream");
      try (var body = slow.getOutputStream()) {
        body.write(new byte[100_000]);
        body.flush();
        await().until(() -> files(id).stream().anyMatch(file -> file.endsWith(".part")));
        record(id, "b1", "COMPLETE", "ASLEEP");
      }
      assertThat(slow.getResponseCode()).isEqualTo(409);
      assertThat(node.get(path).body()).isEqualTo("world");
      assertThat(files(id)).containsExactly("b1.tar.zst");
    } finally {
      place(id, "local");
    }
    admin.delete("/api/servers/" + id);
    assertThat(admin.delete("/api/nodes/late").status()).isEqualTo(200);
  }

  private List<String> files(String id) throws IOException {
    try (var all = Files.list(platform.secrets().resolve("worlds").resolve(id))) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void record(String id, String backup, String state, String why) {
    sql(
        """
        INSERT INTO server_backups (server_id, backup_id, state, why, asked_by, node, at, codec,
                                    sha256, bytes, world_bytes, reason)
        VALUES (?, ?, ?, ?, '', 'local', now(), '', '', 0, 0, '')
        ON CONFLICT (server_id, backup_id) DO UPDATE SET state = excluded.state
        """,
        id,
        backup,
        state,
        why);
  }

  private void place(String id, String node) {
    sql("UPDATE allocations SET node = ? WHERE server_id = ?", node, id);
  }

  private void sql(String statement, Object... values) {
    assertThat(platform.sql().sql(statement).params(values).update()).isEqualTo(1);
  }

  private static Http.Answer put(Http http, String path, String body) {
    return http.send("PUT", path, "application/octet-stream", body);
  }

  private Http.Answer relocate(String id, String body) {
    return admin.post("/api/servers/" + id + "/relocate", body);
  }

  private String state(String id) {
    return admin.get("/api/servers/" + id + "/backups").json().path(0).path("state").asText();
  }

  /// @return its telemetry token
  private String join(String name) {
    var token = admin.post("/api/nodes/tokens", "{}").text("token");
    var welcome =
        platform
            .stranger()
            .post("/api/nodes/join", "{\"token\":\"%s\",\"name\":\"%s\"}".formatted(token, name));
    assertThat(welcome.status()).as(welcome.body()).isEqualTo(200);
    return welcome.text("telemetry_token");
  }

  private void loseLocal(boolean lost) {
    platform
        .sql()
        .sql("UPDATE nodes SET state = ?, version = 1 WHERE id = 'local'")
        .param(lost ? "LOST" : "ONLINE")
        .update();
  }

  private String make() {
    return make(admin);
  }

  private static String make(Http owner) {
    var made =
        owner.post(
            "/api/servers",
            "{\"friendly_name\":\"Keepsake\",\"game_image_id\":\"lobby\",\"node\":\"local\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    await()
        .until(() -> owner.get("/api/servers/" + made.text("id")).text("state").equals("ASLEEP"));
    return made.text("id");
  }
}
