package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.catalogue.PlacedPort;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A server as the API shows it.
///
/// @param id short text, never used twice
/// @param friendlyName what people read
/// @param state CREATING, ASLEEP, WAKING, AWAKE, HIBERNATING, RELOCATING, RESTORING, FAILED or
///   DELETING
/// @param seedState the same in the words of the older API: SLEEPING, STARTING, RUNNING, STOPPING
/// @param reason one line for people beside the state; may be empty
/// @param stateSince since when it is so
/// @param certainty KNOWN, or UNKNOWN while the node or its Docker engine is out of sight
/// @param certaintySince since when it is out of sight; null while it is not
/// @param certaintyDetail what is known about that; may be empty
/// @param autoSleep whether it falls asleep by itself
/// @param idleSeconds how long it stays awake without players
/// @param minimumAwakeSeconds how long it stays awake after it became ready
/// @param holdSeconds how long a joiner is held
/// @param allowedPlayers who may wake it; empty means everybody
/// @param motd what the server list shows while it sleeps
/// @param kickMessage what a joiner reads who was held in vain
/// @param proxyProtocol whether the game is told players' addresses by a PROXY protocol v2 header
/// @param publicPort where players connect; null before it is reserved
/// @param address host and port for players; null before the port is reserved
/// @param occupied whether somebody plays or waits to
/// @param players what the game itself says; null while it does not
/// @param hibernatesAt when it falls asleep if nobody comes; null when not foreseen
/// @param lastChange who or what caused the last change
/// @param lastStartSeconds how long the last start took; 0 when unknown
/// @param owner who owns it
/// @param node the Docker host; empty before one is chosen
/// @param createdAt when it was asked for
/// @param revision grows with every change
/// @param gameImage the game
/// @param ports all its ports, where players connect first; empty before they are reserved
/// @param region where its node has to stand; empty for anywhere
/// @param tags what its node has to have
/// @param envVars the settings of its game, secrets masked
/// @param stats what it uses now; only in the answer about one server
/// @param crashes how often its game ended by itself or froze within a day; likewise
/// @param lastLines what its game printed last when it could not be started; likewise
/// @param progress the long step that it is in, null when in none; likewise
record ServerJson(
    String id,
    @JsonProperty("friendly_name") String friendlyName,
    String state,
    @JsonProperty("seed_state") String seedState,
    String reason,
    @JsonProperty("state_since") Instant stateSince,
    String certainty,
    @JsonProperty("certainty_since") @Nullable Instant certaintySince,
    @JsonProperty("certainty_detail") String certaintyDetail,
    @JsonProperty("auto_sleep") boolean autoSleep,
    @JsonProperty("idle_seconds") long idleSeconds,
    @JsonProperty("minimum_awake_seconds") long minimumAwakeSeconds,
    @JsonProperty("hold_seconds") long holdSeconds,
    @JsonProperty("allowed_players") List<String> allowedPlayers,
    String motd,
    @JsonProperty("kick_message") String kickMessage,
    @JsonProperty("proxy_protocol") boolean proxyProtocol,
    @JsonProperty("public_port") @Nullable Integer publicPort,
    @Nullable String address,
    boolean occupied,
    @Nullable Players players,
    @JsonProperty("hibernates_at") @Nullable Instant hibernatesAt,
    @JsonProperty("last_change") String lastChange,
    @JsonProperty("last_start_seconds") double lastStartSeconds,
    String owner,
    String node,
    @JsonProperty("created_at") Instant createdAt,
    long revision,
    @JsonProperty("game_image") GameImage gameImage,
    List<Port> ports,
    String region,
    Set<String> tags,
    @JsonProperty("env_vars") Map<String, String> envVars,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Stats stats,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer crashes,
    @JsonProperty("last_lines") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> lastLines,
    @JsonInclude(JsonInclude.Include.NON_NULL) ServerReads.@Nullable Progress progress) {

  /// One port.
  ///
  /// @param name for example `game` or `query`
  /// @param protocol how the game speaks there
  /// @param transport `tcp` or `udp`
  /// @param publicPort what players use
  /// @param address host and port for players
  record Port(
      String name,
      String protocol,
      String transport,
      @JsonProperty("public_port") int publicPort,
      String address) {
    static Port of(PlacedPort placed, String host) {
      var protocol = placed.port().protocol();
      return new Port(
          placed.port().name(),
          protocol.name(),
          protocol.transport().name().toLowerCase(Locale.ROOT),
          placed.outside(),
          host + ":" + placed.outside());
    }
  }

  /// How many play.
  ///
  /// @param online now
  /// @param max at most
  record Players(int online, int max) {}

  /// The game of a server, as it was when the server was created.
  ///
  /// @param id catalogue entry
  /// @param friendlyName what people read
  /// @param dockerImage the image
  record GameImage(
      String id,
      @JsonProperty("friendly_name") String friendlyName,
      @JsonProperty("docker_image") String dockerImage) {}

  /// What a server uses; zeros while it sleeps.
  ///
  /// @param cpuPercent of its CPU limit
  /// @param memoryPercent of its memory limit
  /// @param memoryUsedMb in MiB
  /// @param status `running`, `exited` or `unknown`
  record Stats(
      @JsonProperty("cpu_percent") double cpuPercent,
      @JsonProperty("memory_percent") double memoryPercent,
      @JsonProperty("memory_used_mb") double memoryUsedMb,
      String status) {}

  static ServerJson item(ServerRow row, String host) {
    return of(row, host, null, null);
  }

  static ServerJson detail(ServerRow row, String host, ServerReads.More more) {
    return of(row, host, stats(row), more);
  }

  /// The state in the words of the older API.
  static String seedState(String state) {
    return switch (state) {
      case "CREATING", "WAKING", "RELOCATING", "RESTORING" -> "STARTING";
      case "AWAKE" -> "RUNNING";
      case "HIBERNATING", "DELETING" -> "STOPPING";
      default -> "SLEEPING";
    };
  }

  private static ServerJson of(
      ServerRow row, String ours, @Nullable Stats stats, ServerReads.@Nullable More more) {
    var spec = row.spec();
    var host = row.host(ours);
    var sight = row.node();
    var port = row.publicPort();
    return new ServerJson(
        spec.id(),
        spec.name(),
        row.state(),
        seedState(row.state()),
        row.reason(),
        row.since(),
        sight.reachable() ? "KNOWN" : "UNKNOWN",
        sight.reachable() ? null : sight.since(),
        sight.reachable() ? "" : sight.detail(),
        spec.hibernation().automatic(),
        spec.hibernation().idleBeforeSleep().toSeconds(),
        spec.hibernation().minimumAwake().toSeconds(),
        spec.joining().holdFor().toSeconds(),
        spec.joining().allowed(),
        spec.joining().motd(),
        spec.joining().kickMessage(),
        spec.joining().proxyProtocol(),
        port,
        port == null ? null : host + ":" + port,
        row.occupied(),
        players(row),
        row.hibernatesAt(),
        row.lastChange(),
        row.lastStartMillis() / 1000.0,
        spec.owner(),
        row.place(),
        row.createdAt(),
        row.revision(),
        new GameImage(spec.template().id(), spec.template().name(), spec.template().image()),
        row.ports().stream().map(placed -> Port.of(placed, host)).toList(),
        spec.wish().region(),
        spec.wish().tags(),
        Wishes.shown(spec.template()),
        stats,
        more == null ? null : more.crashes(),
        more == null ? null : more.lastLines(),
        more == null ? null : more.progress());
  }

  private static @Nullable Players players(ServerRow row) {
    var sample = row.sample();
    if (sample == null || sample.playersOnline() == null) {
      return null;
    }
    var max = sample.playersMax();
    return new Players(sample.playersOnline(), max == null ? 0 : max);
  }

  static Stats stats(ServerRow row) {
    var limits = row.spec().template().resources();
    var sample = row.sample();
    if (sample == null) {
      return new Stats(0, 0, 0, status(row));
    }
    return new Stats(
        rounded(100.0 * sample.cpuMilli() / limits.milliCpus()),
        rounded(100.0 * sample.memoryBytes() / limits.memoryBytes()),
        rounded(sample.memoryBytes() / 1048576.0),
        status(row));
  }

  private static String status(ServerRow row) {
    if (!row.node().reachable()) {
      return "unknown";
    }
    return switch (row.state()) {
      case "WAKING", "AWAKE", "HIBERNATING" -> "running";
      default -> "exited";
    };
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
