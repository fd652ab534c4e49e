package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.parts.DockerEngine;
import dev.overwinter.lab.launcher.parts.Temporal;
import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.ProcessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// What runs now, seen from outside: process records and a fresh look at each port.
final class Status {

  private static final String LINE = "%-10s %-10s %8s %12s %9s  %s%n";

  private final PlatformConfig config;

  Status(PlatformConfig config) {
    this.config = config;
  }

  /// Prints a line a part.
  ///
  /// @return true when all parts are healthy
  boolean print() throws InterruptedException {
    var all = true;
    Membership.of(config.home())
        .ifPresent(m -> System.out.printf("node %s of %s%n%n", m.node(), m.api()));
    System.out.printf(LINE, "part", "state", "pid", "up", "memory", "at");
    var node = Membership.of(config.home()).isPresent();
    for (var part : Part.values()) {
      var lacks = !config.parts().contains(part);
      if (lacks && (node ? part != Part.DOCKERD : part == Part.SIMULATOR)) {
        continue;
      }
      var process =
          ProcessRecord.read(config.home().resolve("run"), part.processName())
              .flatMap(ProcessRecord::find);
      var healthy = health(part).isHealthy();
      var expected = config.parts().contains(part);
      all &= healthy || !expected;
      var state = healthy ? "healthy" : process.isPresent() ? "starting" : "down";
      System.out.printf(
          LINE,
          part.processName(),
          state,
          process.map(p -> Long.toString(p.pid())).orElse("-"),
          process.map(Status::age).orElse(expected ? "-" : "not ours"),
          process.map(Status::memory).orElse("-"),
          address(part));
    }
    for (var name : Leavers.names(Platform.desk(config, _ -> {}))) {
      ProcessRecord.read(config.home().resolve("run"), name)
          .flatMap(ProcessRecord::find)
          .ifPresent(Status::printLeaver);
    }
    if (!node) {
      System.out.printf("%n%s%n", DigitalOcean.of(config).line());
    }
    return all;
  }

  private static void printLeaver(ProcessHandle old) {
    System.out.printf(
        LINE,
        "",
        "leaving",
        old.pid(),
        age(old),
        memory(old),
        "an older proxy, until its players have left");
  }

  private HealthCheck health(Part part) {
    var ports = config.ports();
    return switch (part) {
      case DOCKERD -> new DockerEngine(config.docker())::answers;
      case POSTGRES -> HealthCheck.accepts(Temporal.LOOPBACK, ports.postgres());
      case TEMPORAL ->
          HealthCheck.accepts(Temporal.reachedAt(config.temporalBind()), ports.temporal());
      case SIMULATOR -> HealthCheck.http(ports.simulator(), "/healthz");
      case API -> ApiAddress.of(config).health("/healthz");
      case WORKER -> HealthCheck.http(ports.workerMetrics(), "/healthz", "/metrics");
      case PROXY -> HealthCheck.http(ports.proxyMetrics(), "/healthz", "/metrics");
    };
  }

  private String address(Part part) {
    var ports = config.ports();
    return switch (part) {
      case DOCKERD -> config.docker().toString();
      case POSTGRES -> "127.0.0.1:" + ports.postgres();
      case TEMPORAL ->
          "%s:%d, UI http://127.0.0.1:%d/"
              .formatted(
                  Temporal.reachedAt(config.temporalBind()), ports.temporal(), ports.temporalUi());
      case SIMULATOR -> "of DigitalOcean, http://127.0.0.1:" + ports.simulator() + "/";
      case API -> ApiAddress.shown(config) + "/";
      case WORKER -> "metrics http://127.0.0.1:" + ports.workerMetrics() + "/metrics";
      case PROXY -> players() + "metrics http://127.0.0.1:" + ports.proxyMetrics() + "/metrics";
    };
  }

  /// A node has no demo server.
  private String players() {
    return config.parts().contains(Part.API)
        ? "lobby %s:%d, ".formatted(HostAddress.find(), config.ports().lobby())
        : "";
  }

  private static String age(ProcessHandle process) {
    var since = process.info().startInstant().orElseGet(Instant::now);
    var up = Duration.between(since, Instant.now());
    return "%d:%02d:%02d".formatted(up.toHours(), up.toMinutesPart(), up.toSecondsPart());
  }

  private static String memory(ProcessHandle process) {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(l -> l.startsWith("VmRSS:"))
          .map(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024 + " MB")
          .findFirst()
          .orElse("-");
    } catch (IOException e) {
      return "-";
    }
  }
}
