package dev.overwinter.catalogue;

/// How a game speaks on one of its ports, and therefore what the proxy answers while the game
/// sleeps, what it takes for a player, and how a node asks the game whether it is ready.
public enum GameProtocol {
  /// Minecraft Java Edition: status pings are answered while asleep, a login wakes, readiness is a
  /// status answer.
  MINECRAFT_JAVA(Transport.TCP, true),
  /// Terraria: the connect request, message 1, wakes. The game answers nothing that could be asked.
  TERRARIA(Transport.TCP, false),
  /// Any TCP game: payload bytes wake (a bare connection never does), readiness is an accepted
  /// connection that stays open.
  RAW_TCP(Transport.TCP, false),
  /// Minecraft Bedrock Edition over RakNet: unconnected pings are answered while asleep, an open
  /// connection request wakes, readiness is a pong.
  BEDROCK(Transport.UDP, true),
  /// Source engine and whatever answers its A2S queries: info, players and rules are answered while
  /// asleep after a challenge, a connect packet wakes, readiness is an info answer.
  SOURCE(Transport.UDP, true),
  /// Satisfactory's lightweight query: polls are answered while asleep, anything else wakes,
  /// readiness is an answer that says that the world is loaded.
  SATISFACTORY(Transport.UDP, true),
  /// Luanti (Minetest): a client's init packet with its name wakes, since scanners send the packet
  /// before it too; readiness is the peer id that the game gives to a new client.
  LUANTI(Transport.UDP, true),
  /// Any UDP game: a first datagram of the declared size and beginning wakes. Nothing can be asked,
  /// so readiness has to be declared.
  RAW_UDP(Transport.UDP, false);

  private final Transport transport;
  private final boolean askable;

  GameProtocol(Transport transport, boolean askable) {
    this.transport = transport;
    this.askable = askable;
  }

  /// What carries it.
  public Transport transport() {
    return transport;
  }

  /// Whether a game can be asked in this protocol whether it is ready.
  public boolean askable() {
    return askable;
  }
}
