package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import dev.overwinter.servers.telemetry.LogLine;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is pushed.
final class StreamsIT {
  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  void changesOfServersArriveAsTheyHappen() {
    var id = make("Watched");
    var heard = listen("/api/servers/stream");
    await().until(() -> heard.stream().anyMatch(line -> line.equals("event: all")));
    assertThat(admin.post("/api/servers/" + id + "/wake", "").status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            heard.stream()
                .anyMatch(line -> line.contains(id) && line.contains("\"state\":\"AWAKE\"")));
    assertThat(admin.delete("/api/servers/" + id).status()).isEqualTo(200);
    await().until(() -> heard.stream().anyMatch(line -> line.equals("event: gone")));
  }

  @Test
  @Tag("S-10")
  void nobodyHearsOfTheEndOfOthersServers() {
    var player = platform.player("listener");
    var heard = new ConcurrentLinkedQueue<String>();
    var lines = player.lines("/api/servers/stream");
    Thread.ofVirtual().start(() -> lines.forEach(heard::add));
    await().until(() -> heard.stream().anyMatch(line -> line.equals("event: all")));
    var others = make("Private");
    var own =
        player
            .post("/api/servers", "{\"friendly_name\":\"Own\",\"game_image_id\":\"lobby\"}")
            .text("id");
    await().until(() -> heard.stream().anyMatch(line -> line.contains(own)));
    assertThat(admin.delete("/api/servers/" + others).status()).isEqualTo(200);
    await().until(() -> admin.get("/api/servers/" + others).status() == 404);
    assertThat(player.delete("/api/servers/" + own).status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> heard.stream().anyMatch(line -> line.equals("data: {\"id\":\"" + own + "\"}")));
    assertThat(heard).noneMatch(line -> line.contains(others));
  }

  @Test
  @Tag("S-01")
  void whoMayNotReadItAnyMoreHearsNothingMore() {
    var id = make("Forbidden");
    var reader = platform.player("former-reader");
    var token =
        admin
            .post("/api/servers/" + id + "/invitations", "{\"permissions\":[\"console\"]}")
            .text("token");
    assertThat(reader.post("/api/invitations/" + token + "/accept", "").status()).isEqualTo(200);
    var heard = new ConcurrentLinkedQueue<String>();
    var over = new CompletableFuture<Boolean>();
    var lines = reader.lines("/api/servers/" + id + "/logs/stream");
    Thread.ofVirtual()
        .start(() -> {
          lines.forEach(heard::add);
          over.complete(true);
        });
    print(id, 1, "while a member");
    await().until(() -> lines(heard).size() == 1);
    assertThat(
            admin
                .delete("/api/servers/" + id + "/members/" + reader.get("/api/me").text("id"))
                .status())
        .isEqualTo(204);
    print(id, 2, "afterwards");
    assertThat(over.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
    assertThat(lines(heard)).hasSize(1);
  }

  @Test
  @Tag("S-01")
  void whoIsNoOperatorAnyMoreHearsNothingMore() {
    var operator = platform.player("former-operator");
    var key =
        operator
            .post(
                "/api/account/keys", "{\"name\":\"reader\",\"scopes\":[\"read\"],\"networks\":[]}")
            .text("key");
    var program = platform.stranger().with("Authorization", "Bearer " + key);
    for (var client : List.of(operator, program)) {
      operator("former-operator", true);
      var id = make("Run by others");
      var heard = new ConcurrentLinkedQueue<String>();
      var over = new CompletableFuture<Boolean>();
      var lines = client.lines("/api/servers/" + id + "/logs/stream");
      Thread.ofVirtual()
          .start(() -> {
            lines.forEach(heard::add);
            over.complete(true);
          });
      print(id, 1, "while an operator");
      await().until(() -> !lines(heard).isEmpty());
      operator("former-operator", false);
      print(id, 2, "afterwards");
      assertThat(over.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
      assertThat(lines(heard)).hasSize(1);
      assertThat(client.get("/api/servers/" + id).status()).isEqualTo(404);
    }
  }

  private void operator(String name, boolean now) {
    assertThat(
            platform
                .sql()
                .sql("UPDATE accounts SET operator = ? WHERE name = ?")
                .params(now, name)
                .update())
        .isEqualTo(1);
  }

  @Test
  void linesArriveOnceInOrderAndCanBeResumed() {
    var id = make("Chatty");
    print(id, 1, "first");
    var heard = listen("/api/servers/" + id + "/logs/stream");
    await().until(() -> lines(heard).size() == 1);
    print(id, 2, "<img src=x onerror=alert(1)>");
    print(id, 3, "third");
    await().until(() -> lines(heard).size() == 3);
    assertThat(lines(heard).get(0)).contains("first");
    assertThat(lines(heard).get(2)).contains("third");
    var seen = heard.stream().filter(line -> line.startsWith("id: ")).toList().get(1).substring(4);
    var resumed = listen("/api/servers/" + id + "/logs/stream?after=" + seen);
    await().until(() -> !lines(resumed).isEmpty());
    assertThat(lines(resumed).getFirst()).contains("third");
  }

  private void print(String id, long nanos, String line) {
    platform.telemetry().keepLines(List.of(new LogLine(id, nanos, line)));
  }

  private static List<String> lines(Queue<String> heard) {
    return heard.stream().filter(line -> line.startsWith("data: {\"at\"")).toList();
  }

  /// Listens until the JVM ends; the platform closes the connection before that.
  private Queue<String> listen(String path) {
    var heard = new ConcurrentLinkedQueue<String>();
    var lines = admin.lines(path);
    Thread.ofVirtual().start(() -> lines.forEach(heard::add));
    return heard;
  }

  private String make(String name) {
    return admin
        .post(
            "/api/servers",
            "{\"friendly_name\":\"%s\",\"game_image_id\":\"lobby\"}".formatted(name))
        .text("id");
  }
}
