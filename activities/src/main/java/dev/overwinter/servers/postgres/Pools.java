package dev.overwinter.servers.postgres;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The public ports and the container subnets that a node gives to servers.
///
/// @param firstPort lowest port given to a server that asks for none
/// @param lastPort highest such port
/// @param network first address of the subnets' pool, as a number
/// @param prefix how many bits of it are fixed; 8 to 29
public record Pools(int firstPort, int lastPort, int network, int prefix) {
  // Three addresses of hosts: the bridge, the game, one to spare. Small, because Docker's own few
  // default pools are what other projects run out of (contract L-15).
  private static final int SUBNET_PREFIX = 29;
  private static final int LOWEST_PORT = 1024;
  // Where our own processes listen unless they are told otherwise.
  private static final Set<Integer> OURS =
      Set.of(2375, 2376, 3000, 5432, 7233, 8080, 8090, 8233, 9090, 9101, 9102, 15432);
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  public Pools {
    if (firstPort < LOWEST_PORT || lastPort > 65_535 || firstPort > lastPort) {
      throw new IllegalArgumentException(
          "ports: " + firstPort + "-" + lastPort + " (expected: 1024..65535, ascending)");
    }
    if (prefix < 8 || prefix > SUBNET_PREFIX) {
      throw new IllegalArgumentException("subnets: /" + prefix + " (expected: /8../29)");
    }
    network = network & mask(prefix);
  }

  /// Reads `20000-20999` and `10.213.0.0/16`.
  public static Pools parse(String ports, String subnets) {
    var range = RANGE.matcher(ports);
    if (!range.matches()) {
      throw new IllegalArgumentException("ports: " + ports + " (expected: 20000-20999)");
    }
    var cidr = CIDR.matcher(subnets);
    if (!cidr.matches()) {
      throw new IllegalArgumentException("subnets: " + subnets + " (expected: 10.213.0.0/16)");
    }
    var network = 0;
    for (var i = 1; i <= 4; i++) {
      var part = Integer.parseInt(cidr.group(i));
      if (part > 255) {
        throw new IllegalArgumentException("subnets: " + subnets + " (expected: 10.213.0.0/16)");
      }
      network = network << 8 | part;
    }
    return new Pools(
        Integer.parseInt(range.group(1)),
        Integer.parseInt(range.group(2)),
        network,
        Integer.parseInt(cidr.group(5)));
  }

  /// Why a port cannot be asked for; empty when it can.
  Optional<String> objection(int port) {
    if (port < LOWEST_PORT || port > 65_535) {
      return Optional.of("port " + port + " cannot be used (expected: 1024..65535)");
    }
    return OURS.contains(port)
        ? Optional.of("port " + port + " is used by Overwinter itself")
        : Optional.empty();
  }

  /// The first of the lowest free ports that follow each other.
  ///
  /// @param count how many
  OptionalInt freePorts(Set<Integer> taken, int count) {
    var free = 0;
    for (var port = firstPort; port <= lastPort; port++) {
      free = taken.contains(port) || OURS.contains(port) ? 0 : free + 1;
      if (free == count) {
        return OptionalInt.of(port - count + 1);
      }
    }
    return OptionalInt.empty();
  }

  /// Any subnet that is free. Not the lowest: on a host where something else uses a part of the
  /// pool, another try then finds another one.
  Optional<String> freeSubnet(Set<String> taken, RandomGenerator random) {
    var count = 1 << (SUBNET_PREFIX - prefix);
    var ours = new HashSet<>(taken);
    var first = random.nextInt(count);
    for (var i = 0; i < count; i++) {
      var subnet = subnet((first + i) % count);
      if (!ours.contains(subnet)) {
        return Optional.of(subnet);
      }
    }
    return Optional.empty();
  }

  /// How many ports there are to give.
  public int count() {
    var ours = OURS.stream().filter(port -> port >= firstPort && port <= lastPort).count();
    return Math.toIntExact(lastPort - firstPort + 1 - ours);
  }

  /// For people, for example `20000-20999`.
  String ports() {
    return firstPort + "-" + lastPort;
  }

  private String subnet(int index) {
    var at = network + (index << (32 - SUBNET_PREFIX));
    return "%d.%d.%d.%d/%d"
        .formatted(at >>> 24, at >>> 16 & 255, at >>> 8 & 255, at & 255, SUBNET_PREFIX);
  }

  private static int mask(int bits) {
    return -1 << (32 - bits);
  }
}
