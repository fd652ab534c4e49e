package dev.overwinter.servers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Http;
import dev.overwinter.platform.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One's own world to take home.
final class ArchiveIT {
  private static final String WORLD = "a winter of digging";
  private static final String SUM = "5".repeat(64);

  private final Platform platform = Platform.shared();
  private final Http admin = platform.admin();

  @Test
  @Tag("D-05")
  void itsOwnerDownloadsItAndNobodyElse() throws IOException {
    var id = make(admin);
    keep(id, "b1", WORLD.getBytes(StandardCharsets.UTF_8));
    var whole = admin.get(path(id, "b1"));
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(WORLD);
    assertThat(whole.header("Content-Type")).isEqualTo("application/zstd");
    assertThat(whole.header("ETag")).isEqualTo('"' + SUM + '"');
    assertThat(whole.header("Content-Disposition")).contains("attachment", "b1.tar.zst");
    assertThat(admin.get("/servers/" + id).body()).contains("/backups/b1/archive");
    assertThat(
            platform
                .sql()
                .sql("SELECT count(*) FROM audit e WHERE e::text LIKE ?")
                .param("%/archive%" + id + " b1%")
                .query(Integer.class)
                .single())
        .isEqualTo(1);

    var head = admin.send("HEAD", path(id, "b1"), "", "");
    assertThat(head.header("Content-Length")).isEqualTo("" + WORLD.length());
    assertThat(head.body()).isEmpty();

    var other = platform.player("archive-neighbour");
    assertThat(other.get(path(id, "b1")).status()).isEqualTo(404);
    // Of one's own server, but another's backup.
    assertThat(other.get(path(make(other), "b1")).status()).isEqualTo(404);
    assertThat(platform.stranger().get(path(id, "b1")).status()).isEqualTo(401);
    for (var name : new String[] {"b2", "..%2Fb1", "%2e%2e"}) {
      assertThat(admin.get(path(id, name)).status()).as(name).isBetween(400, 404);
    }
    // Its row promises what the store has lost.
    Files.delete(file(id, "b1"));
    assertThat(admin.get(path(id, "b1")).status()).isEqualTo(404);
    admin.delete("/api/servers/" + id);
  }

  @Test
  void oneThatBrokeOffIsGoneOnWith() throws IOException {
    var id = make(admin);
    keep(id, "b1", WORLD.getBytes(StandardCharsets.UTF_8));
    var rest = admin.with("Range", "bytes=9-").get(path(id, "b1"));
    assertThat(rest.status()).isEqualTo(206);
    assertThat(rest.body()).isEqualTo(WORLD.substring(9));
    assertThat(rest.header("Content-Range"))
        .isEqualTo("bytes 9-%d/%d".formatted(WORLD.length() - 1, WORLD.length()));
    var some = admin.with("Range", "bytes=2-7");
    assertThat(some.get(path(id, "b1")).body()).isEqualTo("winter");
    assertThat(some.with("If-Range", '"' + SUM + '"').get(path(id, "b1")).status()).isEqualTo(206);
    assertThat(some.with("If-Range", "\"another\"").get(path(id, "b1")).body()).isEqualTo(WORLD);
    assertThat(admin.with("Range", "bytes=-7").get(path(id, "b1")).body()).isEqualTo("digging");
    for (var whole : new String[] {"bytes=0-1,3-4", "lines=1-2", "bytes=x"}) {
      var answer = admin.with("Range", whole).get(path(id, "b1"));
      assertThat(answer.status()).as(whole).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(WORLD);
    }
    var outside = admin.with("Range", "bytes=5000-").get(path(id, "b1"));
    assertThat(outside.status()).isEqualTo(416);
    assertThat(outside.header("Content-Range")).isEqualTo("bytes */" + WORLD.length());
    admin.delete("/api/servers/" + id);
  }

  @Test
  @Tag("L-14")
  void whatARecoveredServerHasFromItsFormerSelfIsDownloadedToo() throws IOException {
    var id = make(admin);
    keep(id, "b1", WORLD.getBytes(StandardCharsets.UTF_8));
    var former = "gone" + id.substring(0, 4);
    Files.move(file(id, "b1").getParent(), file(former, "b1").getParent());
    assertThat(admin.get(path(id, "b1")).status()).isEqualTo(404);
    platform
        .sql()
        .sql("UPDATE server_backups SET stored_as = ? WHERE server_id = ?")
        .params(former, id)
        .update();
    var whole = admin.get(path(id, "b1"));
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(WORLD);
    assertThat(admin.get(path(former, "b1")).status()).isEqualTo(404);
    admin.delete("/api/servers/" + id);
  }

  @Test
  @Tag("S-10")
  void nobodyDownloadsMoreThanFourAtOnce() throws IOException {
    var id = make(admin);
    keep(id, "b1", new byte[64 << 20]);
    var slow = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 4; i++) {
        slow.add(begin(id));
      }
      var fifth = admin.send("HEAD", path(id, "b1"), "", "");
      assertThat(fifth.status()).isEqualTo(429);
      assertThat(fifth.header("Retry-After")).isEqualTo("30");
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
    await().until(() -> admin.send("HEAD", path(id, "b1"), "", "").status() == 200);
    admin.delete("/api/servers/" + id);
  }

  /// Asks for it, and reads no more than the first line.
  private Socket begin(String id) throws IOException {
    var at = URI.create(platform.url());
    var socket = new Socket(at.getHost(), at.getPort());
    OutputStream out = socket.getOutputStream();
    var lines = new StringBuilder("GET " + path(id, "b1") + " HTTP/1.1\r\nHost: localhost\r\n");
    admin.headers().forEach((name, value) -> lines.append(name + ": " + value + "\r\n"));
    out.write(lines.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    out.flush();
    InputStream in = socket.getInputStream();
    assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    return socket;
  }

  private static String path(String id, String backup) {
    return "/api/servers/" + id + "/backups/" + backup + "/archive";
  }

  private Path file(String id, String backup) {
    return platform.secrets().resolve("worlds").resolve(id).resolve(backup + ".tar.zst");
  }

  private void keep(String id, String backup, byte[] archive) throws IOException {
    Files.createDirectories(file(id, backup).getParent());
    Files.write(file(id, backup), archive);
    var written =
        platform
            .sql()
            .sql(
                """
                INSERT INTO server_backups (server_id, backup_id, state, why, asked_by, node, at,
                                            codec, sha256, bytes, world_bytes, reason)
                VALUES (?, ?, 'COMPLETE', 'ASKED', 'admin', 'local', now(), 'tar.zst', ?, ?, 1, '')
                """)
            .params(id, backup, SUM, archive.length)
            .update();
    assertThat(written).isEqualTo(1);
  }

  private static String make(Http owner) {
    var made =
        owner.post(
            "/api/servers",
            "{\"friendly_name\":\"Keepsake\",\"game_image_id\":\"lobby\",\"node\":\"local\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    var id = made.text("id");
    await().until(() -> owner.get("/api/servers/" + id).text("state").equals("ASLEEP"));
    return id;
  }
}
