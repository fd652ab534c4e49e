package dev.overwinter.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Refuses to start with a secret that others know, can guess or can read. Secrets that are missing
/// are made by [Secrets]; here are those that somebody has put there.
final class StrongSecrets {
  private static final int LEAST = 16;
  private static final int LEAST_DIFFERENT = 6;

  /// Each is in somebody's documentation.
  private static final Set<String> KNOWN =
      Set.of(
          "changeme",
          "change-me",
          "changeit",
          "secret",
          "default-secret",
          "dev_secret",
          "dev-secret",
          "dev-secret-change-me",
          "your-secret-key",
          "your-secret-key-here",
          "supersecret",
          "password",
          "overwinter",
          "postgres",
          "temporal",
          "admin");

  private static final List<String> FILES =
      List.of("jwt.key", "proxy-token", "seal-key", "rooms-keys", "node-secret", "admin-password");

  private StrongSecrets() {}

  /// @throws IllegalArgumentException that names every secret which will not do, and none of them
  static void check(ApiConfig config) {
    var wrong = new ArrayList<String>();
    for (var name : FILES) {
      check(config.secrets().resolve(name), name, wrong);
    }
    if (config.sealKeyFile() != null) {
      check(config.sealKeyFile(), "OVERWINTER_API_SEAL_KEY_FILE", wrong);
    }
    if (config.roomKeysFile() != null) {
      check(config.roomKeysFile(), "OVERWINTER_ROOMS_KEYS_FILE", wrong);
    }
    if (config.nodeSecretFile() != null) {
      weak(config.nodeSecretFile(), "OVERWINTER_API_NODE_SECRET_FILE", wrong);
    }
    for (var provider : config.signIn().providers()) {
      weak(
          provider.secretFile(),
          "OVERWINTER_API_OIDC_" + provider.name().toUpperCase(Locale.ROOT) + "_CLIENT_SECRET_FILE",
          wrong);
    }
    var payments = config.payments();
    if (payments.secretFile() != null) {
      check(payments.secretFile(), "OVERWINTER_API_PAYMENTS_SECRET_FILE", wrong);
    }
    if (payments.keyFile() != null) {
      check(payments.keyFile(), "OVERWINTER_API_PAYMENTS_KEY_FILE", wrong);
    }
    database(config.database(), wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  private static void check(Path file, String name, List<String> wrong) {
    weak(file, name, wrong);
    try {
      if (Files.exists(file)) {
        var open = Files.getPosixFilePermissions(file);
        if (open.stream().anyMatch(StrongSecrets::isForOthers)) {
          wrong.add(name + ": others may read or change it (expected: 0600)");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be looked at", e);
    } catch (UnsupportedOperationException _) {
      return; // no such permissions on this file system
    }
  }

  private static boolean isForOthers(PosixFilePermission permission) {
    return permission.name().startsWith("OTHERS_") || permission == PosixFilePermission.GROUP_WRITE;
  }

  private static void weak(Path file, String name, List<String> wrong) {
    if (!Files.exists(file)) {
      return; // made when missing, or named by whoever needs it
    }
    try {
      var text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      if (isWeak(text.strip())) {
        wrong.add(name + ": too weak (expected: " + LEAST + " random characters or more)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /// Whether a secret is short, known, or one thing over and over.
  static boolean isWeak(String secret) {
    return secret.length() < LEAST
        || secret.chars().distinct().count() < LEAST_DIFFERENT
        || KNOWN.contains(secret.toLowerCase(Locale.ROOT))
        || KNOWN.stream().anyMatch(known -> secret.replace(known, "").length() < LEAST / 2);
  }

  /// PostgreSQL on this machine may trust its own users; one elsewhere must not trust everybody.
  private static void database(ApiConfig.Database database, List<String> wrong) {
    if (database.passwordFile() != null) {
      if (KNOWN.contains(database.password().toLowerCase(Locale.ROOT))) {
        wrong.add("OVERWINTER_DATABASE_PASSWORD_FILE: everybody knows this password");
      }
    } else if (!isHere(database.url()) && !database.url().contains("password=")) {
      wrong.add("OVERWINTER_DATABASE_PASSWORD_FILE: missing (expected, since it is elsewhere)");
    }
  }

  private static boolean isHere(String url) {
    try {
      var host = URI.create(url.replaceFirst("^jdbc:", "")).getHost();
      return host == null
          || "localhost".equals(host)
          || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
