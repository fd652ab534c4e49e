package dev.overwinter.lab.lobby.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Writes the lobby's image as an archive for `docker load`.
///
/// ```
/// java -cp 'lobby.jar:lib/*' dev.overwinter.lab.lobby.image.LobbyImage <output.tar>
/// ```
///
/// The class path of the call is what goes into the image, less what only the assembler needs. The
/// last line on standard output is the tag, `overwinter/lobby:<12 hex digits>`; the archive carries
/// `overwinter/lobby:1`, which the catalogue names, as well. The same tag is written to
/// `<output.tar>.tag`, last, so that a killed assembly is not taken for a finished one.
///
/// Exit codes: 0 assembled, or already up to date; 1 could not be assembled (the reason is on
/// standard error); 2 wrong arguments.
public final class LobbyImage {
  /// Repository part of the image's names.
  public static final String REPOSITORY = "overwinter/lobby";

  /// Jars by these beginnings are the assembler's own and stay out of the image.
  private static final List<String> ASSEMBLER_ONLY = List.of("commons-");

  private LobbyImage() {}

  /// Assembles; see the class for arguments and exit codes.
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: LobbyImage <output.tar>");
      System.exit(2);
    }
    try {
      System.out.println(assemble(Path.of(args[0]).toAbsolutePath()));
      System.exit(0);
    } catch (IOException | RuntimeException failed) {
      System.err.println("The lobby image could not be assembled: " + failed.getMessage());
      System.exit(1);
    } catch (InterruptedException _) {
      System.exit(1);
    }
  }

  /// Assembles the image of this JVM's class path, unless `output` is up to date.
  ///
  /// @return the tag, `overwinter/lobby:<12 hex digits>`
  public static String assemble(Path output) throws IOException, InterruptedException {
    Path javaHome = Path.of(System.getProperty("java.home"));
    List<Path> jars = jars(System.getProperty("java.class.path"));
    String tag = REPOSITORY + ":" + Fingerprint.of(javaHome, jars);
    Path tagFile = output.resolveSibling(output.getFileName() + ".tag");
    if (Files.exists(output)
        && Files.exists(tagFile)
        && Files.readString(tagFile).strip().equals(tag)) {
      return tag;
    }
    Path parent = Objects.requireNonNull(output.getParent(), "output has no directory");
    Files.createDirectories(parent);
    Files.deleteIfExists(tagFile);
    Path stage = Files.createTempDirectory(parent, "lobby-stage-");
    try {
      new Assembly(stage, javaHome, jars).write(output, tag);
    } finally {
      delete(stage);
    }
    Files.writeString(tagFile, tag + "\n");
    return tag;
  }

  private static List<Path> jars(String classPath) throws IOException {
    List<Path> jars =
        Stream.of(classPath.split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar"))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .filter(jar -> ASSEMBLER_ONLY.stream().noneMatch(name(jar)::startsWith))
            .sorted(Comparator.comparing(LobbyImage::name))
            .toList();
    if (jars.stream().noneMatch(jar -> name(jar).startsWith("minestom-"))
        || jars.stream().noneMatch(jar -> name(jar).startsWith("lobby-"))) {
      throw new IOException("class path: " + classPath + " (expected: lobby-….jar and lib/*)");
    }
    return jars;
  }

  static String name(Path path) {
    return Objects.requireNonNull(path.getFileName(), "no file name").toString();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
