package dev.overwinter.proxy.frontdoor;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port for connections.
final class TcpListener extends Listener {
  private static final Logger log = LoggerFactory.getLogger(TcpListener.class);
  private static final int RETRY_MILLIS = 2_000;
  private static final int BACKLOG = 1024;

  private final Acceptor acceptor;
  private @Nullable PacketListener channel;

  TcpListener(EventLoop loop, InetSocketAddress address, Acceptor acceptor, Openings openings) {
    super(loop, address, openings);
    this.acceptor = acceptor;
  }

  @Override
  void bind() {
    var server = Sockets.listener(address().getAddress());
    try {
      openings().sharing().prepare(server, address());
    } catch (IOException e) {
      log.warn("port {} cannot be shared with a successor: {}", address(), e.toString());
    }
    server.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
    server.config().setOption(ChannelOption.SO_REUSEADDR, true);
    server.pipeline().addLast(acceptor);
    channel = server;
    var _ = loop().register(server);
    server.bind(address()).addListener((ChannelFuture bound) -> bound(bound));
  }

  private void bound(ChannelFuture bound) {
    if (bound.isSuccess()) {
      bound.channel().closeFuture().addListener(_ -> openings().closed());
    } else {
      var _ = bound.channel().close();
    }
    opened(bound.cause());
  }

  @Override
  CompletableFuture<Void> unbind() {
    return channel == null ? CompletableFuture.completedFuture(null) : channel.closeEmptied();
  }

  @Override
  long retryMillis() {
    return RETRY_MILLIS;
  }

  @Override
  boolean patient() {
    return false;
  }
}
