package dev.overwinter.servers;

import dev.overwinter.catalogue.GameTemplate;
import java.util.Objects;

/// All that a node needs to know to run a server's container.
///
/// @param serverId whose container it is; label and name are made from it
/// @param template the game
/// @param subnet the network of its container in CIDR form
/// @param proxyProtocol whether its game expects a PROXY protocol v2 header from whoever connects
/// @param publicPort first of its public ports; 0 in what was written before a game could be told
/// @param generation which place of the server is meant, from 1: see [Allocation]
/// @param world which of its worlds is meant, from 1: see [WorldLine]
public record ContainerOrder(
    String serverId,
    GameTemplate template,
    String subnet,
    boolean proxyProtocol,
    int publicPort,
    int generation,
    int world) {
  public ContainerOrder {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(subnet, "subnet");
    // Absent in what was written while a server had one place for life.
    generation = Math.max(1, generation);
    // Likewise while a server had one world.
    world = Math.max(1, world);
  }

  /// Of the world that a server is made with.
  public ContainerOrder(
      String serverId,
      GameTemplate template,
      String subnet,
      boolean proxyProtocol,
      int publicPort,
      int generation) {
    this(serverId, template, subnet, proxyProtocol, publicPort, generation, 1);
  }

  /// The same for another world.
  public ContainerOrder of(int another) {
    return new ContainerOrder(
        serverId, template, subnet, proxyProtocol, publicPort, generation, another);
  }

  /// In the first place of a server.
  public ContainerOrder(
      String serverId,
      GameTemplate template,
      String subnet,
      boolean proxyProtocol,
      int publicPort) {
    this(serverId, template, subnet, proxyProtocol, publicPort, 1, 1);
  }

  /// For a game that need not know its public port.
  public ContainerOrder(
      String serverId, GameTemplate template, String subnet, boolean proxyProtocol) {
    this(serverId, template, subnet, proxyProtocol, 0, 1, 1);
  }
}
