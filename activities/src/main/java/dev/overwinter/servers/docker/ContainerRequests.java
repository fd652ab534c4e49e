package dev.overwinter.servers.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import dev.overwinter.catalogue.Install;
import dev.overwinter.servers.ContainerOrder;
import java.util.List;
import java.util.Map;

/// The hardened container that every game gets (contract S-08).
final class ContainerRequests {
  private static final long NANOS_PER_MILLI_CPU = 1_000_000;
  // Three files of 4 MB: an hour of a chatty server, and no full disk.
  private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "4m", "max-file", "3");
  // Counts into the memory limit; enough for what JVMs and libraries unpack.
  private static final String TMPFS = "rw,nosuid,nodev,noexec,size=64m,mode=1777";

  private ContainerRequests() {}

  /// The container that the game runs in.
  static CreateContainerCmd game(
      DockerClient client, ContainerOrder order, Map<String, String> environment, Scope scope) {
    var template = order.template();
    var request =
        locked(client, template.image(), order, environment)
            .withName(Labels.name(order))
            .withExposedPorts(ports(order))
            // Open, so that a stop command can be written to it at any time.
            .withStdinOpen(true)
            .withStdInOnce(false)
            .withLabels(Labels.of(scope, order));
    var arguments = template.arguments(order.serverId(), order.publicPort(), environment);
    return arguments.isEmpty() ? request : request.withCmd(arguments);
  }

  /// The container that an install step runs in: locked down like the game's.
  static CreateContainerCmd install(
      DockerClient client,
      ContainerOrder order,
      Install install,
      Map<String, String> environment,
      Scope scope) {
    return locked(client, Installer.image(order, install), order, environment)
        .withName(Labels.installer(order.serverId()))
        .withEntrypoint(install.command())
        .withLabels(Labels.ofInstall(scope, order));
  }

  /// A container that is never started: by it files of the volumes can be reached.
  static CreateContainerCmd handle(DockerClient client, ContainerOrder order, Scope scope) {
    return client
        .createContainerCmd(order.template().image())
        .withName(Labels.handle(order))
        .withNetworkDisabled(true)
        .withLabels(Labels.ofInstall(scope, order))
        .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none").withBinds(binds(order)));
  }

  private static CreateContainerCmd locked(
      DockerClient client, String image, ContainerOrder order, Map<String, String> environment) {
    return client
        .createContainerCmd(image)
        .withHostName(order.serverId())
        .withUser(order.template().hardening().user())
        .withEnv(
            environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList())
        .withTty(false)
        .withHostConfig(host(order));
  }

  private static List<ExposedPort> ports(ContainerOrder order) {
    return order.template().placed(order.publicPort()).stream()
        .map(placed ->
            switch (placed.port().protocol().transport()) {
              case TCP -> ExposedPort.tcp(placed.inside());
              case UDP -> ExposedPort.udp(placed.inside());
            })
        .distinct()
        .toList();
  }

  private static List<Bind> binds(ContainerOrder order) {
    return order.template().volumes().stream()
        .map(volume -> new Bind(Volumes.name(order, volume), new Volume(volume.path())))
        .toList();
  }

  private static HostConfig host(ContainerOrder order) {
    var template = order.template();
    var limits = template.resources();
    var host =
        HostConfig.newHostConfig()
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges:true"))
            .withPrivileged(false)
            .withNetworkMode(Labels.name(order))
            .withMemory(limits.memoryBytes())
            // No swap on top: a game that swaps freezes its players.
            .withMemorySwap(limits.memoryBytes())
            .withNanoCPUs(limits.milliCpus() * NANOS_PER_MILLI_CPU)
            .withPidsLimit((long) limits.pids())
            .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS))
            // Who runs is decided by the server's workflow alone.
            .withRestartPolicy(RestartPolicy.noRestart())
            .withBinds(binds(order));
    return template.hardening().readOnlyRoot()
        ? host.withReadonlyRootfs(true).withTmpFs(Map.of("/tmp", TMPFS))
        : host;
  }
}
