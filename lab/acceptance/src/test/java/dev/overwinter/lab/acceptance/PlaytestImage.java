package dev.overwinter.lab.acceptance;

import dev.overwinter.lab.acceptance.playtest.PlaytestGame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;

/// The image of [PlaytestGame]: the demo lobby's, which holds a Java runtime, with one class more.
/// Committed from a container that never runs, because nothing can be pulled or built here.
final class PlaytestImage {
  static final String NAME = "overwinter/playtest:1";
  private static final String LOBBY = "overwinter/lobby:1";

  private PlaytestImage() {}

  static void make(Docker docker) {
    // A platform that has just started may still be assembling it.
    Awaitility.await("the lobby's image")
        .atMost(Duration.ofMinutes(2))
        .until(() -> !docker.run("image", "ls", "-q", LOBBY).isBlank());
    var container = "playtest-" + UUID.randomUUID();
    docker.run("create", "--name", container, LOBBY);
    try {
      var directory = Files.createTempDirectory("playtest");
      // It keeps its mode in the image, where the game is nobody in particular.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      var file = PlaytestGame.class.getName().replace('.', '/') + ".class";
      var target = directory.resolve(file);
      Files.createDirectories(target.getParent());
      try (InputStream in =
          Objects.requireNonNull(PlaytestGame.class.getClassLoader().getResourceAsStream(file))) {
        Files.copy(in, target);
      }
      docker.run("cp", directory + "/.", container + ":/opt/playtest");
      docker.run(
          "commit",
          "--change",
          "ENTRYPOINT [\"/opt/java/bin/java\",\"-Xmx64m\",\"-cp\",\"/opt/playtest\",\""
              + PlaytestGame.class.getName()
              + "\"]",
          container,
          NAME);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      docker.run("rm", container);
    }
  }
}
