package dev.overwinter.lab.simulators.http;

import dev.overwinter.lab.simulators.cloud.Catalogue;
import dev.overwinter.lab.simulators.cloud.Cloud;
import dev.overwinter.lab.simulators.cloud.Shelf;
import dev.overwinter.lab.simulators.faults.Faults;
import dev.overwinter.lab.simulators.game.GameHost;
import dev.overwinter.lab.simulators.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;

/// Puts the endpoints together.
public final class Api {

  private Api() {}

  /// What a server answers from.
  public record Parts(
      Store store, Cloud cloud, Catalogue catalogue, Faults faults, GameHost games) {}

  /// What a server lets in.
  ///
  /// @param token the only one accepted; empty for any
  public record Gate(InetSocketAddress address, String token, int perHour, int perMinute) {}

  /// Opens the port.
  ///
  /// @throws IOException when it is taken
  public static ApiServer open(Parts parts, Gate gate, Clock clock) throws IOException {
    var tally = new Tally();
    var limits = new RateLimits(clock, gate.perHour(), gate.perMinute());
    var router = new Router();
    var views = new DropletViews(parts.cloud(), parts.catalogue());
    var tags = new Shelf(parts.store(), "tag", "name");
    var keys = new Shelf(parts.store(), "key", "id");
    var firewalls = new Shelf(parts.store(), "firewall", "id");
    var domains = new Shelf(parts.store(), "domain", "name");
    var records = new Shelf(parts.store(), "record", "id");
    new DropletEndpoints(parts.cloud(), views).addTo(router);
    new CatalogueEndpoints(parts.catalogue()).addTo(router);
    new KeyEndpoints(keys).addTo(router);
    new TagEndpoints(parts.cloud(), tags).addTo(router);
    new FirewallEndpoints(parts.cloud(), firewalls).addTo(router);
    new DomainEndpoints(domains, records).addTo(router);
    new FaultEndpoints(parts.faults()).addTo(router);
    new ControlEndpoints(parts.cloud(), parts.catalogue(), parts.games(), tally).addTo(router);
    router.add(
        "POST",
        "/simulator/reset",
        _ -> {
          parts.cloud().reset();
          parts.faults().clear();
          parts.games().reset();
          List.of(tags, keys, firewalls, domains, records).forEach(Shelf::reset);
          limits.reset();
          tally.reset();
          return Answer.empty(204);
        });
    var faults = new WireFaults(parts.faults());
    return new ApiServer(gate.address(), gate.token(), router, limits, faults, tally);
  }
}
