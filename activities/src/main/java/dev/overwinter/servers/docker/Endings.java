package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.overwinter.servers.ContainerObservation;
import dev.overwinter.servers.ContainerObservation.Ending;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Judges how a container came to its end, from what the engine and the game said about it.
final class Endings {
  private Endings() {}

  /// @param lastLines what the game printed last
  static ContainerObservation observation(
      InspectContainerResponse container, List<String> lastLines) {
    return new ContainerObservation(
        Containers.run(container),
        Containers.running(container),
        detail(container),
        ending(container, lastLines),
        lastLines,
        Containers.endedAt(container));
  }

  /// Whether what it printed last tells nothing new about its end.
  static boolean ordinary(InspectContainerResponse container) {
    return neverStarted(container) || exitCode(container) == 0;
  }

  /// One line about how it is or how it ended.
  static String detail(InspectContainerResponse container) {
    if (Containers.running(container)) {
      return "running";
    }
    return "exit code " + exitCode(container) + (outOfMemory(container) ? ", out of memory" : "");
  }

  private static @Nullable Ending ending(InspectContainerResponse container, List<String> lines) {
    if (Containers.running(container) || neverStarted(container)) {
      return null;
    }
    if (exitCode(container) == 0) {
      return Ending.STOPPED;
    }
    if (outOfMemory(container)) {
      return Ending.OUT_OF_MEMORY;
    }
    return saidSo(container, lines) ? Ending.STOPPED : Ending.CRASHED;
  }

  private static boolean saidSo(InspectContainerResponse container, List<String> lines) {
    var labels = container.getConfig().getLabels();
    var rule = labels == null ? "" : labels.getOrDefault(Labels.STOP_LINE, "");
    try {
      var pattern = Pattern.compile(rule);
      return !rule.isEmpty() && lines.stream().anyMatch(line -> pattern.matcher(line).find());
    } catch (PatternSyntaxException unreadable) {
      return false;
    }
  }

  private static boolean neverStarted(InspectContainerResponse container) {
    return "created".equals(container.getState().getStatus());
  }

  private static long exitCode(InspectContainerResponse container) {
    var code = container.getState().getExitCodeLong();
    return code == null ? 0 : code;
  }

  private static boolean outOfMemory(InspectContainerResponse container) {
    return Boolean.TRUE.equals(container.getState().getOOMKilled());
  }
}
