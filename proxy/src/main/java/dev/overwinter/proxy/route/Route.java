package dev.overwinter.proxy.route;

import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteView;
import java.time.Duration;
import java.util.Optional;

/// One server as this proxy knows it.
///
/// @param view what the api told
/// @param sinceNanos `System.nanoTime()` when this proxy first heard of its present state
public record Route(RouteView view, long sinceNanos) {

  /// The server.
  public String id() {
    return view.id();
  }

  /// What the table says; the workflow knows better.
  public State state() {
    return State.of(view.state());
  }

  /// Where the game is, when the table says that it is awake.
  public Optional<Endpoint> awakeAt() {
    return state() == State.AWAKE ? Optional.ofNullable(view.endpoint()) : Optional.empty();
  }

  /// How long a start still takes if it takes as long as the last one; zero when nobody knows.
  public Duration estimate() {
    var full = Duration.ofSeconds(view.estimateSeconds());
    if (state() != State.WAKING || full.isZero()) {
      return full;
    }
    var left = full.minusNanos(System.nanoTime() - sinceNanos);
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  /// Whether its port should be listened on.
  public boolean listens() {
    return state() != State.DELETING;
  }

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// The state labels that a proxy treats differently.
  public enum State {
    /// Nothing runs.
    ASLEEP,
    /// A start is under way, or will follow what is under way.
    WAKING,
    /// The game answers.
    AWAKE,
    /// The last start failed.
    FAILED,
    /// It is going, or gone.
    DELETING,
    /// Something that an older proxy has no word for.
    UNKNOWN;

    static State of(String label) {
      return switch (label) {
        case "ASLEEP", "HIBERNATING" -> ASLEEP;
        case "WAKING", "CREATING", "RELOCATING", "RESTORING" -> WAKING;
        case "AWAKE" -> AWAKE;
        case "FAILED" -> FAILED;
        case "DELETING", "DELETED" -> DELETING;
        default -> UNKNOWN;
      };
    }
  }
}
