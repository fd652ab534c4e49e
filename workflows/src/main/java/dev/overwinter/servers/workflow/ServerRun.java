package dev.overwinter.servers.workflow;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Crashes;
import dev.overwinter.servers.Kept;
import dev.overwinter.servers.Metering;
import dev.overwinter.servers.Occupancy;
import dev.overwinter.servers.ServerSpec;
import dev.overwinter.servers.ServerState;
import dev.overwinter.servers.WorldSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one run of a server's workflow begins with: its specification and, after the first run, all
/// that the previous one knew.
///
/// @param spec what was asked for
/// @param carried what the previous run knew; null in the first run
/// @param continueAfterEvents history length at which to continue as new; 0 leaves it to the server
/// @param backsUp whether this run makes backups by itself. False in what an older version began:
///   such a run does so from the next one on, or once it is asked for a backup
/// @param metered whether an account heard all that this run had to say. False in what an older
///   version began: replayed, it takes for told what nobody was there to tell, so the next run says
///   once more what is used
/// @param source what a new server is filled from instead of an installation; null for one that is
///   installed, and in later runs
public record ServerRun(
    ServerSpec spec,
    @Nullable Carried carried,
    int continueAfterEvents,
    boolean backsUp,
    boolean metered,
    @Nullable WorldSource source) {
  public ServerRun {
    Objects.requireNonNull(spec, "spec");
  }

  /// The first run of a new server.
  public static ServerRun first(ServerSpec spec) {
    return first(spec, 0);
  }

  /// The same that continues as new after so many events.
  public static ServerRun first(ServerSpec spec, int continueAfterEvents) {
    return new ServerRun(spec, null, continueAfterEvents, true, true, null);
  }

  /// The first run of a new server that a kept world becomes.
  public static ServerRun filled(ServerSpec spec, WorldSource source) {
    return new ServerRun(spec, null, 0, true, true, source);
  }

  /// What outlives a run.
  ///
  /// @param version of the last row written
  /// @param state what it was doing; settled
  /// @param allocation its port and subnet; null when there is none
  /// @param occupancy which proxies hold players
  /// @param lastStart how long the last start took
  /// @param lastChange who or what caused the last change
  /// @param createdAt when it was asked for
  /// @param crashes those that still count
  /// @param standing what its node can do for it
  /// @param kept its backups, and what it left behind
  /// @param metering what it has to say to its account
  public record Carried(
      long version,
      ServerState state,
      @Nullable Allocation allocation,
      Occupancy occupancy,
      Duration lastStart,
      String lastChange,
      Instant createdAt,
      Crashes crashes,
      NodeStanding standing,
      Kept kept,
      Metering metering) {
    public Carried(
        long version,
        ServerState state,
        @Nullable Allocation allocation,
        Occupancy occupancy,
        Duration lastStart,
        String lastChange,
        Instant createdAt,
        @Nullable Crashes crashes,
        @Nullable NodeStanding standing,
        @Nullable Kept kept,
        @Nullable Metering metering) {
      this.version = version;
      this.state = state;
      this.allocation = allocation;
      this.occupancy = occupancy;
      this.lastStart = lastStart;
      this.lastChange = lastChange;
      this.createdAt = createdAt;
      // Absent in what an older worker carried.
      this.crashes = Crashes.orNone(crashes);
      this.standing = standing == null ? NodeStanding.SERVING : standing;
      this.kept = Kept.orNothing(kept);
      this.metering = Metering.orNone(metering);
    }
  }
}
