package dev.overwinter.proxy.terraria;

import dev.overwinter.proxy.frontdoor.Door;
import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.raw.FirstBytesHandler;
import dev.overwinter.proxy.raw.Opening;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.wake.Holds;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;

/// Receives clients of Terraria: the first message of one says so.
public final class TerrariaDoor implements Door {
  static final int CONNECT_REQUEST = 1;

  // Length, message, length of the text.
  private static final int HEADER = 4;
  private static final int LONGEST_MESSAGE = 128;
  private static final byte[] GAME = "Terraria".getBytes(StandardCharsets.US_ASCII);

  private final Routes routes;
  private final Holds holds;

  /// A door to the servers of `routes`.
  public TerrariaDoor(Routes routes, Holds holds) {
    this.routes = routes;
    this.holds = holds;
  }

  @Override
  public void receive(Channel channel, Guest guest) {
    channel
        .pipeline()
        .addLast(
            new FirstBytesHandler(
                routes, holds, guest, _ -> TerrariaDoor::judge, new TerrariaCourtesy()));
  }

  /// A connect request: u16 length of all, little endian; u8 1; a text that begins with the game's
  /// name and goes on with its release.
  static Opening.Verdict judge(ByteBuf in) {
    var at = in.readerIndex();
    if (in.readableBytes() < HEADER) {
      return Opening.Verdict.MORE;
    }
    var length = in.getUnsignedShortLE(at);
    var text = in.getUnsignedByte(at + 3);
    if (in.getByte(at + 2) != CONNECT_REQUEST
        || length > LONGEST_MESSAGE
        || text < GAME.length
        || length != HEADER + text) {
      return Opening.Verdict.JUNK;
    }
    for (var i = 0; i < Math.min(GAME.length, in.readableBytes() - HEADER); i++) {
      if (in.getByte(at + HEADER + i) != GAME[i]) {
        return Opening.Verdict.JUNK;
      }
    }
    return in.readableBytes() >= length ? Opening.Verdict.JOIN : Opening.Verdict.MORE;
  }
}
