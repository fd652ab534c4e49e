package dev.overwinter.lab.launcher.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs short commands to their ends.
public final class Commands {

  private Commands() {}

  /// What a command answered.
  ///
  /// @param output standard output and standard error, mixed
  public record Answer(int status, String output) {

    /// Returns true for exit status 0.
    public boolean succeeded() {
      return status == 0;
    }

    /// Returns the output, or throws it.
    public String orThrow() throws IOException {
      if (!succeeded()) {
        throw new IOException(output.isBlank() ? "exit " + status : output.strip());
      }
      return output;
    }
  }

  /// Runs `command` and waits for it, `atMost` this long.
  public static Answer run(Duration atMost, List<String> command)
      throws IOException, InterruptedException {
    return run(atMost, command, Map.of());
  }

  /// Runs `command` with `more` in its environment.
  public static Answer run(Duration atMost, List<String> command, Map<String, String> more)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(more);
    var process = builder.start();
    process.getOutputStream().close();
    var killer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // it ended in time
              }
            });
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var status = process.waitFor();
    killer.interrupt();
    return new Answer(status, output);
  }
}
