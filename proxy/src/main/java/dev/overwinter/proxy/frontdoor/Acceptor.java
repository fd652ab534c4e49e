package dev.overwinter.proxy.frontdoor;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.Transport;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.traffic.Verdict;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Takes new connections of one port past the gate to the door of its game. Netty's own acceptor
/// and initializer are not used: they copy option maps for every connection.
final class Acceptor extends ChannelInboundHandlerAdapter {
  private static final int PAUSE_SECONDS = 1;

  private final int port;
  private final Routes routes;
  private final Gate gate;
  private final Map<GameProtocol, Door> doors;
  private final EventLoopGroup loops;
  private final ProxyMetrics metrics;

  Acceptor(
      int port,
      Routes routes,
      Gate gate,
      Map<GameProtocol, Door> doors,
      EventLoopGroup loops,
      ProxyMetrics metrics) {
    this.port = port;
    this.routes = routes;
    this.gate = gate;
    this.doors = doors;
    this.loops = loops;
    this.metrics = metrics;
  }

  @Override
  public boolean isSharable() {
    return true; // no state of its own; a port that is tried again gets it again
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    var channel = (PacketChannel) accepted;
    var remote = channel.remoteAddress();
    var way = routes.table().port(Transport.TCP, port);
    var door = way.map(found -> doors.get(found.door().protocol())).orElse(null);
    if (remote == null || door == null) {
      turnAway(channel, Verdict.NO_ROUTE);
      return;
    }
    var admission = gate.admit(remote.getAddress(), port);
    var ticket = admission.ticket();
    if (ticket == null) {
      turnAway(
          channel, admission.verdict() == Gate.Verdict.FULL ? Verdict.FULL : Verdict.RATE_LIMITED);
      return;
    }
    welcome(channel, door, new Guest(ticket, port, metrics));
  }

  private void welcome(PacketChannel channel, Door door, Guest guest) {
    // Netty has switched Nagle's delay off already.
    channel.config().setRecvByteBufAllocator(ReadSizes.INSTANCE);
    door.receive(channel, guest);
    channel.pipeline().addLast(guest);
    var _ = loops.register(channel);
  }

  private void turnAway(PacketChannel channel, Verdict verdict) {
    metrics.connection(verdict);
    channel.unsafe().closeForcibly();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Out of descriptors: without a pause the same connection is offered in a busy loop.
    var config = ctx.channel().config();
    if (config.isAutoRead()) {
      config.setAutoRead(false);
      var _ =
          ctx.executor().schedule(() -> config.setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
