package dev.overwinter.lab.lobby.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Names an image by what goes into it, so that the name is known before the work is done.
///
/// The bytes of two assemblies with one fingerprint differ in the AOT cache only: the JVM does not
/// write it the same way twice.
final class Fingerprint {
  /// Counts up when this package lays out the image differently.
  private static final String LAYOUT = "1";

  private Fingerprint() {}

  /// Returns 12 hex digits over the JDK, the libraries it stands on, and the jars.
  static String of(Path javaHome, List<Path> jars) throws IOException, InterruptedException {
    MessageDigest all = sha256();
    add(all, LAYOUT);
    add(all, Files.readString(javaHome.resolve("release")));
    for (Path library : SharedLibraries.of(javaHome)) {
      add(all, library + " " + sha256(library));
    }
    for (Path jar : jars) {
      add(all, LobbyImage.name(jar) + " " + sha256(jar));
    }
    return HexFormat.of().formatHex(all.digest()).substring(0, 12);
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var digesting = new DigestInputStream(in, sha256())) {
      digesting.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
