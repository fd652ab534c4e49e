package dev.overwinter.proxy.minecraft;

import dev.overwinter.catalogue.Transport;
import dev.overwinter.proxy.frontdoor.Door;
import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.traffic.ProxyMetrics;
import dev.overwinter.proxy.wake.Holds;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;

/// Receives clients of Minecraft Java Edition.
public final class MinecraftDoor implements Door {
  static final String FRAMES = "frames";
  static final String PHASE = "phase";

  private final Routes routes;
  private final Holds holds;
  private final ProxyMetrics metrics;

  /// A door to the servers of `routes`.
  public MinecraftDoor(Routes routes, Holds holds, ProxyMetrics metrics) {
    this.routes = routes;
    this.holds = holds;
    this.metrics = metrics;
  }

  @Override
  public void receive(Channel channel, Guest guest) {
    channel
        .pipeline()
        .addLast(new LegacyPingHandler(this, guest))
        .addLast(FRAMES, new FrameDecoder())
        .addLast(PHASE, new HandshakeHandler(this, guest));
  }

  /// Where the port leads at this moment.
  Optional<Doorway> doorway(Guest guest) {
    return routes.table().port(Transport.TCP, guest.port());
  }

  /// Whether a ping is to find nobody at all.
  static boolean silent(Route route) {
    return route.view().silentAsleep() && route.awakeAt().isEmpty();
  }

  Holds holds() {
    return holds;
  }

  ProxyMetrics metrics() {
    return metrics;
  }

  static FrameDecoder frames(ChannelHandlerContext ctx) {
    return ctx.pipeline().get(FrameDecoder.class);
  }
}
