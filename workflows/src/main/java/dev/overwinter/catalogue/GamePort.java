package dev.overwinter.catalogue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One port that a game listens on.
///
/// @param name what placeholders and people call it, for example `game` or `query`
/// @param protocol how the game speaks there
/// @param port its number inside the container
/// @param sameOutside whether the game must listen inside on the very number that players use; it
///   then learns the number by `{{port.<name>}}`
/// @param joins what counts as a join where the protocol does not say it
/// @param hidden whether only the node may ask it, and no player ever; it then has no public number
public record GamePort(
    String name,
    GameProtocol protocol,
    int port,
    boolean sameOutside,
    JoinRule joins,
    boolean hidden) {
  public GamePort {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(joins, "joins");
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
    }
    if (hidden && sameOutside) {
      throw new IllegalArgumentException("sameOutside: a hidden port has no number outside");
    }
  }

  /// A public port.
  public GamePort(
      String name, GameProtocol protocol, int port, boolean sameOutside, JoinRule joins) {
    this(name, protocol, port, sameOutside, joins, false);
  }

  /// The only port of a simple game.
  static GamePort only(@Nullable GameProtocol protocol, int port) {
    return new GamePort(
        "game", Objects.requireNonNull(protocol, "protocol"), port, false, JoinRule.ANYTHING);
  }
}
