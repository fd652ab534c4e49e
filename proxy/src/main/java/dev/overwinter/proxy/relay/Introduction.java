package dev.overwinter.proxy.relay;

import dev.overwinter.proxy.frontdoor.PacketChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Tells a game where its player really comes from: a PROXY protocol v2 header, which goes before
/// everything else. Without it every player has the proxy's address, and a ban hits them all.
final class Introduction {
  private Introduction() {}

  /// Writes the header, unflushed; must be called on the event loop that both sides share.
  static void write(PacketChannel player, PacketChannel game) {
    var pipeline = game.pipeline().addLast(HAProxyMessageEncoder.INSTANCE);
    var _ = game.write(of(player.remoteAddress(), player.localAddress()), game.voidPromise());
    pipeline.remove(HAProxyMessageEncoder.INSTANCE);
  }

  private static HAProxyMessage of(
      @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination) {
    if (source == null || destination == null) {
      // It has gone; what is left of it is closed in a moment.
      return new HAProxyMessage(
          HAProxyProtocolVersion.V2,
          HAProxyCommand.LOCAL,
          HAProxyProxiedProtocol.UNKNOWN,
          null,
          null,
          0,
          0);
    }
    // Both ends of one connection are of one family; a mapped address is a plain one to Java.
    var family =
        source.getAddress() instanceof Inet4Address
            ? HAProxyProxiedProtocol.TCP4
            : HAProxyProxiedProtocol.TCP6;
    return new HAProxyMessage(
        HAProxyProtocolVersion.V2,
        HAProxyCommand.PROXY,
        family,
        // Without a scope such as %eth0, which means nothing to anybody else.
        NetUtil.toAddressString(source.getAddress()),
        NetUtil.toAddressString(destination.getAddress()),
        source.getPort(),
        destination.getPort());
  }
}
