package dev.overwinter.servers.postgres;

import dev.overwinter.nodes.Capacity;
import dev.overwinter.nodes.NodeOffer;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.Placement;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Chooses where a new server is: its node, its ports and its subnet. Whoever asks holds the lock
/// of [AllocationRows#lock()], so that what is promised twice is seen.
final class Places {
  // What a node is taken for that never said what it has: none of ours is larger.
  private static final Capacity UNKNOWN = new Capacity(1L << 48, 1L << 40, 65_535);

  private record Node(String state, long version, NodeOffer offer) {}

  private final AllocationRows allocations;
  private final JdbcClient sql;
  private final Pools pools;
  private final RandomGenerator random;

  Places(AllocationRows allocations, JdbcClient sql, Pools pools, RandomGenerator random) {
    this.allocations = allocations;
    this.sql = sql;
    this.pools = pools;
    this.random = random;
  }

  Reservation choose(ServerSpec spec) {
    return choose(spec, 1, "");
  }

  /// For a place of a later generation, on any other node than one.
  Reservation chooseAnew(ServerSpec spec, int generation, String lost) {
    return choose(spec, generation, lost);
  }

  private Reservation choose(ServerSpec spec, int generation, String lost) {
    var nodes = nodes();
    nodes.removeIf(node -> node.offer.node().equals(lost));
    if (!spec.node().isEmpty()
        && nodes.stream().noneMatch(n -> n.offer.node().equals(spec.node()))) {
      // Its worker has not been heard yet; whoever named it knows that it is there.
      nodes.add(
          new Node("", 0, offer(spec.node(), true, NodeSettings.USUAL, UNKNOWN, Capacity.NONE)));
    }
    var answering = choose(spec, generation, nodes, Set.of("ONLINE"));
    // A worker that restarts is silent for a moment: waiting for it is better than refusing.
    return answering instanceof Reservation.Refused && generation == 1
        ? choose(spec, generation, nodes, Set.of("ONLINE", "UNKNOWN"))
        : answering;
  }

  private Reservation choose(ServerSpec spec, int generation, List<Node> nodes, Set<String> open) {
    var left = new ArrayList<NodeOffer>();
    nodes.forEach(node -> left.add(opened(node, open)));
    var why = "";
    while (true) {
      switch (Placement.choose(left, spec.placement(), spec.need())) {
        case Placement.Choice.Refused none -> {
          return new Reservation.Refused(why.isEmpty() ? none.reason() : why);
        }
        case Placement.Choice.Placed placed -> {
          var tried = on(placed.node(), spec, generation);
          if (!(tried instanceof Reservation.Refused no)) {
            return tried;
          }
          why = no.reason();
          left.removeIf(offer -> offer.node().equals(placed.node()));
        }
      }
    }
  }

  private static NodeOffer opened(Node node, Set<String> open) {
    var offer = node.offer;
    return offer(
        offer.node(),
        node.version == 0 || open.contains(node.state),
        offer.settings(),
        offer.has(),
        offer.promised());
  }

  private static NodeOffer offer(
      String node, boolean open, NodeSettings settings, Capacity has, Capacity promised) {
    return new NodeOffer(node, open, settings, has, promised);
  }

  private Reservation on(String node, ServerSpec spec, int generation) {
    var pools = pools(node);
    var subnet = freeSubnet(node, pools);
    if (subnet.isEmpty()) {
      return new Reservation.Refused("no subnet is free on node " + node);
    }
    var taken = new HashMap<Integer, String>();
    allocations.ports(node).forEach(row -> taken.put(row.getPort(), row.getServerId()));
    var count = spec.template().portBlock();
    if (spec.requestedPort() != 0) {
      for (var port = spec.requestedPort(); port < spec.requestedPort() + count; port++) {
        var objection = objection(pools, port, taken.get(port));
        if (objection.isPresent()) {
          return new Reservation.Refused(objection.get());
        }
      }
      return grant(spec, new Allocation(spec.requestedPort(), subnet.get(), node, generation));
    }
    var first = pools.freePorts(taken.keySet(), count);
    return first.isPresent()
        ? grant(spec, new Allocation(first.getAsInt(), subnet.get(), node, generation))
        : new Reservation.Refused(
            count == 1
                ? "no port of " + pools.ports() + " is free"
                : "no " + count + " ports in a row of " + pools.ports() + " are free");
  }

  private static Optional<String> objection(Pools pools, int port, @Nullable String holder) {
    return pools
        .objection(port)
        .or(() ->
            Optional.ofNullable(holder).map(id -> "port " + port + " is taken by server " + id));
  }

  private Reservation grant(ServerSpec spec, Allocation at) {
    allocations.saveAndFlush(new AllocationRow(spec.id(), at, spec.need()));
    var last = at.publicPort() + spec.template().portBlock() - 1;
    allocations.takePorts(at.node(), at.publicPort(), last, spec.id());
    return new Reservation.Granted(at);
  }

  /// Another subnet for a server whose own turned out to be used by somebody else.
  Reservation move(AllocationRow row) {
    var node = row.allocation().node();
    // Its own present subnet is among the taken ones, so it is not chosen again.
    var subnet = freeSubnet(node, pools(node));
    if (subnet.isEmpty()) {
      return new Reservation.Refused("no other subnet is free on node " + node);
    }
    row.moveTo(subnet.get());
    allocations.saveAndFlush(row);
    return new Reservation.Granted(row.allocation());
  }

  /// What the node has said, or what we have while it has said nothing.
  private Pools pools(String node) {
    return sql.sql("select port_range, subnets from nodes where id = ? and port_range <> ''")
        .param(node)
        .query((row, _) -> pools(row.getString("port_range"), row.getString("subnets")))
        .optional()
        .orElse(pools);
  }

  private Pools pools(String ports, String subnets) {
    try {
      return Pools.parse(ports, subnets);
    } catch (IllegalArgumentException unreadable) {
      return pools;
    }
  }

  private Optional<String> freeSubnet(String node, Pools pools) {
    return pools.freeSubnet(new HashSet<>(allocations.subnets(node)), random);
  }

  private List<Node> nodes() {
    return new ArrayList<>(
        sql.sql(
                """
                select n.*, coalesce(a.memory, 0) as promised_memory,
                  coalesce(a.cpus, 0) as promised_cpus, coalesce(p.ports, 0) as promised_ports
                from nodes n
                left join (select node, sum(memory_bytes) as memory, sum(milli_cpus) as cpus
                           from (select node, memory_bytes, milli_cpus from allocations
                                 union all
                                 select node, memory_bytes, milli_cpus from stranded) as both_kinds
                           group by node) a on a.node = n.id
                left join (select node, sum(ports) as ports
                           from (select node, 1 as ports from allocated_ports
                                 union all
                                 select node, ports from stranded) as both_kinds
                           group by node) p on p.node = n.id
                order by n.id
                """)
            .query((row, _) -> node(row))
            .list());
  }

  private static Node node(ResultSet row) throws SQLException {
    var memory = row.getLong("memory_bytes");
    var has =
        memory == 0
            ? UNKNOWN
            : new Capacity(memory, row.getLong("milli_cpus"), row.getInt("ports"));
    var promised =
        new Capacity(
            row.getLong("promised_memory"),
            row.getLong("promised_cpus"),
            row.getInt("promised_ports"));
    var settings =
        new NodeSettings(
            row.getString("region"),
            Set.of((String[]) row.getArray("tags").getArray()),
            row.getInt("memory_percent"),
            row.getInt("cpu_percent"));
    return new Node(
        row.getString("state"),
        row.getLong("version"),
        new NodeOffer(row.getString("id"), false, settings, has, promised));
  }
}
