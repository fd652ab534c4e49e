package dev.overwinter.servers.web;

import dev.overwinter.catalogue.PlacedPort;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.ServerSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server as PostgreSQL knows it.
///
/// @param spec what was asked for, with the settings of now
/// @param state label of its state
/// @param reason one line for people beside the state
/// @param since since when it is so
/// @param revision of the route feed; 0 while only the request is known
/// @param publicPort where players connect; null before it is reserved
/// @param endpoint where the proxy reaches the game; null unless AWAKE
/// @param occupied whether a proxy holds or relays a player
/// @param emptySince since when nobody plays
/// @param hibernatesAt when it falls asleep if nobody comes
/// @param lastStartMillis how long the last start took; 0 when unknown
/// @param lastChange who or what caused the last change
/// @param createdAt when it was asked for
/// @param place the node that it is on; empty before one is chosen
/// @param node whether its node can be seen
/// @param sample the newest sample, not older than 30 s; null when there is none
record ServerRow(
    ServerSpec spec,
    String state,
    String reason,
    Instant since,
    long revision,
    @Nullable Integer publicPort,
    @Nullable Endpoint endpoint,
    boolean occupied,
    @Nullable Instant emptySince,
    @Nullable Instant hibernatesAt,
    long lastStartMillis,
    String lastChange,
    Instant createdAt,
    String place,
    NodeSight node,
    @Nullable Sample sample) {

  /// Whether a server's node can be seen at all.
  ///
  /// @param reachable whether it and its Docker engine answer; while not, states are guesses
  /// @param since since when
  /// @param detail one line for people
  /// @param host where its players connect; empty for the api's own host
  record NodeSight(boolean reachable, @Nullable Instant since, String detail, String host) {}

  /// What a running game used at one moment.
  ///
  /// @param at when
  /// @param cpuMilli thousandths of a core
  /// @param memoryBytes memory
  /// @param playersOnline players; null when the game did not say
  /// @param playersMax most players; null likewise
  record Sample(
      Instant at,
      int cpuMilli,
      long memoryBytes,
      @Nullable Integer playersOnline,
      @Nullable Integer playersMax) {}

  /// Where players connect.
  ///
  /// @param ours the api's own host
  String host(String ours) {
    return node.host().isEmpty() ? ours : node.host();
  }

  /// All its ports that players use; empty before they are reserved.
  List<PlacedPort> ports() {
    return publicPort == null ? List.of() : spec.template().doors(publicPort);
  }

  String id() {
    return spec.id();
  }
}
