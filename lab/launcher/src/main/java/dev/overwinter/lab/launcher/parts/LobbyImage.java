package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// The Docker image of the demo server, assembled from this machine's JDK: no image is pulled.
public final class LobbyImage {

  private static final String MODULE = "lab/lobby";
  private static final String ASSEMBLER = "dev.overwinter.lab.lobby.image.LobbyImage";

  private static final Duration ASSEMBLED_WITHIN = Duration.ofMinutes(4);

  private LobbyImage() {}

  /// Returns where the image of this build is, or will be once it is assembled: a file that Docker
  /// can load.
  public static Path file(Path checkout, Path shared) throws IOException {
    var fingerprint = Deployment.built(checkout, MODULE).fingerprint();
    var jdk = Integer.toHexString(Runtime.version().hashCode());
    return shared.resolve("cache/lobby-%s-%s.tar".formatted(fingerprint, jdk));
  }

  /// Assembles `file` when the lobby changed, and loads it into `docker` when it is not there.
  ///
  /// Two platforms of one checkout may start at the same time: one assembles, the other waits for
  /// it.
  public static void install(Path checkout, Path file, DockerEngine docker)
      throws IOException, InterruptedException {
    synchronized (LobbyImage.class) {
      var cache = Files.createDirectories(file.getParent());
      var lock = cache.resolve("lobby.lock");
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        assembled(checkout, cache, file, docker);
      }
    }
  }

  private static void assembled(Path checkout, Path cache, Path file, DockerEngine docker)
      throws IOException, InterruptedException {
    // Written last, so that a killed assembly is not taken for a finished one.
    var tag = file.resolveSibling(file.getFileName() + ".tag");
    if (!Files.exists(tag)) {
      Trees.keepNewest(cache, "lobby-");
      var jars = Deployment.built(checkout, MODULE);
      Commands.run(ASSEMBLED_WITHIN, JavaApp.bare(jars, ASSEMBLER, file.toString())).orThrow();
    }
    docker.ensureImage(Files.readString(tag).strip(), file);
  }
}
