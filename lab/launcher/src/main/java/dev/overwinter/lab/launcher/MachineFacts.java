package dev.overwinter.lab.launcher;

import com.sun.management.OperatingSystemMXBean;
import dev.overwinter.lab.launcher.parts.Commands;
import dev.overwinter.lab.launcher.parts.DockerEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a machine has to offer, as the api is told when it joins. Its worker tells it again at
/// every start.
final class MachineFacts {

  private static final int MILLIS_OF_A_CORE = 1000;

  private MachineFacts() {}

  /// Looks.
  static Map<String, Object> of(PlatformConfig config) throws IOException, InterruptedException {
    var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return Map.of(
        "memory_bytes",
        machine.getTotalMemorySize(),
        "milli_cpus",
        (long) machine.getAvailableProcessors() * MILLIS_OF_A_CORE,
        "docker_version",
        dockerVersion(new DockerEngine(config.docker())),
        "ports",
        config.environment().getOrDefault("OVERWINTER_WORKER_PORTS", "20000-20999"),
        "host",
        host(config));
  }

  /// Where its players connect.
  private static String host(PlatformConfig config) {
    var bind = config.environment().getOrDefault("OVERWINTER_PROXY_BIND", "0.0.0.0");
    return List.of("", "0.0.0.0", "::").contains(bind) ? HostAddress.find() : bind;
  }

  private static String dockerVersion(DockerEngine docker)
      throws IOException, InterruptedException {
    var ask = List.of("docker", "--host", docker.host(), "version", "-f", "{{.Server.Version}}");
    var answer = Commands.run(Duration.ofSeconds(10), ask);
    // Where we run the engine it starts with us, after the join.
    return answer.succeeded() ? answer.output().strip() : "";
  }
}
