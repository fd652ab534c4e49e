package dev.overwinter.universe.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// What makes an order the same one. A client's own key is good for one kind of order of one player
/// only; who has none gives each order a new one.
final class OrderKeys {
  private static final int SHORT = 22;

  private OrderKeys() {}

  /// Of an order: 43 characters.
  ///
  /// @param what kind of order, and about what
  static String key(String what, OlderCall call) {
    return of(what, call.player(), call.idempotencyKey());
  }

  /// Of something that the order makes, which is known by it: 22 characters.
  static String id(String what, OlderCall call) {
    return key(what, call).substring(0, SHORT);
  }

  static String id(String what, long player, Optional<String> clientKey) {
    return of(what, player, clientKey).substring(0, SHORT);
  }

  static String of(String what, long player, Optional<String> clientKey) {
    var text =
        what + "\0" + player + "\0" + clientKey.orElseGet(() -> UUID.randomUUID().toString());
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
