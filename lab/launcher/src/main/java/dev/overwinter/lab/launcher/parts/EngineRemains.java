package dev.overwinter.lab.launcher.parts;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.lab.launcher.process.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a Docker engine that was killed has left running and the next one would not know of.
///
/// An engine that dies while it starts a container leaves the container's process, and that of the
/// shim above it, without a word of either in its books. The next engine starts the container once
/// more, so that two processes write one world and share one address, and the proxy may reach the
/// one that nobody watches. Containers that ran by the books are not touched: they live on.
///
/// @param dataRoot the engine's `--data-root`
/// @param execRoot the engine's `--exec-root`
/// @param pidFile the engine's `--pidfile`
record EngineRemains(Path dataRoot, Path execRoot, Path pidFile) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DYING = Duration.ofSeconds(5);

  /// Ends them. Does nothing while the engine lives; safe to repeat.
  ///
  /// @return how many containers were ended
  int clear() throws IOException {
    if (engineLives()) {
      return 0;
    }
    buryContainerd();
    var ended = 0;
    for (var shim : ProcessHandle.allProcesses().filter(EngineRemains::isShim).toList()) {
      if (isUnknown(shim)) {
        ended++;
        shim.descendants().forEach(ProcessHandle::destroyForcibly);
        Signals.end(shim, "KILL", DYING);
      }
    }
    return ended;
  }

  private boolean engineLives() throws IOException {
    return recorded(pidFile).filter(process -> program(process).contains("dockerd")).isPresent();
  }

  /// The engine's own containerd dies with it, but not in the same instant; an engine that finds it
  /// alive relies on it, waits for 15 s and ends.
  private void buryContainerd() throws IOException {
    var pidFile = execRoot.resolve("containerd/containerd.pid");
    var containerd = recorded(pidFile);
    // A number that is left over from before a reboot may be anybody's now.
    if (containerd.isPresent() && isOfOurContainerd(after(containerd.get(), "--config"))) {
      Signals.end(containerd.get(), "KILL", DYING);
    }
    // Also the number of one that is dead and not buried yet: an engine would take it for alive.
    Files.deleteIfExists(pidFile);
  }

  private static Optional<ProcessHandle> recorded(Path pidFile) throws IOException {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
    } catch (NoSuchFileException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static boolean isShim(ProcessHandle process) {
    return program(process).contains("containerd-shim")
        && after(process, "-namespace").equals("moby")
        && !after(process, "-id").isEmpty();
  }

  private boolean isUnknown(ProcessHandle shim) {
    try {
      var books = dataRoot.resolve("containers");
      var book = books.resolve(after(shim, "-id")).resolve("config.v2.json");
      if (Files.exists(book)) {
        return !JSON.readTree(book.toFile()).path("State").path("Running").asBoolean(true);
      }
      // Removed by now, or another engine's: one machine may have several.
      return Files.isDirectory(books) && isOurs(shim);
    } catch (IOException _) {
      return false; // ended meanwhile, or a book that is just being written: not ours to judge
    }
  }

  private boolean isOurs(ProcessHandle shim) throws IOException {
    if (!isOfOurContainerd(after(shim, "-address"))) {
      return false;
    }
    for (var game : shim.children().toList()) {
      var mounts = Files.readString(Path.of("/proc", Long.toString(game.pid()), "mountinfo"));
      if (!mounts.contains(dataRoot.toString())) {
        return false;
      }
    }
    return true;
  }

  /// Whether a file lies where the engine keeps its containerd's things, whatever links lead there.
  private boolean isOfOurContainerd(String file) throws IOException {
    var folder = file.isEmpty() ? null : Path.of(file).getParent();
    return folder != null
        && Files.isDirectory(folder)
        && folder.toRealPath().equals(execRoot.resolve("containerd").toRealPath());
  }

  private static String program(ProcessHandle process) {
    return process.info().command().orElse("");
  }

  private static String after(ProcessHandle process, String option) {
    var words = arguments(process);
    var at = words.indexOf(option);
    return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "";
  }

  private static List<String> arguments(ProcessHandle process) {
    return process.info().arguments().map(List::of).orElse(List.of());
  }
}
