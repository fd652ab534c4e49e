package dev.overwinter.proxy.raw;

import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.wake.Dialect;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Games over UDP that the proxy does not understand: what is declared to be a join is one, and
/// nothing can be answered.
public final class RawDialect implements Dialect {
  @Override
  public Word hear(ByteBuffer datagram, Doorway way) {
    return Joins.join(way.door().joins(), datagram) ? Word.JOIN : Word.NOISE;
  }

  @Override
  public Answer answer(
      ByteBuffer question, InetSocketAddress from, Doorway way, ByteBuffer answer) {
    return Answer.NONE;
  }
}
