package dev.overwinter.servers.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// The three curves of a server: CPU, memory, players.
@Component
class ServerPlots {
  private final ServerReads reads;

  ServerPlots(ServerReads reads) {
    this.reads = reads;
  }

  List<Plot> of(ServerRow server, Duration span) {
    var drawn = draw(server, span);
    return switch (server.state()) {
      case "WAKING", "AWAKE", "HIBERNATING" -> drawn;
      default -> drawn.stream().map(Plot::stopped).toList();
    };
  }

  private List<Plot> draw(ServerRow server, Duration span) {
    var to = Instant.now();
    var from = to.minus(span);
    var samples = reads.samples(server.id(), from);
    var limits = server.spec().template().resources();
    return List.of(
        Plot.of(
            "CPU",
            samples,
            from,
            to,
            20,
            sample -> 100.0 * sample.cpuMilli() / limits.milliCpus(),
            value -> Math.round(value) + " %"),
        Plot.of(
            "Memory",
            samples,
            from,
            to,
            limits.memoryBytes() / 1048576.0 / 2,
            sample -> sample.memoryBytes() / 1048576.0,
            value -> Words.bytes(value * 1048576)),
        Plot.of(
            "Players",
            samples,
            from,
            to,
            5,
            sample -> sample.playersOnline() == null ? Plot.NONE : sample.playersOnline(),
            value -> String.valueOf(Math.round(value))));
  }
}
