package dev.overwinter.servers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server is doing. The state table is in the package documentation; [ServerRules] is the
/// only code that moves from one to another.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerState.Creating.class, name = "CREATING"),
  @JsonSubTypes.Type(value = ServerState.Asleep.class, name = "ASLEEP"),
  @JsonSubTypes.Type(value = ServerState.Waking.class, name = "WAKING"),
  @JsonSubTypes.Type(value = ServerState.Awake.class, name = "AWAKE"),
  @JsonSubTypes.Type(value = ServerState.Hibernating.class, name = "HIBERNATING"),
  @JsonSubTypes.Type(value = ServerState.Failed.class, name = "FAILED"),
  @JsonSubTypes.Type(value = ServerState.Relocating.class, name = "RELOCATING"),
  @JsonSubTypes.Type(value = ServerState.Deleting.class, name = "DELETING"),
  @JsonSubTypes.Type(value = ServerState.Deleted.class, name = "DELETED"),
})
public sealed interface ServerState {

  /// Since when it is so.
  Instant since();

  /// Port, image, network, volume and container are being made.
  ///
  /// @param since when it was asked for
  /// @param thenWake whether somebody knocked meanwhile
  record Creating(Instant since, boolean thenWake) implements ServerState {}

  /// No process runs; the world lies in its volume.
  ///
  /// @param since when it fell asleep
  /// @param why one line for people, for example `empty for 15 min`
  record Asleep(Instant since, String why) implements ServerState {}

  /// The container is being started and does not answer yet.
  ///
  /// @param since when the wake was asked for; a retry keeps it
  /// @param attempt 1 for the first start of this wake
  /// @param after what made it necessary when nobody asked, for example `crashed: exit code 139`;
  ///   empty otherwise
  record Waking(Instant since, int attempt, String after) implements ServerState {
    public Waking(Instant since, int attempt, @Nullable String after) {
      this.since = since;
      this.attempt = attempt;
      // Absent in what was written before it existed.
      this.after = after == null ? "" : after;
    }

    /// Somebody asked.
    public Waking(Instant since, int attempt) {
      this(since, attempt, "");
    }
  }

  /// The game answers its own protocol.
  ///
  /// @param since when it became ready
  /// @param at where the proxy reaches it
  /// @param run which start of the container this is, as Docker tells it
  record Awake(Instant since, Endpoint at, String run) implements ServerState {}

  /// The game is saving and leaving.
  ///
  /// @param since when it was asked to
  /// @param why one line for people; becomes the reason of the sleep
  /// @param force whether players are cut off; only an explicit order of the owner does that
  /// @param thenWake whether somebody knocked meanwhile
  /// @param awake what it was, to return to when somebody is found playing
  /// @param restart why the platform itself wakes it again; empty when nobody does or somebody
  ///   asked
  /// @param transfer the move to another node that it is stopped for; null otherwise
  record Hibernating(
      Instant since,
      String why,
      boolean force,
      boolean thenWake,
      @Nullable Awake awake,
      String restart,
      @Nullable Transfer transfer)
      implements ServerState {
    public Hibernating(
        Instant since,
        String why,
        boolean force,
        boolean thenWake,
        @Nullable Awake awake,
        @Nullable String restart,
        @Nullable Transfer transfer) {
      this.since = since;
      this.why = why;
      this.force = force;
      this.thenWake = thenWake;
      this.awake = awake;
      // Absent in what was written before it existed.
      this.restart = restart == null || !thenWake ? "" : restart;
      this.transfer = transfer;
    }

    /// It stays where it is.
    public Hibernating(
        Instant since,
        String why,
        boolean force,
        boolean thenWake,
        @Nullable Awake awake,
        @Nullable String restart) {
      this(since, why, force, thenWake, awake, restart, null);
    }

    /// Whatever follows, somebody has asked for it.
    public Hibernating(
        Instant since, String why, boolean force, boolean thenWake, @Nullable Awake awake) {
      this(since, why, force, thenWake, awake, "");
    }

    /// The same, and then it wakes or sleeps on.
    Hibernating then(boolean wake) {
      return then(wake, restart);
    }

    /// The same, and then it wakes for a reason of the platform's own.
    Hibernating thenRestart(String because) {
      return then(true, because);
    }

    private Hibernating then(boolean wake, String because) {
      return new Hibernating(since, why, force, wake, awake, because, transfer);
    }

    /// The same, and then it stays where it is.
    Hibernating staying() {
      return new Hibernating(since, why, force, thenWake, awake, restart);
    }
  }

  /// It could not be made or started, and will not be tried again before [#retryAfter()].
  ///
  /// @param since when the last attempt failed
  /// @param reason one line for people
  /// @param made whether its container exists, so that a retry only has to start it
  /// @param retryAfter how long a knock does not try again
  /// @param lastLines what the game printed last, at most 20 lines
  /// @param refused the stop that its node would not do, so that it may well run; null otherwise
  record Failed(
      Instant since,
      String reason,
      boolean made,
      Duration retryAfter,
      List<String> lastLines,
      @Nullable Hibernating refused)
      implements ServerState {
    public Failed(
        Instant since,
        String reason,
        boolean made,
        Duration retryAfter,
        @Nullable List<String> lastLines,
        @Nullable Hibernating refused) {
      this.since = since;
      this.reason = reason;
      this.made = made;
      this.retryAfter = retryAfter;
      // Absent in what was written before it existed.
      this.lastLines = lastLines == null ? List.of() : List.copyOf(lastLines);
      this.refused = refused;
    }

    /// It does not run.
    public Failed(
        Instant since,
        String reason,
        boolean made,
        Duration retryAfter,
        @Nullable List<String> lastLines) {
      this(since, reason, made, retryAfter, lastLines, null);
    }

    /// The game had no say in it.
    public Failed(Instant since, String reason, boolean made, Duration retryAfter) {
      this(since, reason, made, retryAfter, List.of());
    }
  }

  /// It is being made anew on another node, from a backup: because its own is lost, or because
  /// somebody wants it there.
  ///
  /// @param since when it was asked for, or at rest
  /// @param from the id of the backup; empty while there is none yet
  /// @param thenWake whether somebody knocked meanwhile
  /// @param transfer how far it is, when its own node answers; null when that is lost
  record Relocating(Instant since, String from, boolean thenWake, @Nullable Transfer transfer)
      implements ServerState {
    /// Its own node is lost.
    public Relocating(Instant since, String from, boolean thenWake) {
      this(since, from, thenWake, null);
    }

    /// The same, and then it wakes or sleeps on.
    Relocating then(boolean wake) {
      return new Relocating(since, from, wake, transfer);
    }

    /// The same, so far.
    Relocating with(Transfer now) {
      return new Relocating(since, from, thenWake, now);
    }

    private String words() {
      return transfer == null ? "from the backup " + from : transfer.words();
    }
  }

  /// Container, network, volume and port are being removed, until they are.
  ///
  /// @param since when it was asked for
  record Deleting(Instant since) implements ServerState {}

  /// Nothing is left.
  ///
  /// @param since when the last of it was gone
  /// @param why why it is gone when nobody asked for it; empty after a delete
  record Deleted(Instant since, String why) implements ServerState {}

  /// The name that people, metrics and search attributes use, for example `ASLEEP`.
  default String label() {
    return switch (this) {
      case Creating _ -> "CREATING";
      case Asleep _ -> "ASLEEP";
      case Waking _ -> "WAKING";
      case Awake _ -> "AWAKE";
      case Hibernating _ -> "HIBERNATING";
      case Failed _ -> "FAILED";
      case Relocating _ -> "RELOCATING";
      case Deleting _ -> "DELETING";
      case Deleted _ -> "DELETED";
    };
  }

  /// What people should read beside the label; empty when the label says it all.
  default String reason() {
    return switch (this) {
      case Asleep s -> s.why();
      case Hibernating s -> s.why();
      case Failed s -> s.reason();
      case Deleted s -> s.why();
      case Waking s -> s.attempt() > 1 ? "start attempt " + s.attempt() : s.after();
      case Relocating s -> s.words();
      case Creating _, Awake _, Deleting _ -> "";
    };
  }

  /// Whether nothing is under way, so that a history may be cut here.
  default boolean settled() {
    return switch (this) {
      case Asleep _, Awake _, Failed _ -> true;
      case Creating _, Waking _, Hibernating _, Relocating _, Deleting _, Deleted _ -> false;
    };
  }
}
