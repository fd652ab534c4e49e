package dev.overwinter.servers.query;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What Luanti's own server list does to see whether a game answers: it says hello as a fresh
/// client does, is given a peer id, and leaves with it.
final class LuantiHello {
  private static final int PROTOCOL = 0x4f457403;
  private static final byte CONTROL = 0;
  private static final byte ORIGINAL = 1;
  private static final byte RELIABLE = 3;
  private static final byte SET_PEER_ID = 1;
  private static final byte DISCONNECT = 3;
  private static final byte[] HELLO = packet((short) 0, ORIGINAL);
  // Protocol, sender, channel; kind, number; control, what; the peer id.
  private static final int LENGTH = 14;

  private LuantiHello() {}

  static Answer ask(Datagrams game) throws IOException {
    var heard = game.ask(HELLO, LuantiHello::givesPeerId);
    // Politely, so that the game does not keep a place for somebody who never comes.
    game.say(packet(ByteBuffer.wrap(heard).getShort(12), CONTROL, DISCONNECT));
    return new Answer.Open();
  }

  private static boolean givesPeerId(byte[] heard) {
    return heard.length >= LENGTH
        && ByteBuffer.wrap(heard).getInt() == PROTOCOL
        && heard[7] == RELIABLE
        && heard[10] == CONTROL
        && heard[11] == SET_PEER_ID;
  }

  private static byte[] packet(short sender, byte... rest) {
    return ByteBuffer.allocate(7 + rest.length)
        .putInt(PROTOCOL)
        .putShort(sender)
        .put((byte) 0)
        .put(rest)
        .array();
  }
}
