package dev.overwinter.servers.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.overwinter.servers.testgame.TestGame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// An image of [TestGame], put together from this machine's JDK and the shared libraries it needs:
/// no registry is asked for anything.
final class TestImage {
  private static final int GAME_USER = 1_000;
  private static final String GAME = "dev/overwinter/servers/testgame/TestGame.class";

  private TestImage() {}

  /// Makes the image present and answers with its name.
  static String ensure(Engine engine) {
    var name = name();
    try {
      engine.usual().inspectImageCmd(name).exec();
    } catch (NotFoundException absent) {
      engine.transfer().loadImageCmd(new ByteArrayInputStream(archive(name))).exec();
    }
    return name;
  }

  static String name() {
    return "overwinter/test-game:" + sha256(gameClass()).substring(0, 12);
  }

  /// The image as `docker save` would write it.
  static byte[] archive(String name) {
    try {
      var layer = layer();
      var config =
          """
          {"architecture":"%s","os":"linux","config":{"Entrypoint":["/jre/bin/java",\
          "-Xshare:auto","-XX:TieredStopAtLevel=1","-Xmx1g","-cp","/game",\
          "dev.overwinter.servers.testgame.TestGame"],"WorkingDir":"/data"},\
          "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created_by":"test"}]}
          """
              .formatted(architecture(), sha256(layer))
              .getBytes(StandardCharsets.UTF_8);
      var manifest =
          """
          [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]
          """
              .formatted(name)
              .getBytes(StandardCharsets.UTF_8);
      var out = new ByteArrayOutputStream();
      try (var tar = tar(out)) {
        add(tar, "config.json", config, 0644, 0);
        add(tar, "layer.tar", layer, 0644, 0);
        add(tar, "manifest.json", manifest, 0644, 0);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] layer() throws IOException {
    var jre = Files.createTempDirectory("test-game").resolve("jre");
    var jdk = Path.of(System.getProperty("java.home"));
    run(
        jdk.resolve("bin/jlink").toString(),
        "--add-modules",
        "java.base",
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        jre.toString());
    var out = new ByteArrayOutputStream();
    try (var tar = tar(out)) {
      directory(tar, "tmp/", 01777, 0);
      directory(tar, "data/", 0755, GAME_USER);
      add(tar, "game/" + GAME, gameClass(), 0644, 0);
      var libraries = new TreeSet<String>();
      try (var files = Files.walk(jre)) {
        for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
          var runs = Files.isExecutable(file) || file.toString().endsWith(".so");
          add(tar, "jre/" + jre.relativize(file), Files.readAllBytes(file), runs ? 0755 : 0644, 0);
          if (runs) {
            libraries.addAll(librariesOf(file));
          }
        }
      }
      for (var library : libraries) {
        add(tar, library.substring(1), Files.readAllBytes(Path.of(library)), 0755, 0);
      }
    }
    return out.toByteArray();
  }

  private static List<String> librariesOf(Path file) throws IOException {
    var found = new ArrayList<String>();
    for (var line : run("ldd", file.toString()).lines().toList()) {
      var path = line.replaceFirst(".*=>", "").replaceFirst("\\(0x.*", "").strip();
      if (path.startsWith("/") && !path.contains("/jre/")) {
        found.add(path);
      }
    }
    return found;
  }

  private static String run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static TarArchiveOutputStream tar(ByteArrayOutputStream out) {
    var tar = new TarArchiveOutputStream(out);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return tar;
  }

  private static void directory(TarArchiveOutputStream tar, String name, int mode, int owner)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setMode(040000 | mode);
    entry.setIds(owner, owner);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void add(
      TarArchiveOutputStream tar, String name, byte[] bytes, int mode, int owner)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setMode(0100000 | mode);
    entry.setIds(owner, owner);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static byte[] gameClass() {
    try (var in =
        Objects.requireNonNull(TestGame.class.getClassLoader().getResourceAsStream(GAME))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
