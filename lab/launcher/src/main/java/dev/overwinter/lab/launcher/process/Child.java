package dev.overwinter.lab.launcher.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One life of a supervised process: started by this launcher, or adopted from a killed one.
///
/// @param started null when adopted: its exit status can't be known then
record Child(ProcessHandle handle, @Nullable Process started) {

  /// Starts it in a session of its own, so that Ctrl-C in a terminal reaches the launcher only,
  /// which then stops all in order. Its output goes straight to its log and needs no living
  /// launcher.
  static Child start(ProcessSpec spec, Desk desk) throws IOException {
    Files.createDirectories(desk.logs());
    var command = new ArrayList<>(List.of("setsid"));
    command.addAll(spec.command().get());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(desk.log(spec.name()).toFile()));
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    var process = builder.start();
    var fingerprint = spec.fingerprint();
    var record = ProcessRecord.of(spec.name(), process.pid(), fingerprint);
    if (record.isPresent()) {
      record.get().write(desk.records());
    }
    return new Child(process.toHandle(), process);
  }

  /// Finds the one that an earlier launcher left, if it is what `spec` would start; another one by
  /// that name is stopped.
  static Optional<Child> adopt(ProcessSpec spec, Desk desk) {
    var left = ProcessRecord.read(desk.records(), spec.name());
    var alive = left.flatMap(ProcessRecord::find);
    if (left.isEmpty() || alive.isEmpty()) {
      return Optional.empty();
    }
    if (left.get().fingerprint().equals(spec.fingerprint())) {
      desk.news().accept(spec.name() + " still runs (pid " + alive.get().pid() + "): adopted");
      return Optional.of(new Child(alive.get(), null));
    }
    desk.news().accept(spec.name() + " is left over from another build: stopping it");
    Signals.end(alive.get(), spec.stopSignal(), spec.stopsWithin());
    return Optional.empty();
  }

  /// Waits for the end and says how it ended.
  String awaitExit() throws InterruptedException {
    if (started != null) {
      return describe(started.waitFor());
    }
    try {
      handle.onExit().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return "status unknown: it was adopted";
  }

  private static String describe(int status) {
    // The JVM reports a signal as 128 + its number; sh does the same.
    return switch (status) {
      case 129 -> "exit 129, SIGHUP";
      case 130 -> "exit 130, SIGINT";
      case 134 -> "exit 134, SIGABRT";
      case 137 -> "exit 137, SIGKILL";
      case 139 -> "exit 139, SIGSEGV";
      case 143 -> "exit 143, SIGTERM";
      default -> "exit " + status;
    };
  }
}
