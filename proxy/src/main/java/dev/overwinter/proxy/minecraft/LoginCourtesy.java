package dev.overwinter.proxy.minecraft;

import dev.overwinter.proxy.wake.Courtesy;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.time.Duration;

/// What can be said to a Minecraft client that waits for its login to be answered.
///
/// Since 1.13 a server may ask a question before it lets a player in, and every client answers "not
/// understood" to one that it does not know. Asking one now and then resets the 30 s after which a
/// client gives up on silence. The answers are taken out of the stream: the game has not asked.
final class LoginCourtesy implements Courtesy {
  static final String HELD = "held";
  static final String ANSWERS = "answers";

  private static final int PROTOCOL_1_13 = 393;
  // What a client without questions endures, less the time to tell it.
  private static final Duration SILENCE = Duration.ofSeconds(25);
  private static final int DISCONNECT = 0x00;
  private static final int PLUGIN_REQUEST = 0x04;
  private static final String CHANNEL = "overwinter:hold";

  private final int protocol;
  private int asked;

  LoginCourtesy(int protocol) {
    this.protocol = protocol;
  }

  @Override
  public Duration patience(Duration holdFor) {
    return understandsQuestions() || holdFor.compareTo(SILENCE) < 0 ? holdFor : SILENCE;
  }

  @Override
  public void reassure(Channel channel) {
    if (!understandsQuestions()) {
      return;
    }
    var pipeline = channel.pipeline();
    if (pipeline.get(ANSWERS) instanceof AnswerFilter waiting) {
      waiting.expect();
    } else {
      pipeline.addBefore(HELD, ANSWERS, new AnswerFilter());
    }
    var packet = Wire.writeVarInt(Unpooled.buffer(), PLUGIN_REQUEST);
    Wire.writeVarInt(packet, AnswerFilter.FIRST_ID + asked++);
    Wire.writeString(packet, CHANNEL);
    var _ = channel.writeAndFlush(Wire.frame(packet), channel.voidPromise());
  }

  @Override
  public void turnAway(Channel channel, String reason) {
    var packet = Wire.writeVarInt(Unpooled.buffer(), DISCONNECT);
    Wire.writeString(packet, Json.text(reason));
    channel.writeAndFlush(Wire.frame(packet)).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public boolean mayEndFirst() {
    return false;
  }

  private boolean understandsQuestions() {
    // Snapshots count from 0x40000000.
    return protocol >= PROTOCOL_1_13;
  }
}
