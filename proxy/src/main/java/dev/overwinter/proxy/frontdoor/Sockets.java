package dev.overwinter.proxy.frontdoor;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// The one place that knows which transport moves the bytes.
///
/// NIO, because it passes half-close and whole replies where Netty's epoll of 4.2.13 to 4.2.18
/// truncates them, measured equal in speed, and needs no native library (decision 0013,
/// `NettyHazardsIT`).
public final class Sockets {
  private Sockets() {}

  /// Event loops; each connection and its upstream live on the same one.
  public static EventLoopGroup loops(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("packets"), NioIoHandler.newFactory());
  }

  /// A listener for an address, neither registered nor bound.
  static PacketListener listener(InetAddress address) {
    return new PacketListener(address);
  }

  /// A client socket for an address, neither registered nor connected.
  public static PacketChannel socket(InetSocketAddress address) {
    return new PacketChannel(address);
  }
}
