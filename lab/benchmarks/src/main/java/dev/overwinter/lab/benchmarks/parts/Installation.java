package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A whole platform in a home of its own, on ports of its own, beside whatever runs, as
/// `./overwinter` makes it.
public final class Installation {
  private static final int MINUTES = 6;
  private static final String API_PORT = "OVERWINTER_API_PORT";
  private static final List<String> PORT_KEYS =
      List.of(
          API_PORT,
          "OVERWINTER_TEMPORAL_PORT",
          "OVERWINTER_TEMPORAL_UI_PORT",
          "OVERWINTER_POSTGRES_PORT",
          "OVERWINTER_WORKER_METRICS_PORT",
          "OVERWINTER_PROXY_METRICS_PORT",
          "OVERWINTER_SIMULATOR_PORT",
          "OVERWINTER_LOBBY_PORT");

  private final Checkout checkout;
  private final Path scratch;
  private final Map<String, String> settings = new HashMap<>();

  /// Nothing runs yet.
  ///
  /// @param scratch where its home and its logs are
  public Installation(Checkout checkout, Path scratch) throws IOException {
    this.checkout = checkout;
    this.scratch = scratch;
    var home = scratch.resolve("home-" + ProcessHandle.current().pid());
    Files.createDirectories(home);
    settings.put("OVERWINTER_HOME", home.toString());
    PORT_KEYS.forEach(key -> settings.put(key, String.valueOf(Ports.free())));
    settings.put("OVERWINTER_WORKER_PORTS", "24000-24999");
    settings.put("OVERWINTER_WORKER_SUBNETS", "10.214.0.0/16");
    settings.put("OVERWINTER_SIMULATOR_PUBLIC_BLOCK", "127.215.0.0/19");
  }

  /// Where its api listens, when it is up.
  public String api() {
    return "http://127.0.0.1:" + settings.get(API_PORT);
  }

  /// Runs `./overwinter` with these words.
  ///
  /// @return what it printed
  /// @throws IOException when it fails, with the place of its log
  public String run(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(checkout.root().resolve("overwinter").toString()));
    command.addAll(List.of(words));
    var log = scratch.resolve("overwinter-" + words[0] + ".log");
    var builder =
        new ProcessBuilder(command)
            .directory(checkout.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log.toFile());
    // A newcomer's shell has none of ours.
    builder.environment().keySet().removeIf(key -> key.startsWith("OVERWINTER_"));
    builder.environment().putAll(settings);
    var process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroy();
      throw new IOException(command + " failed, see " + log);
    }
    return Files.readString(log, StandardCharsets.UTF_8);
  }
}
