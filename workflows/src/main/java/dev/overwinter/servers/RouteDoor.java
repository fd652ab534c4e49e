package dev.overwinter.servers;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.catalogue.PlacedPort;
import java.util.Objects;

/// One port of a server, as a proxy sees it.
///
/// @param name what the game calls it, for example `query`
/// @param protocol how players speak there
/// @param outside public port to listen on
/// @param inside where the game listens, on the host of [RouteView#endpoint()]
/// @param joins what counts as a join where the protocol does not say it
public record RouteDoor(
    String name, GameProtocol protocol, int outside, int inside, JoinRule joins) {
  public RouteDoor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(joins, "joins");
  }

  /// The door of a placed port.
  public static RouteDoor of(PlacedPort placed) {
    var port = placed.port();
    return new RouteDoor(
        port.name(), port.protocol(), placed.outside(), placed.inside(), port.joins());
  }
}
