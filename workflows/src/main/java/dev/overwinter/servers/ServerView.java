package dev.overwinter.servers;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.nodes.NodeStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything that can be read about a server: the row that its workflow writes into PostgreSQL and
/// the answer to its `status` query.
///
/// @param spec what was asked for, with the settings of now
/// @param version grows with every change; an older row never overwrites a newer one
/// @param state what it is doing
/// @param allocation its port and subnet; null before they are reserved
/// @param occupancy which proxies hold players
/// @param hibernatesAt when it will fall asleep if nobody comes; null while that is not foreseen
/// @param lastStart how long the last start took; zero when unknown
/// @param lastChange who or what caused the last change, for the timeline
/// @param createdAt when it was asked for
/// @param crashes those that still count
/// @param standing what its node can do for it
/// @param kept its backups, and what it left behind on lost nodes
/// @param meterFacts what its account has yet to be told, in order
public record ServerView(
    ServerSpec spec,
    long version,
    ServerState state,
    @Nullable Allocation allocation,
    Occupancy occupancy,
    @Nullable Instant hibernatesAt,
    Duration lastStart,
    String lastChange,
    Instant createdAt,
    Crashes crashes,
    NodeStanding standing,
    Kept kept,
    List<MeterFact> meterFacts) {
  public ServerView(
      ServerSpec spec,
      long version,
      ServerState state,
      @Nullable Allocation allocation,
      Occupancy occupancy,
      @Nullable Instant hibernatesAt,
      Duration lastStart,
      String lastChange,
      Instant createdAt,
      @Nullable Crashes crashes,
      @Nullable NodeStanding standing,
      @Nullable Kept kept,
      @Nullable List<MeterFact> meterFacts) {
    this.spec = Objects.requireNonNull(spec, "spec");
    this.version = version;
    this.state = Objects.requireNonNull(state, "state");
    this.allocation = allocation;
    this.occupancy = Objects.requireNonNull(occupancy, "occupancy");
    this.hibernatesAt = hibernatesAt;
    this.lastStart = Objects.requireNonNull(lastStart, "lastStart");
    this.lastChange = Objects.requireNonNull(lastChange, "lastChange");
    this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
    // Absent in what was written before they existed.
    this.crashes = Crashes.orNone(crashes);
    this.standing = standing == null ? NodeStanding.SERVING : standing;
    this.kept = Kept.orNothing(kept);
    this.meterFacts = meterFacts == null ? List.of() : List.copyOf(meterFacts);
  }
}
