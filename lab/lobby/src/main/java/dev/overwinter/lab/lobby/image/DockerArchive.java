package dev.overwinter.lab.lobby.image;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An image in the format of `docker save`: layers, a configuration, and a manifest that ties them.
///
/// Layers are kept in memory until written; the lobby's are 140 MB together.
final class DockerArchive {
  /// The unprivileged user that the image runs as; `/data` is theirs.
  static final int USER = 1_000;

  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private final List<String> tags;
  private final List<String> entrypoint;
  private final Map<String, String> labels;
  private final List<byte[]> layers = new ArrayList<>();

  DockerArchive(List<String> tags, List<String> entrypoint, Map<String, String> labels) {
    this.tags = tags;
    this.entrypoint = entrypoint;
    this.labels = labels;
  }

  /// Fills a layer.
  interface Content {
    void write(Layer layer) throws IOException;
  }

  /// Adds a layer on top.
  void layer(Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var layer = new Layer(bytes)) {
      content.write(layer);
    }
    layers.add(bytes.toByteArray());
  }

  /// Writes the archive beside `output` and moves it there whole.
  void write(Path output) throws IOException {
    Path draft = output.resolveSibling(output.getFileName() + ".tmp");
    try (var file = new BufferedOutputStream(Files.newOutputStream(draft));
        var archive = new Layer(file)) {
      List<String> names = new ArrayList<>();
      List<String> digests = new ArrayList<>();
      for (byte[] layer : layers) {
        String digest = Fingerprint.sha256(layer);
        digests.add("sha256:" + digest);
        names.add(digest + "/layer.tar");
        archive.bytes(names.getLast(), layer);
      }
      byte[] config = JSON.toJson(configuration(digests)).getBytes(StandardCharsets.UTF_8);
      String configName = Fingerprint.sha256(config) + ".json";
      archive.bytes(configName, config);
      archive.text(
          "manifest.json",
          JSON.toJson(List.of(sorted("Config", configName, "RepoTags", tags, "Layers", names))));
    }
    Files.move(draft, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Map<String, Object> configuration(List<String> digests) {
    String architecture =
        switch (System.getProperty("os.arch")) {
          case "aarch64" -> "arm64";
          case "amd64", "x86_64" -> "amd64";
          case String other -> other;
        };
    return sorted(
        "architecture", architecture,
        "os", "linux",
        "created", Assembly.EPOCH.toString(),
        "config",
            sorted(
                "User",
                USER + ":" + USER,
                "ExposedPorts",
                Map.of("25565/tcp", Map.of()),
                "Volumes",
                Map.of("/data", Map.of()),
                "WorkingDir",
                "/data",
                "Entrypoint",
                entrypoint,
                "StopSignal",
                "SIGTERM",
                "Labels",
                labels),
        "rootfs", sorted("type", "layers", "diff_ids", digests));
  }

  /// Names and values in turn; sorted, since `Map.of` has another order in every process.
  private static SortedMap<String, Object> sorted(Object... entries) {
    var map = new TreeMap<String, Object>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }
}
