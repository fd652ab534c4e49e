package dev.overwinter.proxy.minecraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overwinter.proxy.MinecraftClient;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WireTest {
  @Property
  void aNumberIsReadAsItWasWritten(@ForAll int value) {
    var out = Wire.writeVarInt(Unpooled.buffer(), value);
    assertThat(out.readableBytes()).isBetween(1, 5);
    assertThat(Wire.readVarInt(out)).isEqualTo(value);
    assertThat(Wire.readVarInt(Unpooled.wrappedBuffer(MinecraftClient.varInt(value))))
        .isEqualTo(value);
  }

  @Property
  void anyBytesAreANumberOrMalformed(@ForAll byte[] bytes) {
    try {
      Wire.readVarInt(Unpooled.wrappedBuffer(bytes));
    } catch (MalformedPacket e) {
      assertThat(e.getStackTrace()).isEmpty();
    }
  }

  @Property
  void textIsReadAsItWasWritten(@ForAll String text) {
    var out = Wire.writeString(Unpooled.buffer(), text);
    // Lone surrogates have no UTF-8.
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      assertThat(Wire.readString(out, Math.max(1, text.length()))).isEqualTo(text);
    }
  }

  @Property
  void packetsAreCutTheSameHoweverTheyAreSegmented(
      @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 1000) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 400) int segment) {
    var wire = Unpooled.buffer();
    for (var size : sizes) {
      Wire.writeVarInt(wire, size).writeBytes(new byte[size]);
    }
    var channel = new EmbeddedChannel(new FrameDecoder());
    while (wire.isReadable()) {
      channel.writeInbound(wire.readRetainedSlice(Math.min(segment, wire.readableBytes())));
    }
    var seen = new ArrayList<Integer>();
    for (Frame frame; (frame = channel.readInbound()) != null; ) {
      seen.add(frame.body().readableBytes());
      assertThat(frame.wire().readableBytes()).isEqualTo(frame.bodyAt() + seen.getLast());
    }
    assertThat(seen).isEqualTo(sizes);
    channel.finishAndReleaseAll();
  }

  @Property
  void noBytesMakeTheDecoderHoardOrFailOtherwise(@ForAll byte[] bytes) {
    var channel = new EmbeddedChannel(new FrameDecoder());
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      channel.finishAndReleaseAll();
    } catch (DecoderException e) {
      assertThat(e).hasCauseInstanceOf(MalformedPacket.class);
    }
  }

  @Test
  void aPacketOverTheLimitIsRefusedByItsLengthAlone() {
    var channel = new EmbeddedChannel(new FrameDecoder());
    assertThatExceptionOfType(DecoderException.class)
        .isThrownBy(() -> channel.writeInbound(Wire.writeVarInt(Unpooled.buffer(), 1025)))
        .withCauseInstanceOf(MalformedPacket.class);
  }

  @Property
  void anyHandshakeIsReadOrMalformed(@ForAll byte[] bytes) {
    try {
      Handshake.read(new Frame(Unpooled.wrappedBuffer(bytes), 0));
    } catch (MalformedPacket _) {
      // As it should be.
    }
  }
}
