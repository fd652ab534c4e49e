package dev.overwinter.lab.benchmarks.parts;

import dev.overwinter.backups.Backup;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.RouteView;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerView;
import dev.overwinter.servers.workflow.NodeSeen;
import dev.overwinter.servers.workflow.ServerBelief;
import dev.overwinter.servers.workflow.ServerRecordActivities;
import java.util.List;

/// Keeps records in memory instead of PostgreSQL and passes each on to the proxy's route feed.
final class RoutedRecords implements ServerRecordActivities {
  private final RouteServer routes;

  RoutedRecords(RouteServer routes) {
    this.routes = routes;
  }

  @Override
  public Reservation reserve(ServerSpec spec) {
    return new Reservation.Granted(new Allocation(spec.requestedPort(), "10.213.0.0/29"));
  }

  @Override
  public Reservation reserveElsewhere(ServerSpec spec, String usedByOthers) {
    return new Reservation.Refused("there is one subnet only");
  }

  @Override
  public Reservation reserveAnew(ServerSpec spec, Allocation lost, Wish wish, int generation) {
    return new Reservation.Refused("there is one node only");
  }

  @Override
  public Reservation roomElsewhere(ServerSpec spec, Allocation from, Wish wish) {
    return new Reservation.Refused("there is one node only");
  }

  @Override
  public void takeBack(String serverId, Allocation lost) {}

  @Override
  public void forgetStranded(String serverId, Allocation place) {}

  @Override
  public void recordBackup(Backup backup) {}

  @Override
  public void forgetBackup(String serverId, String backupId) {}

  @Override
  public void release(String serverId) {}

  @Override
  public void record(ServerView view) {
    if (view.allocation() != null) {
      routes.put(List.of(route(view)));
    }
  }

  @Override
  public void tell(ServerView view) {}

  static RouteView route(ServerView view) {
    var spec = view.spec();
    return new RouteView(
        spec.id(),
        spec.name(),
        spec.template().id(),
        spec.template().protocol(),
        spec.requestedPort(),
        view.state().label(),
        view.state().reason(),
        view.state() instanceof Awake awake ? awake.at() : null,
        Math.toIntExact(spec.joining().holdFor().toSeconds()),
        spec.joining().kickMessage(),
        spec.joining().allowed(),
        spec.joining().motd(),
        0,
        20,
        spec.joining().proxyProtocol());
  }

  @Override
  public List<String> servers(String node) {
    return List.of();
  }

  @Override
  public List<ServerBelief> beliefs(String node) {
    return List.of();
  }

  @Override
  public void recordNode(NodeSeen seen) {}
}
