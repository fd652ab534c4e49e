package dev.overwinter.durable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keeps an owner's secrets unreadable wherever values are kept: in histories, rows and logs. The
/// api seals what it is given, a node unseals it when it makes the container; nobody else has the
/// key. Thread-safe.
public final class Seal {
  /// Length of a key in bytes.
  public static final int KEY_BYTES = 32;

  private static final String PREFIX = "sealed:v1:";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /// A seal with a key of [#KEY_BYTES].
  public Seal(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "seal key: " + key.length + " bytes (expected: " + KEY_BYTES + ")");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /// A seal with the key in a file: as it is, or in Base64 as people copy it.
  ///
  /// @throws IllegalArgumentException when it is no key; the message holds nothing of it
  public static Seal of(byte[] file) {
    if (file.length == KEY_BYTES) {
      return new Seal(file);
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(new String(file, StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException noKey) {
      throw new IllegalArgumentException("seal key: neither raw nor in Base64");
    }
    return new Seal(key);
  }

  /// Whether a value is sealed.
  public static boolean isSealed(String value) {
    return value.startsWith(PREFIX);
  }

  /// Seals a value for one server: nobody can move it to another one and read it there.
  public String seal(String serverId, String value) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    var sealed = run(Cipher.ENCRYPT_MODE, serverId, nonce, value.getBytes(StandardCharsets.UTF_8));
    var bytes = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /// The value that was sealed for a server; a value that is not sealed as it is.
  ///
  /// @throws IllegalArgumentException when it was sealed for another server, by another key, or
  ///   changed; the message holds nothing of it
  public String open(String serverId, String value) {
    if (!isSealed(value)) {
      return value;
    }
    var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(value.substring(PREFIX.length())));
    if (bytes.remaining() < NONCE_BYTES) {
      throw new IllegalArgumentException("a sealed value is too short");
    }
    var nonce = new byte[NONCE_BYTES];
    bytes.get(nonce);
    var sealed = new byte[bytes.remaining()];
    bytes.get(sealed);
    return new String(run(Cipher.DECRYPT_MODE, serverId, nonce, sealed), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, String serverId, byte[] nonce, byte[] input) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(serverId.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a sealed value cannot be opened with this key", e);
    }
  }
}
