package dev.overwinter.lab.launcher.parts;

import dev.overwinter.durable.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;

/// The secrets of one installation: one file each, readable by its owner only, made at the first
/// use.
public final class Secrets {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path directory;

  /// Opens the directory, which is made (0700) when missing.
  public Secrets(Path directory) {
    this.directory = directory;
    try {
      var ownerOnly = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, ownerOnly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns where all of them are.
  public Path directory() {
    return directory;
  }

  /// Returns the file of the secret `name`, whether it exists or not.
  public Path file(String name) {
    return directory.resolve(name);
  }

  /// Returns the secret `name`; at the first call 256 random bits, as text that needs no quoting
  /// anywhere.
  public String get(String name) {
    try {
      var file = file(name);
      if (!Files.exists(file)) {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes sure that there is a ring of keys called `name`. The id of a key is the day on which it
  /// was made, so that whoever rotates them sees how old it is.
  public void ensureRing(String name) {
    var file = file(name);
    if (!Files.exists(file)) {
      try {
        write(file, KeyRing.draw(LocalDate.now(ZoneOffset.UTC).toString()) + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Keeps the secret `name`, which somebody else has made.
  public void put(String name, String secret) throws IOException {
    write(file(name), secret);
  }

  private static void write(Path file, String secret) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    var ownerOnly = PosixFilePermissions.fromString("rw-------");
    Files.deleteIfExists(draft);
    Files.createFile(draft, PosixFilePermissions.asFileAttribute(ownerOnly));
    Files.writeString(draft, secret);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
