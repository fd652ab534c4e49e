package dev.overwinter.servers;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a server has for itself on its node until it is deleted.
///
/// @param publicPort the port that players connect to, first of the block that its game needs; no
///   two servers share one
/// @param subnet the network of its container in CIDR form; no two servers share one, which also
///   keeps Docker's few default pools free
/// @param node the Docker host; empty in what was written while the specification alone said it
/// @param generation which place of the server this is, from 1; grows when it is restarted on
///   another node, so that nobody takes the container that was left behind for the server's own
public record Allocation(int publicPort, String subnet, String node, int generation) {
  public Allocation(int publicPort, String subnet, @Nullable String node, int generation) {
    this.publicPort = publicPort;
    this.subnet = Objects.requireNonNull(subnet, "subnet");
    this.node = node == null ? "" : node;
    // Absent in what was written while a server had one place for life.
    this.generation = Math.max(1, generation);
  }

  /// The first place of a server.
  public Allocation(int publicPort, String subnet, String node) {
    this(publicPort, subnet, node, 1);
  }

  /// On the node of the specification.
  public Allocation(int publicPort, String subnet) {
    this(publicPort, subnet, "", 1);
  }
}
