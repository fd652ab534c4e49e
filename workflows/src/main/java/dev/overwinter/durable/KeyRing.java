package dev.overwinter.durable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keys that seal what is kept (histories, rows), so that who reads those reads nothing. The first
/// key writes, all of them open: a key is rotated by a new first line and a restart, and an old one
/// goes when nothing that it sealed is kept any more. Thread-safe.
///
/// AES-256-GCM with a nonce drawn for each value; one key is good for 2^32 values.
public final class KeyRing {
  /// Length of a key in bytes.
  public static final int KEY_BYTES = 32;

  private static final String PREFIX = "ring:";
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_.-]{1,64}");
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SequencedMap<String, SecretKeySpec> keys;

  private KeyRing(SequencedMap<String, SecretKeySpec> keys) {
    this.keys = keys;
  }

  /// Reads a ring: a key a line, as `id:base64 of 32 bytes`; empty lines and those that begin with
  /// `#` say nothing.
  ///
  /// @throws IllegalArgumentException with the number of the line, and nothing of a key
  public static KeyRing parse(String text) {
    var keys = new LinkedHashMap<String, SecretKeySpec>();
    var number = 0;
    for (var line : text.lines().map(String::strip).toList()) {
      number++;
      if (!line.isEmpty() && !line.startsWith("#")) {
        var colon = line.indexOf(':');
        var id = line.substring(0, Math.max(0, colon));
        if (!ID.matcher(id).matches()) {
          throw new IllegalArgumentException(
              "key ring, line " + number + ": not of the form id:base64");
        }
        if (keys.putIfAbsent(id, key(line.substring(colon + 1).strip(), number)) != null) {
          throw new IllegalArgumentException(
              "key ring, line " + number + ": its id is there twice");
        }
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("key ring: no key (expected: a line id:base64)");
    }
    return new KeyRing(keys);
  }

  private static SecretKeySpec key(String base64, int line) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      // Its message would tell a sign of the key.
      throw new IllegalArgumentException("key ring, line " + line + ": the key is not base64");
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "key ring, line %d: %d bytes (expected: %d)".formatted(line, bytes.length, KEY_BYTES));
    }
    return new SecretKeySpec(bytes, "AES");
  }

  /// A line of a ring with a key drawn by chance.
  public static String draw(String id) {
    var key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return id + ":" + Base64.getEncoder().encodeToString(key);
  }

  /// The id of the key that writes.
  public String writing() {
    return keys.firstEntry().getKey();
  }

  /// The ids of all keys, the one that writes first.
  public SequencedSet<String> ids() {
    return Collections.unmodifiableSequencedSet(keys.sequencedKeySet());
  }

  /// Whether a text is one that [#seal(String, String)] has made.
  public static boolean isSealed(String text) {
    return text.startsWith(PREFIX);
  }

  /// Seals a text as `ring:<key id>:<base64>`.
  ///
  /// @param about what it belongs to; nobody can move it to something else and read it there
  public String seal(String about, String plain) {
    var sealed = seal(about, plain.getBytes(StandardCharsets.UTF_8));
    return PREFIX + writing() + ":" + Base64.getEncoder().encodeToString(sealed);
  }

  /// The text that was sealed about something.
  ///
  /// @throws IllegalArgumentException when it is not sealed, when it was sealed about something
  ///   else or by a key that is not in the ring, or when it was changed; the message holds nothing
  ///   of it
  public String open(String about, String sealed) {
    var colon = sealed.indexOf(':', PREFIX.length());
    if (!isSealed(sealed) || colon < 0) {
      throw new IllegalArgumentException("not a sealed value (expected: ring:<key id>:<base64>)");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(sealed.substring(colon + 1));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("a sealed value is not base64");
    }
    var plain = open(about, sealed.substring(PREFIX.length(), colon), bytes);
    return new String(plain, StandardCharsets.UTF_8);
  }

  /// Seals bytes with the key [#writing()]: a nonce, and what it makes of them.
  public byte[] seal(String about, byte[] plain) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    var key = keys.firstEntry().getValue();
    var sealed = run(Cipher.ENCRYPT_MODE, key, about, nonce, plain);
    return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
  }

  /// The bytes that were sealed about something with a key.
  ///
  /// @throws IllegalArgumentException as [#open(String, String)]
  public byte[] open(String about, String keyId, byte[] sealed) {
    var key = keys.get(keyId);
    if (key == null) {
      throw new IllegalArgumentException(
          ID.matcher(keyId).matches()
              ? "no key '%s' in the ring (it has %s)".formatted(keyId, ids())
              : "a sealed value names no key");
    }
    if (sealed.length < NONCE_BYTES + TAG_BYTES) {
      throw new IllegalArgumentException("a sealed value is too short");
    }
    var bytes = ByteBuffer.wrap(sealed);
    var nonce = new byte[NONCE_BYTES];
    bytes.get(nonce);
    var rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return run(Cipher.DECRYPT_MODE, key, about, nonce, rest);
  }

  private static byte[] run(int mode, SecretKeySpec key, String about, byte[] nonce, byte[] input) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a sealed value cannot be opened with its key", e);
    }
  }

  /// Tells the ids alone.
  @Override
  public String toString() {
    return "KeyRing" + ids();
  }
}
