package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Backup;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.ServerView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// A database that remembers, and can be down.
final class FakeRecords implements ServerRecordActivities {
  final List<String> states = Collections.synchronizedList(new ArrayList<>());
  final ConcurrentHashMap<String, ServerView> rows = new ConcurrentHashMap<>();
  final List<String> released = Collections.synchronizedList(new ArrayList<>());
  final List<NodeSeen> nodes = Collections.synchronizedList(new ArrayList<>());
  final ConcurrentHashMap<String, Backup> backups = new ConcurrentHashMap<>();
  final List<Allocation> stranded = Collections.synchronizedList(new ArrayList<>());
  final List<MeterFact> facts = Collections.synchronizedList(new ArrayList<>());
  volatile boolean down;
  volatile boolean full;

  /// Somebody else is faster: there was room when that was asked.
  volatile boolean fullLater;

  volatile Runnable duringReservation = () -> {};

  /// The last word about a server.
  String label(String serverId) {
    return Objects.requireNonNull(rows.get(serverId)).state().label();
  }

  @Override
  public Reservation reserve(ServerSpec spec) {
    return full
        ? new Reservation.Refused("no free port in 20000-20999")
        : new Reservation.Granted(new Allocation(20_000, "10.213.0.0/29", place(spec)));
  }

  private static String place(ServerSpec spec) {
    return spec.node().isEmpty() ? "local" : spec.node();
  }

  @Override
  public Reservation reserveElsewhere(ServerSpec spec, String usedByOthers) {
    var last = usedByOthers.replaceFirst("10\\.213\\.0\\.(\\d+)/29", "$1");
    return new Reservation.Granted(
        new Allocation(20_000, "10.213.0." + (Integer.parseInt(last) + 8) + "/29"));
  }

  @Override
  public Reservation reserveAnew(ServerSpec spec, Allocation lost, Wish wish, int generation) {
    duringReservation.run();
    if (full || fullLater) {
      return new Reservation.Refused("no node has room");
    }
    if (!stranded.contains(lost)) {
      stranded.add(lost);
    }
    return new Reservation.Granted(
        new Allocation(20_001, "10.214.0.0/29", other(lost), generation));
  }

  private static String other(Allocation place) {
    return place.node().equals("attic") ? "local" : "attic";
  }

  @Override
  public Reservation roomElsewhere(ServerSpec spec, Allocation from, Wish wish) {
    if (down) {
      throw new IllegalStateException("connection refused");
    }
    return full
        ? new Reservation.Refused("no node has room")
        : new Reservation.Granted(new Allocation(20_001, "10.214.0.0/29", other(from)));
  }

  @Override
  public void takeBack(String serverId, Allocation lost) {
    stranded.remove(lost);
  }

  @Override
  public void forgetStranded(String serverId, Allocation place) {
    stranded.remove(place);
  }

  @Override
  public void recordBackup(Backup backup) {
    backups.put(backup.id(), backup);
  }

  @Override
  public void forgetBackup(String serverId, String backupId) {
    backups.remove(backupId);
  }

  @Override
  public void release(String serverId) {
    released.add(serverId);
  }

  @Override
  public void tell(ServerView view) {
    // As an account takes them: by number, each once.
    view.meterFacts().stream()
        .filter(fact -> facts.isEmpty() || fact.number() > facts.getLast().number())
        .forEach(facts::add);
  }

  @Override
  public void record(ServerView view) {
    tell(view);
    if (down) {
      throw new IllegalStateException("connection refused");
    }
    rows.merge(view.spec().id(), view, (a, b) -> b.version() > a.version() ? b : a);
    states.add(view.state().label());
  }

  @Override
  public List<String> servers(String node) {
    return rows.keySet().stream().sorted().toList();
  }

  @Override
  public List<ServerBelief> beliefs(String node) {
    return rows.values().stream()
        .filter(row -> row.state() instanceof ServerState.Awake)
        .map(row -> new ServerBelief(row.spec().id(), "AWAKE", run(row.state())))
        .toList();
  }

  private static String run(ServerState state) {
    return state instanceof ServerState.Awake awake ? awake.run() : "";
  }

  @Override
  public void recordNode(NodeSeen seen) {
    nodes.add(seen);
  }
}
