package dev.overwinter.proxy.frontdoor;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listener that accepts [PacketChannel]s.
final class PacketListener extends NioServerSocketChannel {

  private static final Logger log = LoggerFactory.getLogger(PacketListener.class);

  /// A listener for `address`, not yet bound. One IPv4 address needs no socket for both.
  PacketListener(InetAddress address) {
    super(
        SelectorProvider.provider(),
        address instanceof Inet4Address && !address.isAnyLocalAddress()
            ? SocketProtocolFamily.INET
            : null);
  }

  /// Lets other processes of this user listen on the same port.
  void share() throws IOException {
    javaChannel().setOption(StandardSocketOptions.SO_REUSEPORT, true);
  }

  /// Closes the port when everybody has been accepted whom the kernel has let in already: those
  /// would be reset.
  ///
  /// @return done when the port is free
  CompletableFuture<Void> closeEmptied() {
    var done = new CompletableFuture<Void>();
    closeFuture().addListener(_ -> done.complete(null));
    if (isActive()) {
      deregister().addListener(_ -> emptyAndClose());
    } else {
      var _ = close();
    }
    return done;
  }

  /// As long as a selector knows the socket, closing it is only promised, and the kernel lets more
  /// in meanwhile.
  private void emptyAndClose() {
    if (javaChannel().isRegistered()) {
      // By a timer: a task that queues itself keeps the loop from the very selection it waits for.
      var _ = eventLoop().schedule(this::emptyAndClose, 1, TimeUnit.MILLISECONDS);
      return;
    }
    try {
      for (var socket = javaChannel().accept(); socket != null; socket = javaChannel().accept()) {
        pipeline().fireChannelRead(new PacketChannel(this, socket));
      }
    } catch (IOException e) {
      log.warn("{}: somebody was not accepted any more: {}", localAddress(), e.toString());
    }
    var _ = close();
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws IOException {
    var socket = javaChannel().accept();
    if (socket == null) {
      return 0;
    }
    accepted.add(new PacketChannel(this, socket));
    return 1;
  }
}
