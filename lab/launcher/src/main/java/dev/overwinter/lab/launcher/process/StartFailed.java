package dev.overwinter.lab.launcher.process;

import java.nio.file.Path;
import java.util.List;

/// A process did not become healthy. The message is for the person at the terminal.
public final class StartFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartFailed(String name, List<String> lastLines, Path log) {
    super(
        "%s did not start; the end of %s:%n  %s"
            .formatted(name, log, String.join(System.lineSeparator() + "  ", lastLines)));
  }

  /// Makes one whose message says all.
  public StartFailed(String message) {
    super(message);
  }
}
