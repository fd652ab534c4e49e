package dev.overwinter.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A whole worker in a process of its own that is killed, as `kill -9` does, when it is closed.
///
/// @param process that it is
record WorkerProcess(Process process) implements AutoCloseable {

  /// One with these settings.
  static WorkerProcess start(Map<String, String> settings) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var paths =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    paths,
                    WorkerMain.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.INHERIT);
    command.environment().putAll(settings);
    try {
      return new WorkerProcess(command.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    var _ = process.destroyForcibly().onExit().join();
  }
}
