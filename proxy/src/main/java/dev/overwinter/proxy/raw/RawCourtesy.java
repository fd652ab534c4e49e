package dev.overwinter.proxy.raw;

import dev.overwinter.proxy.wake.Courtesy;
import io.netty.channel.Channel;
import java.time.Duration;

/// Nothing can be said in a protocol that is not understood: such a client is held in silence.
final class RawCourtesy implements Courtesy {
  @Override
  public Duration patience(Duration holdFor) {
    return holdFor;
  }

  @Override
  public void reassure(Channel channel) {}

  @Override
  public void turnAway(Channel channel, String reason) {
    var _ = channel.close();
  }

  @Override
  public boolean mayEndFirst() {
    return true;
  }
}
