package dev.overwinter.proxy.frontdoor;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// A TCP connection as the proxy needs it: Netty's own, without the system calls and exceptions
/// that cost a short connection as much as moving its bytes (measured: `./overwinter bench relay`).
public final class PacketChannel extends NioSocketChannel {
  private boolean inputEnded;

  /// A connection to `address`, not yet made. An IPv4 socket where that is enough: a socket for
  /// both needs one more call and maps every address.
  PacketChannel(InetSocketAddress address) {
    super(
        SelectorProvider.provider(),
        address.getAddress() instanceof Inet4Address
            ? SocketProtocolFamily.INET
            : SocketProtocolFamily.INET6);
  }

  /// A connection that a listener accepted.
  PacketChannel(Channel parent, SocketChannel accepted) {
    super(parent, accepted);
  }

  /// Tells the other end that nothing more comes. What was written must have been flushed.
  ///
  /// Netty's `shutdownOutput` makes an exception with a stack trace each time, for writes that
  /// might still be queued.
  public void endOutput() throws IOException {
    javaChannel().shutdownOutput();
  }

  /// Whether everything that was written has gone into the kernel.
  public boolean flushed() {
    var buffer = unsafe().outboundBuffer();
    return buffer == null || buffer.totalPendingWriteBytes() == 0;
  }

  /// The end that was read is remembered; the kernel needs not be told what it told us.
  @Override
  public ChannelFuture shutdownInput() {
    inputEnded = true;
    return newSucceededFuture();
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded || super.isInputShutdown();
  }

  /// A game is near: mostly it has accepted by the time that connecting returns.
  @Override
  protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local)
      throws Exception {
    if (local != null) {
      return super.doConnect(remote, local);
    }
    var connected = false;
    var submitted = false;
    try {
      var socket = javaChannel();
      // The player's first bytes follow at once and carry the acknowledgement.
      socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
      connected = socket.connect(remote) || socket.finishConnect();
      if (!connected) {
        addAndSubmit(NioIoOps.CONNECT);
        submitted = true;
      }
      return connected;
    } finally {
      if (!connected && !submitted) {
        doClose();
      }
    }
  }

  /// Without Netty's question for SO_LINGER before each close: it is never set.
  @Override
  protected AbstractNioUnsafe newUnsafe() {
    return new NioByteUnsafe() {};
  }
}
