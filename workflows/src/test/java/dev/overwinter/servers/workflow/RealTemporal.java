package dev.overwinter.servers.workflow;

import dev.overwinter.durable.SearchAttributes;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A real Temporal server for one test class: the in-memory one neither enforces limits nor gives
/// back a signal that races a continue-as-new.
final class RealTemporal {
  private RealTemporal() {}

  static TemporalDevServer start() {
    var cli =
        Objects.requireNonNull(
            System.getenv("OVERWINTER_TEMPORAL_CLI"),
            "OVERWINTER_TEMPORAL_CLI (expected: path of the temporal CLI; ./overwinter test sets it)");
    var options =
        new ArrayList<>(
            List.of(
                "--dynamic-config-value",
                "history.transferProcessorMaxPollRPS=1000",
                "--sqlite-pragma",
                "synchronous=OFF"));
    SearchAttributes.ALL.forEach(
        key -> options.addAll(List.of("--search-attribute", key.getName() + "=Keyword")));
    return TemporalDevServer.start(
        TemporalDevServerOptions.newBuilder()
            .setExistingPath(cli)
            .setDownloadEnabled(false)
            .setExtraArgs(options)
            .build());
  }
}
