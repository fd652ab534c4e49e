package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.overwinter.servers.ContainerOrder;

/// Makes what a server's game runs in: network, volumes, container.
final class Making {
  private final Networks networks;
  private final Volumes volumes;
  private final Owners owners;
  private final Containers containers;
  private final Secrets secrets;
  private final Stopper stopper;

  Making(
      Networks networks,
      Volumes volumes,
      Owners owners,
      Containers containers,
      Secrets secrets,
      Stopper stopper) {
    this.networks = networks;
    this.volumes = volumes;
    this.owners = owners;
    this.containers = containers;
    this.secrets = secrets;
    this.stopper = stopper;
  }

  void ensureNetwork(ContainerOrder order) {
    networks.ensure(order);
  }

  void ensureVolumes(ContainerOrder order) {
    volumes.ensure(order);
  }

  boolean hasWorld(ContainerOrder order) {
    return volumes.hasWorld(order);
  }

  /// The container exists, made from this very order.
  ///
  /// @return its id
  String ensureContainer(ContainerOrder order) {
    var found = containers.find(order);
    if (found.isPresent()) {
      if (fits(found.get(), order)) {
        if ("created".equals(found.get().getState().getStatus())) {
          // Whoever created it may have been killed before this.
          owners.ensure(found.get().getId(), order);
        }
        return found.get().getId();
      }
      stopper.stopForced(order);
      containers.remove(found.get().getId());
    }
    // Those beside the world may be missing after a prune, or be new in an edited game.
    volumes.ensure(order);
    var id = containers.create(order, secrets.environment(order));
    owners.ensure(id, order);
    return id;
  }

  /// Whether a container was made from this very order.
  boolean fits(InspectContainerResponse container, ContainerOrder order) {
    var labels = container.getConfig().getLabels();
    return labels != null && Labels.hash(order).equals(labels.get(Labels.ORDER));
  }

  /// Container, network and volumes are gone; what is not ours stays.
  void ensureRemoved(ContainerOrder order) {
    containers
        .ours(new Spot(order.serverId(), order.generation()))
        .ifPresent(container -> {
          stopper.stopForced(order);
          containers.remove(container.getId());
        });
    containers.installing(order.serverId()).forEach(containers::remove);
    networks.ensureRemoved(order);
    volumes.ensureRemoved(order);
  }
}
