package dev.overwinter.proxy.frontdoor;

import io.netty.channel.Channel;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/// How much is read at once: little from a stranger, so that a flood cannot outrun its bound, and
/// growing with the traffic once relayed.
public final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {
  /// For every connection that the proxy accepts or opens.
  public static final ReadSizes INSTANCE = new ReadSizes();

  private static final int SMALL = 2 * 1024;
  private static final int LARGEST = 256 * 1024;

  private ReadSizes() {}

  /// Lets reads of this connection grow; must be called on its event loop.
  public static void relaying(Channel channel) {
    if (channel.unsafe().recvBufAllocHandle() instanceof Sizes sizes) {
      sizes.growing = true;
    }
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still returns the deprecated type
  public RecvByteBufAllocator.Handle newHandle() {
    return new Sizes();
  }

  private final class Sizes extends MaxMessageHandle {
    private int size = SMALL;
    private boolean growing;
    private boolean small;

    @Override
    public int guess() {
      return size;
    }

    @Override
    public void lastBytesRead(int bytes) {
      super.lastBytesRead(bytes);
      if (growing && bytes == attemptedBytesRead() && size < LARGEST) {
        size *= 4;
        small = false;
      }
    }

    @Override
    public void readComplete() {
      // Two small rounds in a row: a buffer of full size would mostly carry air.
      var fewer = totalBytesRead() < size / 4 && size > SMALL;
      if (fewer && small) {
        size /= 4;
      }
      small = fewer && !small;
    }
  }
}
