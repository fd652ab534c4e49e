package dev.overwinter.servers.query;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/// Satisfactory's lightweight query: tells how far the game is, but no players.
final class SatisfactoryPoll {
  private static final short MAGIC = (short) 0xf6d5;
  private static final byte POLL = 0;
  private static final byte STATE = 1;
  private static final byte VERSION = 1;
  private static final byte END = 1;
  private static final int COOKIE_AT = 4;
  private static final int STATE_AT = 12;

  private SatisfactoryPoll() {}

  static Answer ask(Datagrams game) throws IOException {
    var cookie = ThreadLocalRandom.current().nextLong();
    var poll =
        little(new byte[13])
            .putShort(MAGIC)
            .put(POLL)
            .put(VERSION)
            .putLong(cookie)
            .put(END)
            .array();
    var heard = game.ask(poll, answer -> isState(answer, cookie));
    return switch (heard[STATE_AT]) {
      case 0 -> new Answer.Loading("offline");
      case 1, 3 -> new Answer.Open();
      case 2 -> new Answer.Loading("loading its world");
      default -> new Answer.Silent("state " + heard[STATE_AT]);
    };
  }

  private static boolean isState(byte[] heard, long cookie) {
    return heard.length > STATE_AT
        && little(heard).getShort() == MAGIC
        && heard[2] == STATE
        && heard[3] == VERSION
        && little(heard).getLong(COOKIE_AT) == cookie;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
