package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The Docker image of a game on UDP, if somebody made one: `./overwinter image luanti`, and
/// `./overwinter test` for its own use.
public final class LuantiImage {

  private LuantiImage() {}

  /// Loads it into `docker` when it was made and is not there.
  public static void install(Path shared, DockerEngine docker)
      throws IOException, InterruptedException {
    var archive = shared.resolve("cache/luanti.tar");
    var tag = archive.resolveSibling(archive.getFileName() + ".tag");
    if (Files.exists(tag)) {
      docker.ensureImage(Files.readString(tag).strip(), archive);
    }
  }
}
