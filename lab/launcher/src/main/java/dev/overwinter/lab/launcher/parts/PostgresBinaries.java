package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// Unpacks the PostgreSQL that came as a Maven artifact.
final class PostgresBinaries {

  private static final Pattern VERSION = Pattern.compile("-(\\d[\\d.]*)\\.jar!");
  private static final int ANY_EXECUTE = 0111;

  private PostgresBinaries() {}

  /// Returns the directory that holds `bin/postgres`, unpacked into `tools` at the first call. Safe
  /// to repeat and to interrupt: a directory by the final name is complete.
  static Path install(Path tools) throws IOException {
    var archive = "/postgres-linux-" + architecture() + ".txz";
    var resource = PostgresBinaries.class.getResource(archive);
    if (resource == null) {
      throw new IOException("no PostgreSQL for this machine's processor (" + archive + ")");
    }
    var version = VERSION.matcher(resource.toString());
    var home = tools.resolve("postgres-" + (version.find() ? version.group(1) : "unversioned"));
    if (!Files.isDirectory(home)) {
      Files.createDirectories(tools);
      var draft = Files.createTempDirectory(tools, "postgres-");
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (var bytes = resource.openStream()) {
        unpack(bytes, draft);
      }
      moves(draft, home);
    }
    return home;
  }

  private static void moves(Path draft, Path home) throws IOException {
    try {
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      Trees.delete(draft); // another process was faster
    }
  }

  private static void unpack(InputStream bytes, Path into) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(bytes))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var target = entry.resolveIn(into); // refuses names that lead outside
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          unpackOne(tar, entry, target);
        }
      }
    }
  }

  private static void unpackOne(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    if ((entry.getMode() & ANY_EXECUTE) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    } else {
      Files.setPosixFilePermissions(target, readable());
    }
  }

  private static Set<PosixFilePermission> readable() {
    return PosixFilePermissions.fromString("rw-r--r--");
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "arm_64";
      case String other -> other;
    };
  }
}
