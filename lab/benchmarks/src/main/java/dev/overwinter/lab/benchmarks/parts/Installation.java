package dev.overwinter.lab.benchmarks.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A whole platform in a home of its own, on ports of its own, beside whatever runs, as
/// `./overwinter` makes it.
public final class Installation {
  private static final int MINUTES = 6;
  private static final Duration CACHES_MADE_WITHIN = Duration.ofMinutes(10);
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

  /// Starts it with one more setting.
  public void set(String key, String value) {
    settings.put(key, value);
  }

  /// What a setting is, for example a port.
  public String get(String key) {
    return Objects.requireNonNull(settings.get(key), key);
  }

  /// Where its data and secrets are.
  public Path home() {
    return Path.of(get("OVERWINTER_HOME"));
  }

  /// Where its api listens, when it is up.
  public String api() {
    return "http://127.0.0.1:" + settings.get(API_PORT);
  }

  /// Starts it as it is from its second start on: with start-up caches and both compilers. Without
  /// caches of this build the first start makes them, which takes some minutes.
  ///
  /// @throws IOException when it does not start, or no cache can be made
  public void upWarm() throws IOException, InterruptedException {
    run("up", "-d");
    var cold = new ArrayList<String>();
    for (var process : List.of("api", "worker", "proxy")) {
      if (!isWarm(process)) {
        cold.add(process);
      }
    }
    if (cold.isEmpty()) {
      return;
    }
    var until = Instant.now().plus(CACHES_MADE_WITHIN);
    // Those that are warm already say nothing.
    while (!cold.stream().allMatch(this::made)) {
      if (said().contains("no start-up cache for") || Instant.now().isAfter(until)) {
        run("down");
        throw new IOException("no start-up caches, see " + launcherLog());
      }
      TimeUnit.SECONDS.sleep(1);
    }
    run("down");
    run("up", "-d");
  }

  private boolean isWarm(String process) throws IOException {
    var record = Files.readString(home().resolve("run/" + process + ".process"));
    var command = Path.of("/proc", record.split(" ", 2)[0], "cmdline");
    return Files.readString(command).contains("-XX:AOTCache=");
  }

  private boolean made(String process) {
    try {
      return said().contains(process + ": start-up cache made");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String said() throws IOException {
    return Files.readString(launcherLog());
  }

  private Path launcherLog() {
    return home().resolve("logs/launcher.log");
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
