package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.Temporal;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// One installation of the platform on this machine. Copy and change with the `with…` methods.
///
/// @param checkout the source tree, built
/// @param home data, secrets, logs and process records of this installation
/// @param shared programs, deployments and caches that installations of one checkout have in common
/// @param parts what to start; the others are somebody else's
/// @param docker the socket of the Docker engine
/// @param isolatedDocker when [Part#DOCKERD] is among the parts: an engine of this installation's
///   own, below `home`, beside the machine's; else the machine's own engine
/// @param environment `OVERWINTER_…` keys that go to the process whose prefix they bear, over our
///   own choice
public record PlatformConfig(
    Path checkout,
    Path home,
    Path shared,
    Set<Part> parts,
    Ports ports,
    Path docker,
    boolean isolatedDocker,
    Map<String, String> environment) {

  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
  private static final Path DOCKER_SOCKET = Path.of("/var/run/docker.sock");

  public PlatformConfig {
    checkout = checkout.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
    shared = shared.toAbsolutePath().normalize();
    parts = Set.copyOf(parts);
    environment = Map.copyOf(environment);
  }

  /// Returns the installation of a checkout as `./overwinter up` runs it: everything but Docker, in
  /// `.overwinter` unless `OVERWINTER_HOME` says otherwise.
  public static PlatformConfig of(Path checkout, Map<String, String> environment) {
    var shared = checkout.resolve(".overwinter");
    var home = environment.getOrDefault("OVERWINTER_HOME", "");
    return new PlatformConfig(
        checkout,
        home.isBlank() ? shared : Path.of(home),
        shared,
        EnumSet.complementOf(EnumSet.of(Part.DOCKERD)),
        Ports.from(environment),
        DOCKER_SOCKET,
        false,
        environment);
  }

  /// Returns the node that this machine is, of its own platform or of the one that it has joined.
  String node() {
    return Membership.of(home)
        .map(Membership::node)
        .orElseGet(() -> environment.getOrDefault("OVERWINTER_WORKER_NODE", "local"));
  }

  /// Returns the address that Temporal listens on.
  ///
  /// @throws StartFailed when it is none
  String temporalBind() {
    var bind = environment.getOrDefault(Temporal.BIND, Temporal.LOOPBACK);
    if (!IPV4.matcher(bind).matches()) {
      throw new StartFailed(
          Temporal.BIND + ": " + bind + " (expected: an IPv4 address of this machine, or 0.0.0.0)");
    }
    return bind;
  }

  /// Returns the same with what its home says: one that has joined a platform is a node, and one
  /// that has a token of DigitalOcean needs no simulator of it.
  PlatformConfig settled() {
    if (Membership.of(home).isPresent()) {
      return ofNode();
    }
    if (!DigitalOcean.of(this).isReal()) {
      return this;
    }
    var ours = EnumSet.noneOf(Part.class);
    ours.addAll(parts);
    ours.remove(Part.SIMULATOR);
    return withParts(ours);
  }

  /// Returns the same with the parts of a node: the worker of this machine's engine and a proxy in
  /// front of its servers, nothing that remembers.
  PlatformConfig ofNode() {
    var ours = EnumSet.of(Part.WORKER, Part.PROXY);
    if (parts.contains(Part.DOCKERD)) {
      ours.add(Part.DOCKERD);
    }
    return withParts(ours);
  }

  /// Returns a second installation for a test: own home, own ports, nothing from the environment.
  public static PlatformConfig forTest(Path checkout, Path home) {
    return of(checkout, Map.of()).withHome(home).withPorts(Ports.unused());
  }

  /// Returns the same with another home.
  public PlatformConfig withHome(Path other) {
    return new PlatformConfig(
        checkout, other, shared, parts, ports, docker, isolatedDocker, environment);
  }

  /// Returns the same with other ports, whatever its environment says: each process is told what
  /// the environment says, and would listen where the first installation does.
  public PlatformConfig withPorts(Ports other) {
    var without = new HashMap<>(environment);
    without.keySet().removeAll(Ports.KEYS);
    return new PlatformConfig(
        checkout, home, shared, parts, other, docker, isolatedDocker, without);
  }

  /// Returns the same with just these parts.
  public PlatformConfig withParts(Set<Part> others) {
    return new PlatformConfig(
        checkout, home, shared, others, ports, docker, isolatedDocker, environment);
  }

  /// Returns the same with the machine's Docker engine supervised, for a machine on which nobody
  /// else does.
  public PlatformConfig withDockerSupervised() {
    var more = EnumSet.of(Part.DOCKERD);
    more.addAll(parts);
    return new PlatformConfig(checkout, home, shared, more, ports, docker, false, environment);
  }

  /// Returns the same on another Docker engine that somebody else runs.
  public PlatformConfig withDocker(Path socket) {
    return new PlatformConfig(checkout, home, shared, parts, ports, socket, false, environment);
  }

  /// Returns the same with a Docker engine of its own that a test may kill.
  public PlatformConfig withIsolatedDocker() {
    var more = EnumSet.of(Part.DOCKERD);
    more.addAll(parts);
    var socket = home.resolve("run/docker.sock");
    return new PlatformConfig(checkout, home, shared, more, ports, socket, true, environment);
  }

  /// Returns the same with one more key for the process whose prefix it bears.
  public PlatformConfig with(String key, String value) {
    var more = new HashMap<>(environment);
    more.put(key, value);
    return new PlatformConfig(checkout, home, shared, parts, ports, docker, isolatedDocker, more);
  }
}
