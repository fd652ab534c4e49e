package dev.overwinter.nodes.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node as the API shows it.
///
/// @param id its id
/// @param state ONLINE, DRAINING, UNKNOWN, LOST or RETIRED
/// @param stateSince since when it is so
/// @param dockerReachable whether its Docker engine answered when last asked; null before that
/// @param dockerVersion version of that
/// @param detail one line for people
/// @param region where it stands; may be empty
/// @param tags what servers may ask for
/// @param host where its players connect; empty for the api's own host
/// @param memoryPercent how much of its memory is promised to servers
/// @param cpuPercent the same for cores
/// @param memory in bytes
/// @param cpu in thousandths of a core
/// @param ports public ports
/// @param servers how many have their place on it
/// @param awake how many of them run
/// @param lastChange who or what caused the last change
/// @param joinedAt when it first came
record NodeJson(
    String id,
    String state,
    @JsonProperty("state_since") Instant stateSince,
    @JsonProperty("docker_reachable") @Nullable Boolean dockerReachable,
    @JsonProperty("docker_version") String dockerVersion,
    String detail,
    String region,
    List<String> tags,
    String host,
    @JsonProperty("memory_percent") int memoryPercent,
    @JsonProperty("cpu_percent") int cpuPercent,
    Share memory,
    Share cpu,
    Share ports,
    int servers,
    int awake,
    @JsonProperty("last_change") String lastChange,
    @JsonProperty("joined_at") @Nullable Instant joinedAt) {

  /// How much of something is promised.
  ///
  /// @param has what the machine has; 0 while it has not said so, which means no limit
  /// @param offered what may be promised in all
  /// @param promised what its servers were promised, asleep or awake
  record Share(long has, long offered, long promised) {}

  /// What a machine is told that has become a node. Nobody is told again.
  ///
  /// @param node its id
  /// @param temporalTarget where Temporal is
  /// @param temporalNamespace namespace there
  /// @param proxyToken for its proxy
  /// @param telemetryToken for what it reports
  /// @param installation name of this platform on everything that it makes
  /// @param sealKey opens owners' secrets, in Base64
  /// @param apiUrl where this api is
  record Welcome(
      String node,
      @JsonProperty("temporal_target") String temporalTarget,
      @JsonProperty("temporal_namespace") String temporalNamespace,
      @JsonProperty("proxy_token") String proxyToken,
      @JsonProperty("telemetry_token") String telemetryToken,
      String installation,
      @JsonProperty("seal_key") String sealKey,
      @JsonProperty("api_url") String apiUrl) {
    /// Without what it is for nobody else to read.
    @Override
    public String toString() {
      return "Welcome[" + node + "]";
    }
  }
}
