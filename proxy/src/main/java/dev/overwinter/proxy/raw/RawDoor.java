package dev.overwinter.proxy.raw;

import dev.overwinter.proxy.frontdoor.Door;
import dev.overwinter.proxy.frontdoor.Guest;
import dev.overwinter.proxy.route.Doorway;
import dev.overwinter.proxy.route.Routes;
import dev.overwinter.proxy.wake.Holds;
import io.netty.channel.Channel;

/// Receives clients of games that the proxy does not understand.
public final class RawDoor implements Door {
  private final Routes routes;
  private final Holds holds;

  /// A door to the servers of `routes`.
  public RawDoor(Routes routes, Holds holds) {
    this.routes = routes;
    this.holds = holds;
  }

  @Override
  public void receive(Channel channel, Guest guest) {
    channel
        .pipeline()
        .addLast(new FirstBytesHandler(routes, holds, guest, RawDoor::opening, new RawCourtesy()));
  }

  private static Opening opening(Doorway way) {
    return received -> Joins.judge(way.door().joins(), received);
  }
}
