package dev.overwinter.lab.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// A real simulator in a process of its own, on a free port.
final class SimulatorProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Ready on port (\\d+)");

  private final Process process;
  private final Path log;

  /// Starts and waits until it answers, or until it has ended.
  SimulatorProcess(Path data, Map<String, String> settings) throws IOException {
    this.log = Files.createTempFile("simulator-", ".log");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("OVERWINTER_SIMULATOR_PORT", "0");
    builder.environment().put("OVERWINTER_SIMULATOR_DATA", data.toString());
    builder.environment().putAll(settings);
    this.process = builder.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !process.isAlive() || READY.matcher(log()).find());
  }

  int port() throws IOException {
    Matcher ready = READY.matcher(log());
    if (!ready.find()) {
      throw new IOException("not ready:\n" + log());
    }
    return Integer.parseInt(ready.group(1));
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  void signal() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(log);
  }
}
