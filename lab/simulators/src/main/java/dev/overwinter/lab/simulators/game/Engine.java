package dev.overwinter.lab.simulators.game;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The `docker` program. Which engine it speaks to is its own matter (`DOCKER_HOST`).
final class Engine {
  private static final long PATIENCE_SECONDS = 60;

  /// Runs a command and returns what it printed.
  ///
  /// @param input for its standard input
  /// @throws IOException when it cannot be run, fails, or takes longer than a minute
  static String run(byte[] input, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add("docker");
    command.addAll(arguments);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      try (var in = process.getOutputStream()) {
        in.write(input);
      }
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("docker " + arguments.getFirst() + ": " + text.strip());
      }
      return text;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("docker " + arguments.getFirst() + ": interrupted", stopped);
    } finally {
      process.destroyForcibly();
    }
  }

  private Engine() {}
}
