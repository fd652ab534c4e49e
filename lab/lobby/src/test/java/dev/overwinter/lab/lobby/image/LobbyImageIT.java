package dev.overwinter.lab.lobby.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Assembles the image once and reads the archive as an engine would.
class LobbyImageIT {
  @TempDir private static Path directory;
  private static Path archive;
  private static String tag;
  private static Map<String, byte[]> entries;

  @BeforeAll
  static void assemble() throws Exception {
    archive = directory.resolve("lobby.tar");
    tag = LobbyImage.assemble(archive);
    entries = new HashMap<>();
    try (var tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), tar.readAllBytes());
      }
    }
  }

  @Test
  void isNamedByItsContent() {
    assertThat(tag).matches("overwinter/lobby:[0-9a-f]{12}");
    assertThat(manifest().getAsJsonArray("RepoTags").asList())
        .extracting(JsonElement::getAsString)
        .containsExactly("overwinter/lobby:1", tag);
  }

  @Test
  void isLeftAloneWhenNothingChanged() throws Exception {
    var before = Files.getLastModifiedTime(archive);

    assertThat(LobbyImage.assemble(archive)).isEqualTo(tag);

    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(before);
  }

  @Test
  void runsAsAnUnprivilegedUserWithOneVolume() {
    JsonObject config = json(manifest().get("Config").getAsString()).getAsJsonObject("config");

    assertThat(config.get("User").getAsString()).isEqualTo("1000:1000");
    assertThat(config.getAsJsonObject("Volumes").keySet()).containsExactly("/data");
    assertThat(config.getAsJsonObject("ExposedPorts").keySet()).containsExactly("25565/tcp");
  }

  @Test
  void namesEveryLayerByItsDigest() {
    var digests =
        json(manifest().get("Config").getAsString())
            .getAsJsonObject("rootfs")
            .getAsJsonArray("diff_ids");
    var layers = manifest().getAsJsonArray("Layers");

    assertThat(layers).hasSameSizeAs(digests).hasSize(4);
    for (int i = 0; i < layers.size(); i++) {
      assertThat("sha256:" + Fingerprint.sha256(entry(layers.get(i).getAsString())))
          .isEqualTo(digests.get(i).getAsString());
    }
  }

  @Test
  void givesTheDataDirectoryToTheUser() throws IOException {
    var system = new ByteArrayInputStream(layer(0));
    try (var tar = new TarArchiveInputStream((InputStream) system)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        boolean data = entry.getName().equals("data/");
        assertThat(entry.getLongUserId()).as(entry.getName()).isEqualTo(data ? 1_000 : 0);
      }
    }
  }

  private static byte[] layer(int index) {
    return entry(manifest().getAsJsonArray("Layers").get(index).getAsString());
  }

  private static JsonObject manifest() {
    byte[] bytes = entry("manifest.json");
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject();
  }

  private static JsonObject json(String name) {
    return JsonParser.parseString(new String(entry(name), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private static byte[] entry(String name) {
    byte[] bytes = entries.get(name);
    assertThat(bytes).as(name).isNotNull();
    return bytes == null ? new byte[0] : bytes;
  }
}
