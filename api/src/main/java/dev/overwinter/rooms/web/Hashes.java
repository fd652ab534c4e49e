package dev.overwinter.rooms.web;

import dev.overwinter.api.auth.NodeKeys;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// Short names made of longer ones.
final class Hashes {
  private static final int ID = 16;

  private Hashes() {}

  /// 16 hexadecimal digits of a SHA-256.
  static String id(String text) {
    return hex(text).substring(0, ID);
  }

  /// What makes a command the same one: a client's own key is good for one kind of command of one
  /// member in one room only; who has none gives each command a new one.
  ///
  /// @param what kind of command, and about what
  static String request(String what, String room, String holder, Optional<String> key) {
    return hex(what
            + "\0"
            + room
            + "\0"
            + holder
            + "\0"
            + key.orElseGet(() -> UUID.randomUUID().toString()))
        .substring(0, 2 * ID);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(NodeKeys.hash(text));
  }
}
