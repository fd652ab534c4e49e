package dev.overwinter.servers.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.overwinter.servers.ContainerOrder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One small bridge network per server, on its own subnet.
final class Networks {
  private static final Logger log = LoggerFactory.getLogger(Networks.class);

  private final Engine engine;
  private final Scope scope;

  Networks(Engine engine, Scope scope) {
    this.engine = engine;
    this.scope = scope;
  }

  /// Idempotent. A network of ours with another subnet or reach is replaced.
  void ensure(ContainerOrder order) {
    var name = Labels.name(order);
    var known = find(name);
    if (known.isPresent()) {
      if (!ours(known.get(), order.serverId())) {
        throw Failures.foreign("network", name);
      }
      if (fits(known.get(), order)) {
        return;
      }
      remove(known.get());
    }
    create(name, order);
  }

  private void create(String name, ContainerOrder order) {
    engine
        .usual()
        .createNetworkCmd()
        .withName(name)
        .withDriver("bridge")
        .withCheckDuplicate(true)
        .withInternal(!order.template().hardening().egress())
        .withIpam(
            new Network.Ipam()
                .withConfig(
                    new Network.Ipam.Config()
                        .withSubnet(order.subnet())
                        .withGateway(gateway(order.subnet()))))
        .withOptions(Map.of("com.docker.network.bridge.enable_icc", "false"))
        .withLabels(Labels.of(scope, order))
        .exec();
  }

  /// Returns the address that an engine would choose by itself: the first of the subnet. An engine
  /// before 24 that dies while it removes a network without a written gateway leaves an entry in
  /// its books that no start of it survives (moby issue 45057).
  private static String gateway(String subnet) {
    var first = InetAddress.ofLiteral(subnet.substring(0, subnet.indexOf('/'))).getAddress();
    first[first.length - 1]++;
    try {
      return InetAddress.getByAddress(first).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not a subnet: " + subnet, e);
    }
  }

  /// Idempotent; what is not ours stays.
  void ensureRemoved(ContainerOrder order) {
    var known = find(Labels.name(order));
    if (known.isPresent() && ours(known.get(), order.serverId())) {
      remove(known.get());
    }
  }

  private void remove(Network network) {
    try {
      engine.usual().removeNetworkCmd(network.getId()).exec();
    } catch (NotFoundException gone) {
      // Somebody was faster.
      return;
    } catch (DockerException inUse) {
      if (!releaseNobodys(network)) {
        throw inUse;
      }
      engine.usual().removeNetworkCmd(network.getId()).exec();
    }
  }

  /// An engine that dies while it removes a container may forget the container and keep its end of
  /// the network, which then can never be removed. Ends of containers that exist stay.
  ///
  /// @return whether there were any
  private boolean releaseNobodys(Network network) {
    var ends = engine.usual().inspectNetworkCmd().withNetworkId(network.getId()).exec();
    var nobodys =
        ends.getContainers().entrySet().stream()
            .filter(end -> !exists(end.getKey()))
            .map(end -> end.getValue().getName())
            .toList();
    for (var name : nobodys) {
      log.warn("network {} is held by container {}, which is gone", network.getName(), name);
      engine
          .usual()
          .disconnectFromNetworkCmd()
          .withNetworkId(network.getId())
          .withContainerId(name)
          .withForce(true)
          .exec();
    }
    return !nobodys.isEmpty();
  }

  /// @param container its id, or what the engine calls an end that has none
  private boolean exists(String container) {
    try {
      engine.usual().inspectContainerCmd(container).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }

  private Optional<Network> find(String name) {
    return engine.usual().listNetworksCmd().withNameFilter(name).exec().stream()
        .filter(network -> network.getName().equals(name))
        .findFirst();
  }

  private boolean ours(Network network, String serverId) {
    return scope.has(network.getLabels(), serverId);
  }

  private static boolean fits(Network network, ContainerOrder order) {
    var config = network.getIpam().getConfig();
    return config != null
        && config.stream().anyMatch(one -> order.subnet().equals(one.getSubnet()))
        && network.getInternal() != order.template().hardening().egress();
  }
}
