package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overwinter.lab.launcher.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The world of a backup takes the place of another, on a whole platform.
@Timeout(540)
final class RestoreAcceptanceTest {
  private static final long NOISE = 96L << 20;

  private final Stage stage = Stage.get();
  private final Api api = stage.api();
  private final Docker docker = Docker.of(stage.platform());
  private final List<String> servers = new ArrayList<>();

  @AfterEach
  void remove() {
    for (var id : servers) {
      api.delete(id);
    }
    for (var id : servers) {
      api.awaitState(id, "GONE", seconds(120));
      assertThat(stage.remains(id)).isEmpty();
    }
  }

  @Test
  @Tag("D-05")
  void whatWasBuiltSinceTheBackupIsGoneAndComesBackWhenTheRestoreIsUndone() throws Exception {
    var server = create();
    write(server, "keepsake.txt", "a house");
    var backup = backUp(server);
    write(server, "keepsake.txt", "a castle");
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(60));
    var port = api.port(server);
    try (var player = Clients.join(port, "Guest", "--stay", "600")) {
      player.awaitEvent("joined", seconds(60));
      assertThat(restored(server, backup, false)).isEqualTo("OCCUPIED");
      assertThat(read(server)).isEqualTo("a castle");
      player.leave();
      assertThat(player.awaitEnd(seconds(30))).as("%s", player).isZero();
    }
    Awaitility.await()
        .atMost(seconds(30))
        .until(() -> restored(server, backup, false).equals("202"));
    awaitFormer(server, backup);
    api.awaitState(server, "AWAKE", seconds(90));
    assertThat(read(server)).isEqualTo("a house");
    try (var player = Clients.join(port, "Guest", "--stay", "1")) {
      assertThat(player.awaitEnd(seconds(90))).as("%s", player).isZero();
    }

    assertThat(undone(server)).isEqualTo("NOT_ASLEEP");
    api.repeat("POST", "/api/servers/" + server + "/hibernate?force=true", "", Map.of());
    api.awaitState(server, "ASLEEP", seconds(60));
    assertThat(undone(server)).isEqualTo("202");
    awaitFormer(server, "");
    awaitVolumes(server, "ow-" + server);
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(90));
    assertThat(read(server)).isEqualTo("a castle");
  }

  /// While the worker, which is the node's agent as well, unpacks.
  @Test
  @Tag("D-05")
  @Tag("L-12")
  void killedInTheMiddleOfARestoreTheServerHasOneOfTheTwoWorldsAndThenTheOneAskedFor()
      throws Exception {
    var server = create();
    write(server, "keepsake.txt", "a house");
    writeNoise(server);
    var backup = backUp(server);
    write(server, "keepsake.txt", "a castle");

    assertThat(restored(server, backup, false)).isEqualTo("202");
    Awaitility.await()
        .atMost(seconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> volumes(server).contains("ow-" + server + ".w2"));
    stage.kill(Part.WORKER);
    assertThat(volumes(server))
        .as("it was in the middle")
        .doesNotContain("ow-" + server + ".w2.installed");
    assertThat(world(server).path("former").asText()).isEmpty();
    assertThat(read(server)).as("in the world in use").isEqualTo("a castle");
    stage.awaitHealthy();

    awaitFormer(server, backup);
    api.awaitState(server, "ASLEEP", seconds(60));
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(90));
    assertThat(read(server)).isEqualTo("a house");
    assertThat(Files.size(copied(server, "region.mca"))).isEqualTo(NOISE);

    // Nobody needs the other any more: its owner says so.
    var gone = api.repeat("DELETE", "/api/servers/" + server + "/world/former", "", Map.of());
    assertThat(gone.status()).isEqualTo(202);
    awaitVolumes(server, "ow-" + server + ".w2");
    assertThat(read(server)).isEqualTo("a house");
  }

  @Test
  @Tag("D-05")
  void anArchiveThatWasChangedIsNotUnpackedAndTheWorldStays() throws Exception {
    var server = create();
    write(server, "keepsake.txt", "a house");
    var backup = backUp(server);
    write(server, "keepsake.txt", "a castle");
    var archive = archive(backup);
    var bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);

    assertThat(restored(server, backup, false)).isEqualTo("202");
    Awaitility.await()
        .atMost(seconds(60))
        .until(() -> world(server).path("note").asText().startsWith("not restored: "));
    assertThat(world(server).path("note").asText()).contains("cannot be trusted");
    api.awaitState(server, "ASLEEP", seconds(60));
    awaitVolumes(server, "ow-" + server);
    api.wake(server);
    api.awaitState(server, "AWAKE", seconds(90));
    assertThat(read(server)).isEqualTo("a castle");
  }

  private String create() {
    var id = api.createLobby(Map.of("node", "local", "idle_seconds", 600));
    servers.add(id);
    api.awaitState(id, "ASLEEP", seconds(60));
    return id;
  }

  /// @return its id
  private String backUp(String server) throws IOException {
    api.repeat("POST", "/api/servers/" + server + "/backups", "", Map.of());
    Awaitility.await("backup of " + server)
        .atMost(seconds(180))
        .until(() -> newest(server).path("state").asText().equals("COMPLETE"));
    return newest(server).path("id").asText();
  }

  private JsonNode newest(String server) throws IOException {
    return api.send("GET", "/api/servers/" + server + "/backups", "").body().path(0);
  }

  private Path archive(String backup) throws IOException {
    try (var all = Files.walk(stage.platform().config().home().resolve("data/backups"))) {
      return all.filter(file -> file.endsWith(backup + ".tar.zst")).findFirst().orElseThrow();
    }
  }

  private String restored(String server, String backup, boolean force) throws IOException {
    var path = "/api/servers/" + server + "/backups/" + backup + "/restore?force=" + force;
    return code(api.send("POST", path, ""));
  }

  private String undone(String server) throws IOException {
    return code(api.send("POST", "/api/servers/" + server + "/world/undo", ""));
  }

  private static String code(Api.Answer answer) {
    return answer.status() == 409 ? answer.body().path("code").asText() : "" + answer.status();
  }

  private JsonNode world(String server) throws IOException {
    return api.send("GET", "/api/servers/" + server + "/world", "").body();
  }

  private void awaitFormer(String server, String backup) {
    Awaitility.await("former of " + server)
        .atMost(seconds(180))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> assertThat(world(server).path("former").asText()).isEqualTo(backup));
  }

  private void write(String server, String name, String text) throws IOException {
    copy(Files.writeString(Files.createTempFile("keepsake", ".txt"), text), server, name);
  }

  /// Cannot be compressed, so that it takes a while to unpack.
  private void writeNoise(String server) throws IOException {
    var file = Files.createTempFile("noise", ".mca");
    var random = new Random(7);
    var some = new byte[1 << 20];
    try (var out = Files.newOutputStream(file)) {
      for (var written = 0L; written < NOISE; written += some.length) {
        random.nextBytes(some);
        out.write(some);
      }
    }
    copy(file, server, "region.mca");
  }

  private void copy(Path file, String server, String name) throws IOException {
    docker.run("cp", file.toString(), "ow-" + server + ":/data/" + name);
    Files.delete(file);
  }

  private String read(String server) throws IOException {
    return Files.readString(copied(server, "keepsake.txt"));
  }

  private Path copied(String server, String name) throws IOException {
    var file = Files.createTempFile("keepsake", ".txt");
    file.toFile().deleteOnExit();
    docker.run("cp", "ow-" + server + ":/data/" + name, file.toString());
    return file;
  }

  private List<String> volumes(String server) {
    return docker
        .run(
            "volume",
            "ls",
            "--filter",
            "label=dev.overwinter.server=" + server,
            "--format",
            "{{.Name}}")
        .lines()
        .toList();
  }

  private void awaitVolumes(String server, String only) {
    Awaitility.await()
        .atMost(seconds(60))
        .untilAsserted(() ->
            assertThat(volumes(server))
                .filteredOn(name -> !name.endsWith(".installed"))
                .containsExactly(only));
  }
}
