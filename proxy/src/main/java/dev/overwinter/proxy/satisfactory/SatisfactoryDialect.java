package dev.overwinter.proxy.satisfactory;

import dev.overwinter.proxy.raw.Joins;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.wake.Dialect;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Satisfactory's lightweight query. A poll is answered, anything else is a join, if it is long
/// enough to be the game's. Numbers are little endian.
///
/// | message | form |
/// |---|---|
/// | envelope | u16 `f6d5`, u8 type, u8 version 1, the message, u8 1 |
/// | poll 0 | u64 cookie |
/// | state 1 | that cookie, u8 state, u32 game version, u64 flags, u8 0, u16 length and server name |
///
/// The protocol has no challenge, and its answer is longer than its question: it is rationed. It
/// says that nothing has changed, so that no client has a reason to ask the game itself.
public final class SatisfactoryDialect implements Dialect {
  private static final short MAGIC = (short) 0xd5f6; // as it is read, big endian
  private static final int VERSION = 1;
  private static final int POLL = 0;
  private static final int STATE = 1;
  private static final int END = 1;
  private static final int POLL_LENGTH = 13;
  private static final int COOKIE = 4;
  private static final int OFFLINE = 0;
  private static final int LOADING = 2;
  private static final int LONGEST_NAME = 32;
  // The first packet of the engine's handshake is longer; scanners' probes mostly are not.
  private static final int SHORTEST_JOIN = 16;

  @Override
  public Word hear(ByteBuffer datagram, Doorway way) {
    var at = datagram.position();
    var bytes = datagram.remaining();
    if (bytes >= Short.BYTES && datagram.getShort(at) == MAGIC) {
      return bytes == POLL_LENGTH
              && datagram.get(at + 2) == POLL
              && datagram.get(at + 3) == VERSION
              && datagram.get(at + POLL_LENGTH - 1) == END
          ? Word.QUESTION
          : Word.NOISE;
    }
    return bytes >= SHORTEST_JOIN && Joins.join(way.door().joins(), datagram)
        ? Word.JOIN
        : Word.NOISE;
  }

  @Override
  public boolean sessionless(ByteBuffer datagram) {
    var at = datagram.position();
    return datagram.remaining() > Short.BYTES
        && datagram.getShort(at) == MAGIC
        && datagram.get(at + Short.BYTES) == POLL;
  }

  @Override
  public Answer answer(
      ByteBuffer question, InetSocketAddress from, Doorway way, ByteBuffer answer) {
    var name = name(way.route());
    answer.putShort(MAGIC).put((byte) STATE).put((byte) VERSION);
    answer.putLong(question.getLong(question.position() + COOKIE)); // given back as it came
    answer.put((byte) (way.route().state() == Route.State.WAKING ? LOADING : OFFLINE));
    answer.order(ByteOrder.LITTLE_ENDIAN).putInt(0).putLong(0);
    answer.put((byte) 0).putShort((short) name.length).put(name).put((byte) END);
    return Answer.LONG;
  }

  private static byte[] name(Route route) {
    var name = route.view().name();
    return name.substring(0, Math.min(name.length(), LONGEST_NAME))
        .getBytes(StandardCharsets.UTF_8);
  }
}
