package dev.overwinter.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/// How the api is reached: by HTTPS alone when it has a certificate.
///
/// @param certificate `OVERWINTER_API_TLS_CERTIFICATE`, otherwise `SSL_CERTFILE`: PEM, the server's
///   own first; null for none
/// @param key `OVERWINTER_API_TLS_KEY`, otherwise `SSL_KEYFILE`: its private key, PEM
/// @param plain `OVERWINTER_API_TLS=plain`: the operator knows that it speaks HTTP, behind a front
///   that speaks TLS, or on a network of their own
public record TlsConfig(@Nullable Path certificate, @Nullable Path key, boolean plain) {
  private static final String OWN = "OVERWINTER_API_TLS";
  private static final Set<String> KEYS = Set.of(OWN, OWN + "_CERTIFICATE", OWN + "_KEY");
  private static final String BUNDLE = "overwinter";

  /// Whether a key is one of these.
  static boolean knows(String key) {
    return KEYS.contains(key);
  }

  static TlsConfig from(Map<String, String> env) {
    var said = env.getOrDefault(OWN, "").strip();
    if (!said.isEmpty() && !said.equals("plain")) {
      throw new IllegalArgumentException(OWN + ": " + said + " (expected: plain, or nothing)");
    }
    var certificate = path(env, OWN + "_CERTIFICATE", "SSL_CERTFILE");
    var key = path(env, OWN + "_KEY", "SSL_KEYFILE");
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          OWN + "_CERTIFICATE and _KEY: one is missing (expected: both or neither)");
    }
    if (certificate != null && said.equals("plain")) {
      throw new IllegalArgumentException(
          OWN + ": plain, and there is a certificate (expected: one or the other)");
    }
    return new TlsConfig(certificate, key, said.equals("plain"));
  }

  private static @Nullable Path path(Map<String, String> env, String own, String older) {
    var text = env.getOrDefault(own, env.getOrDefault(older, ""));
    return text.isBlank() ? null : Path.of(text.strip());
  }

  /// Whether it speaks HTTPS, and nothing else.
  public boolean on() {
    return certificate != null;
  }

  /// Refuses to serve strangers in the clear.
  ///
  /// @throws IllegalArgumentException when nobody has said that this is meant, or a file cannot be
  ///   read
  static void check(ApiConfig config) {
    var tls = config.tls();
    for (var file : new Path[] {tls.certificate(), tls.key()}) {
      if (file != null && !Files.isReadable(file)) {
        throw new IllegalArgumentException(OWN + ": " + file + " (expected: a readable PEM file)");
      }
    }
    if (tls.certificate() != null && tls.key() != null) {
      requirePair(tls.certificate(), tls.key());
    }
    boolean forStrangers = !SignInConfig.isLoopback(config.bind());
    if (forStrangers
        && !config.signIn().development()
        && !tls.on()
        && !tls.plain()
        && config.trustedProxies().isEmpty()) {
      throw new IllegalArgumentException(
          OWN
              + "_CERTIFICATE and _KEY: missing, and OVERWINTER_API_BIND is "
              + config.bind()
              + " (expected: both; or OVERWINTER_API_TRUSTED_PROXY, or OVERWINTER_API_TLS=plain,"
              + " behind a front that speaks TLS)");
    }
  }

  /// Refuses two files that are not of each other: every visitor's browser would.
  private static void requirePair(Path certificate, Path key) {
    var chain = read(certificate, PemContent::getCertificates, "certificates in PEM");
    var secret = read(key, PemContent::getPrivateKey, "a private key in PEM, without a password");
    if (!signsFor(chain.getFirst().getPublicKey(), secret)) {
      throw new IllegalArgumentException(
          OWN
              + ": "
              + key
              + " (expected: the private key of the certificate in "
              + certificate
              + ")");
    }
  }

  private static <T> T read(Path file, Function<PemContent, @Nullable T> part, String expected) {
    try {
      var found = part.apply(PemContent.load(file));
      if (found != null) {
        return found;
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(OWN + ": " + file + " (expected: " + expected + ")", e);
    }
    throw new IllegalArgumentException(OWN + ": " + file + " (expected: " + expected + ")");
  }

  private static boolean signsFor(PublicKey open, PrivateKey secret) {
    var word = "overwinter".getBytes(StandardCharsets.UTF_8);
    try {
      var signer = Signature.getInstance(algorithm(secret));
      signer.initSign(secret);
      signer.update(word);
      var proof = signer.sign();
      signer.initVerify(open);
      signer.update(word);
      return signer.verify(proof);
    } catch (GeneralSecurityException _) {
      return false; // of different kinds
    }
  }

  private static String algorithm(PrivateKey secret) {
    return switch (secret.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> secret.getAlgorithm();
    };
  }

  /// What Spring is told. Both files are read again when they change: connections from then on see
  /// the new certificate, and none is dropped. While they are not of each other, those before hold.
  Map<String, Object> properties() {
    var properties = new LinkedHashMap<String, Object>();
    var chain = certificate;
    var secret = key;
    if (chain != null && secret != null) {
      var bundle = "spring.ssl.bundle.pem." + BUNDLE;
      properties.put(bundle + ".keystore.certificate", chain.toUri().toString());
      properties.put(bundle + ".keystore.private-key", secret.toUri().toString());
      properties.put(bundle + ".keystore.verify-keys", true);
      properties.put(bundle + ".reload-on-update", true);
      properties.put("spring.ssl.bundle.watch.file.quiet-period", "1s");
      properties.put("server.ssl.bundle", BUNDLE);
    }
    return properties;
  }
}
