package dev.overwinter.api;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The directory of secrets: each a small file that only its owner may read (directory 0700, files
/// 0600). What is missing is made from strong randomness; nothing has a default value.
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ROOM_KEYS = "rooms-keys";

  private final Path directory;

  /// Uses a directory and makes it when it is missing.
  public Secrets(Path directory) {
    this.directory = directory;
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("secrets cannot be kept in " + directory, e);
    }
  }

  /// The key that signs tokens, 256 bits; made when missing and kept over restarts.
  public byte[] tokenKey() {
    var key = Base64.getUrlDecoder().decode(readOrMake("jwt.key"));
    if (key.length < 32) {
      throw new IllegalStateException("jwt.key: " + key.length + " bytes (expected: >= 32)");
    }
    return key;
  }

  /// A fingerprint of a text that nobody can check guesses against without the key of tokens.
  public String fingerprint(String text) {
    return HexFormat.of().formatHex(derived("fingerprint:" + text));
  }

  /// A key of 256 bits for one purpose; no other purpose's key tells anything about it.
  public byte[] derived(String purpose) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(tokenKey(), "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What proxies present to read routes; made when missing.
  public String proxyToken() {
    return readOrMake("proxy-token");
  }

  /// The key that owners' secrets are sealed with, in Base64 as nodes are given it; made when
  /// missing, unless the operator has named a file.
  public String sealKey(@Nullable Path named) {
    if (named == null) {
      return readOrMake("seal-key");
    }
    try {
      var bytes = Files.readAllBytes(named);
      return bytes.length == Seal.KEY_BYTES
          ? Base64.getEncoder().encodeToString(bytes)
          : new String(bytes, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "OVERWINTER_API_SEAL_KEY_FILE: " + named + " (expected: a readable file)", e);
    }
  }

  /// The keys that rooms are sealed with, read again at every start, so that they can be rotated;
  /// made when missing, unless the operator has named a file.
  ///
  /// @throws IllegalArgumentException when it is no ring of keys; the message holds nothing of one
  public KeyRing roomKeys(@Nullable Path named) {
    if (named == null) {
      return KeyRing.parse(readOrMake(ROOM_KEYS));
    }
    try {
      return KeyRing.parse(Files.readString(named));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "OVERWINTER_ROOMS_KEYS_FILE: " + named + " (expected: a readable file)", e);
    }
  }

  /// The secret of the older node agent's paths; empty when there is none, since it is never made
  /// by itself.
  public Optional<String> nodeSecret(@Nullable Path named) {
    if (named == null) {
      return read("node-secret");
    }
    try {
      return Optional.of(Files.readString(named).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "OVERWINTER_API_NODE_SECRET_FILE: " + named + " (expected: a readable file)", e);
    }
  }

  /// The one-time password of the first admin while it waits to be used.
  public Optional<String> adminPassword() {
    return read("admin-password");
  }

  /// Makes and keeps a new one-time password for the first admin.
  public String newAdminPassword() {
    deleteAdminPassword();
    return readOrMake("admin-password");
  }

  /// Forgets the one-time password after its use.
  public void deleteAdminPassword() {
    try {
      Files.deleteIfExists(directory.resolve("admin-password"));
    } catch (IOException e) {
      throw new UncheckedIOException("admin-password cannot be removed", e);
    }
  }

  /// A new secret of 192 bits, safe in URLs and headers.
  public static String random() {
    var bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String newValue(String name) {
    var key = new byte[Seal.KEY_BYTES];
    RANDOM.nextBytes(key);
    return switch (name) {
      case "jwt.key" -> Base64.getUrlEncoder().withoutPadding().encodeToString(key);
      case "seal-key" -> Base64.getEncoder().encodeToString(key);
      // A key's id tells whoever rotates it how old it is.
      case ROOM_KEYS -> KeyRing.draw(LocalDate.now(ZoneOffset.UTC).toString());
      default -> random();
    };
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(directory.resolve(name)).strip())
          .filter(text -> !text.isEmpty());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /// Written whole or not at all, and never over one that another process has made meanwhile.
  private String readOrMake(String name) {
    var known = read(name);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      var made =
          Files.createTempFile(
              directory,
              name,
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(made, newValue(name) + "\n");
      try (var file = FileChannel.open(made, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      keep(made, directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be made", e);
    }
    return read(name).orElseThrow();
  }

  private static void keep(Path made, Path target) throws IOException {
    try {
      Files.createLink(target, made);
      Files.delete(made);
    } catch (FileAlreadyExistsException _) {
      Files.delete(made);
    } catch (UnsupportedOperationException _) {
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
