package dev.overwinter.proxy.minecraft;

import static dev.overwinter.proxy.MinecraftClient.join;
import static dev.overwinter.proxy.MinecraftClient.packet;
import static dev.overwinter.proxy.MinecraftClient.varInt;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AnswerFilterTest {
  @Property
  void onlyOurAnswersAreTakenOutHoweverTheyAreSegmented(
      @ForAll @IntRange(min = 1, max = 4) int questions,
      @ForAll @IntRange(min = 1, max = 40) int segment,
      @ForAll byte[] rest) {
    var filter = new AnswerFilter();
    var channel = new EmbeddedChannel(filter);
    var sent = new ByteArrayOutputStream();
    var foreign = packet(0x02, varInt(5), new byte[] {1, 42});
    sent.writeBytes(foreign);
    for (var i = 0; i < questions; i++) {
      sent.writeBytes(packet(0x02, varInt(AnswerFilter.FIRST_ID + i), new byte[] {0}));
      if (i > 0) {
        filter.expect();
      }
    }
    sent.writeBytes(rest); // no packets at all: the game may have switched on encryption
    var wire = Unpooled.wrappedBuffer(sent.toByteArray());
    while (wire.isReadable()) {
      channel.writeInbound(wire.readRetainedSlice(Math.min(segment, wire.readableBytes())));
    }
    assertThat(passed(channel)).isEqualTo(join(foreign, rest));
    assertThat(channel.pipeline().get(AnswerFilter.class)).isNull();
    channel.finishAndReleaseAll();
  }

  private static byte[] passed(EmbeddedChannel channel) {
    var all = new ByteArrayOutputStream();
    for (ByteBuf part; (part = channel.readInbound()) != null; ) {
      all.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }
    return all.toByteArray();
  }
}
