package dev.overwinter.servers;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a node saw of a server's container without having been asked.
///
/// @param run which start of the container was seen; empty when there is no container
/// @param running whether it runs
/// @param detail one line for people, for example `exit code 137, out of memory`
/// @param ending how it came to an end, or that it froze; null while it runs as it should, and
///   where nobody can say
/// @param lastLines what it printed last, at most 20 lines; empty while it runs
/// @param node who saw it; empty in what was written while a server had one place for life
/// @param generation which place of the server the container is of: see [Allocation]
/// @param endedAt when it exited, by the engine's clock; null while it runs, and where nobody can
///   say
public record ContainerObservation(
    String run,
    boolean running,
    String detail,
    @Nullable Ending ending,
    List<String> lastLines,
    String node,
    int generation,
    @Nullable Instant endedAt) {

  /// How a game came to an end that nobody had asked for.
  public enum Ending {
    /// It said so, or left with exit code 0: somebody stopped it from inside.
    STOPPED,
    /// It left with another code, or by a signal.
    CRASHED,
    /// The kernel killed it at its memory limit.
    OUT_OF_MEMORY,
    /// It runs and has not answered for a while, although it had answered before.
    FROZEN
  }

  public ContainerObservation(
      String run,
      boolean running,
      String detail,
      @Nullable Ending ending,
      @Nullable List<String> lastLines,
      @Nullable String node,
      int generation,
      @Nullable Instant endedAt) {
    this.run = Objects.requireNonNull(run, "run");
    this.running = running;
    this.detail = Objects.requireNonNull(detail, "detail");
    this.ending = ending;
    // Absent in what was written before it existed.
    this.lastLines = lastLines == null ? List.of() : List.copyOf(lastLines);
    this.node = node == null ? "" : node;
    this.generation = Math.max(1, generation);
    this.endedAt = endedAt;
  }

  /// By whoever, in the server's first place, without a word on when it ended.
  public ContainerObservation(
      String run,
      boolean running,
      String detail,
      @Nullable Ending ending,
      @Nullable List<String> lastLines) {
    this(run, running, detail, ending, lastLines, null);
  }

  /// By whoever, in the server's first place.
  public ContainerObservation(
      String run,
      boolean running,
      String detail,
      @Nullable Ending ending,
      @Nullable List<String> lastLines,
      @Nullable Instant endedAt) {
    this(run, running, detail, ending, lastLines, "", 1, endedAt);
  }

  /// The same, seen by a node in one place of a server.
  public ContainerObservation at(String node, int generation) {
    return new ContainerObservation(
        run, running, detail, ending, lastLines, node, generation, endedAt);
  }

  /// Without a word on how it ended.
  public ContainerObservation(String run, boolean running, String detail) {
    this(run, running, detail, null, List.of(), null);
  }
}
