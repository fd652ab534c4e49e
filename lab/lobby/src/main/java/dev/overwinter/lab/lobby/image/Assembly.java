package dev.overwinter.lab.lobby.image;

import dev.overwinter.lab.lobby.LobbyMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One assembly in one staging directory, which looks inside as the image will.
final class Assembly {
  /// Every file of the image has this time: the AOT cache is bound to the times of the jars.
  static final Instant EPOCH = Instant.parse("2026-11-21T00:00:00Z");

  private static final String RUNTIME = "opt/java";
  private static final String LIBS = "opt/lobby/lib";
  private static final String OPTIONS = "opt/lobby/java.options";
  private static final String CACHE = "opt/lobby/lobby.aot";

  private final Path stage;
  private final Path javaHome;
  private final List<Path> jars;

  Assembly(Path stage, Path javaHome, List<Path> jars) {
    this.stage = stage;
    this.javaHome = javaHome;
    this.jars = jars;
  }

  /// Builds the image and writes its archive.
  void write(Path output, String tag) throws IOException, InterruptedException {
    Path runtime = stage.resolve(RUNTIME);
    Toolchain.link(javaHome, jars, runtime);
    Files.createDirectories(stage.resolve(LIBS));
    for (Path jar : jars) {
      Files.copy(jar, stage.resolve(LIBS).resolve(LobbyImage.name(jar)));
    }
    settleTimes();
    Rehearsal.run(stage, runtime, jvmOptions(stage.toString()), stage.resolve(CACHE));
    Files.writeString(
        stage.resolve(OPTIONS),
        "-XX:AOTCache=/" + CACHE + "\n" + String.join("\n", jvmOptions("")) + "\n");
    var archive =
        new DockerArchive(
            List.of(LobbyImage.REPOSITORY + ":1", tag),
            List.of("/" + RUNTIME + "/bin/java", "@/" + OPTIONS, LobbyMain.class.getName()),
            Map.of(
                "org.opencontainers.image.title", "Overwinter lobby",
                "org.opencontainers.image.version", tag.substring(tag.indexOf(':') + 1),
                "dev.overwinter.image", "lobby"));
    archive.layer(this::system);
    archive.layer(layer -> layer.tree(runtime, RUNTIME));
    archive.layer(layer -> layer.tree(stage.resolve(LIBS), LIBS));
    archive.layer(layer -> {
      layer.file(stage.resolve(CACHE), CACHE, 0644);
      layer.file(stage.resolve(OPTIONS), OPTIONS, 0644);
    });
    archive.write(output);
  }

  /// The part that every Linux program expects: loader, C library, accounts, writable places.
  private void system(Layer layer) throws IOException {
    layer.text("etc/passwd", "root:x:0:0:root:/:/none\nlobby:x:1000:1000:lobby:/data:/none\n");
    layer.text("etc/group", "root:x:0:\nlobby:x:1000:\n");
    layer.text("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    layer.directory("data", 0755, DockerArchive.USER);
    layer.directory("tmp", 01777, 0);
    try {
      for (Path library : SharedLibraries.of(stage.resolve(RUNTIME))) {
        layer.file(library.toRealPath(), library.toString().substring(1), 0755);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  /// Serial collector and first compiler only: a lobby is small, and starts are what is waited for.
  private List<String> jvmOptions(String root) {
    String classPath =
        jars.stream()
            .map(jar -> root + "/" + LIBS + "/" + LobbyImage.name(jar))
            .collect(Collectors.joining(":"));
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xms32m",
        "-Xmx192m",
        "-XX:MaxDirectMemorySize=64m",
        "-XX:-UsePerfData",
        "-XX:TrimNativeHeapInterval=10000",
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classPath);
  }

  private void settleTimes() throws IOException {
    try (var all = Files.walk(stage)) {
      for (Path path : all.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(EPOCH));
      }
    }
  }
}
