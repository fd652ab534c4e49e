package dev.overwinter.servers.docker;

import com.sun.management.OperatingSystemMXBean;
import dev.overwinter.nodes.Capacity;
import dev.overwinter.nodes.NodeFacts;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the machine of a node has, as its engine says it; as this process sees it while the engine
/// is away.
public final class Machine {
  private static final Logger log = LoggerFactory.getLogger(Machine.class);
  private static final int MILLI = 1_000;

  private final Engine engine;
  private final int count;
  private final String ports;
  private final String subnets;

  /// @param count how many public ports its servers may have
  /// @param ports which
  /// @param subnets which networks they may have
  public Machine(Engine engine, int count, String ports, String subnets) {
    this.engine = engine;
    this.count = count;
    this.ports = ports;
    this.subnets = subnets;
  }

  /// Blocks for some milliseconds, or until the engine does not answer.
  public NodeFacts facts() {
    try {
      var info = engine.ping().infoCmd().exec();
      var memory = Objects.requireNonNull(info.getMemTotal(), "memory");
      var cores = Objects.requireNonNull(info.getNCPU(), "cores");
      return new NodeFacts(
          new Capacity(memory, (long) cores * MILLI, count),
          Objects.requireNonNullElse(info.getServerVersion(), ""),
          Objects.requireNonNullElse(info.getOperatingSystem(), ""),
          ports,
          subnets);
    } catch (RuntimeException away) {
      log.info("Docker cannot be asked what this machine has: {}", away.getMessage());
      return own();
    }
  }

  private NodeFacts own() {
    var memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    var cores = Runtime.getRuntime().availableProcessors();
    return new NodeFacts(
        new Capacity(memory, (long) cores * MILLI, count),
        "",
        "Docker does not answer",
        ports,
        subnets);
  }
}
