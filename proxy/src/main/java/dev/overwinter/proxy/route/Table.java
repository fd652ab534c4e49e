package dev.overwinter.proxy.route;

import dev.overwinter.catalogue.Transport;
import dev.overwinter.servers.RouteView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// All routes at one moment; immutable.
public final class Table {
  /// Knows nothing yet.
  static final Table EMPTY = new Table(0, Map.of());

  private final long revision;
  private final Map<String, Route> byId;
  private final Map<Transport, Map<Integer, Doorway>> doors = new EnumMap<>(Transport.class);

  private Table(long revision, Map<String, Route> byId) {
    this.revision = revision;
    this.byId = Collections.unmodifiableMap(byId);
    for (var transport : Transport.values()) {
      doors.put(transport, new HashMap<>());
    }
    // Sorted: should two servers ever name one port, every proxy and every restart picks the same.
    byId.values().stream()
        .filter(Route::listens)
        .sorted(Comparator.comparing(Route::id))
        .forEach(this::place);
  }

  private void place(Route route) {
    var all = route.view().doors();
    for (var door : all) {
      doors(door.protocol().transport())
          .putIfAbsent(door.outside(), new Doorway(route, door, door.equals(all.getFirst())));
    }
  }

  /// What to ask the feed after.
  public long revision() {
    return revision;
  }

  /// Every route.
  public Collection<Route> routes() {
    return byId.values();
  }

  /// The public ports that should be listened on, and where each leads.
  public Map<Integer, Doorway> ports(Transport transport) {
    return Collections.unmodifiableMap(doors(transport));
  }

  /// Where a public port leads at this moment.
  public Optional<Doorway> port(Transport transport, int number) {
    return Optional.ofNullable(doors(transport).get(number));
  }

  private Map<Integer, Doorway> doors(Transport transport) {
    return Objects.requireNonNull(doors.get(transport));
  }

  /// The route of a server.
  public Optional<Route> server(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Table with(RouteChange change, long nowNanos) {
    var next = new HashMap<String, Route>(change.reset() ? Map.of() : byId);
    change.removed().forEach(next::remove);
    for (var view : change.upserts()) {
      next.put(view.id(), route(view, nowNanos));
    }
    return new Table(change.revision(), next);
  }

  private Route route(RouteView view, long nowNanos) {
    var known = byId.get(view.id());
    var since =
        known != null && known.view().state().equals(view.state()) ? known.sinceNanos() : nowNanos;
    return new Route(shared(view), since);
  }

  /// Ten thousand servers mostly share their texts; without this each brings its own copies.
  private static RouteView shared(RouteView v) {
    return new RouteView(
        v.id(),
        v.name(),
        v.game().intern(),
        v.protocol(),
        v.port(),
        v.state().intern(),
        v.reason().intern(),
        v.endpoint(),
        v.holdSeconds(),
        v.kickMessage().intern(),
        v.allowed(),
        v.motd().intern(),
        v.estimateSeconds(),
        v.maxPlayers(),
        v.proxyProtocol(),
        v.doors(),
        v.silentAsleep(),
        v.node().intern());
  }

  RouteChange snapshot() {
    var views = new ArrayList<RouteView>(byId.size());
    byId.values().forEach(route -> views.add(route.view()));
    return new RouteChange(revision, true, views, List.of());
  }
}
