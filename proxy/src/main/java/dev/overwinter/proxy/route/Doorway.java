package dev.overwinter.proxy.route;

import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteDoor;
import java.util.Optional;

/// One public port of one server.
///
/// @param route the server
/// @param door the port
/// @param primary whether it is the one that the server's endpoint names
public record Doorway(Route route, RouteDoor door, boolean primary) {

  /// Where this door leads when the server is reached there.
  public Endpoint behind(Endpoint at) {
    return primary ? at : new Endpoint(at.host(), door.inside());
  }

  /// Where this door leads when the table says that the server is awake.
  public Optional<Endpoint> awakeAt() {
    return route.awakeAt().map(this::behind);
  }
}
