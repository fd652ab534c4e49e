package dev.overwinter.nodes.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What operators and nodes may send.
final class NodeRequests {
  // Not the words that follow /api/nodes/ in paths of their own.
  static final String ID = "(?!(?:join|tokens|telemetry)$)[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?";
  private static final String MAYBE_ID = "(?:" + ID + ")?";
  private static final String MESSAGE = "must be up to 32 of a-z, 0-9 and inner dashes";

  private NodeRequests() {}

  /// An invitation.
  ///
  /// @param minutes how long it is good (30)
  record NewToken(@Min(1) @Max(1440) @Nullable Integer minutes) {}

  /// A machine that wants to be a node.
  ///
  /// @param token single-use
  /// @param name what it wants to be called
  /// @param region where it stands; may be empty
  /// @param tags what servers may ask for
  /// @param facts what it has
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Join(
      @NotBlank @Size(max = 200) String token,
      @NotNull @Pattern(regexp = ID, message = MESSAGE) String name,
      @Pattern(regexp = MAYBE_ID, message = MESSAGE) @Nullable String region,
      @Size(max = 16)
          @Nullable Set<@NotNull @Pattern(regexp = MAYBE_ID, message = MESSAGE) String> tags,
      @Valid @Nullable Facts facts) {}

  /// What a machine says about itself when it joins; its worker says more when it comes up.
  ///
  /// @param host where its players connect
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Facts(
      @Pattern(regexp = "[A-Za-z0-9.:-]{0,253}", message = "must be a host name or address")
          @Nullable String host) {}

  /// New settings of a node; what is null stays.
  ///
  /// @param region where it stands
  /// @param tags what servers may ask for
  /// @param memoryPercent how much of its memory is promised, 100 being what it has
  /// @param cpuPercent the same for cores
  @Schema(example = "{\"tags\":[\"ssd\"],\"memory_percent\":120}")
  record Change(
      @Pattern(regexp = MAYBE_ID, message = MESSAGE) @Nullable String region,
      @Size(max = 16) @Nullable Set<@NotNull @Pattern(regexp = ID, message = MESSAGE) String> tags,
      @JsonProperty("memory_percent") @Min(1) @Max(10_000) @Nullable Integer memoryPercent,
      @JsonProperty("cpu_percent") @Min(1) @Max(10_000) @Nullable Integer cpuPercent) {}

  /// What a node has measured and heard. Bounded; what concerns servers of other nodes is left out.
  ///
  /// @param samples what games use
  /// @param logs what they have printed
  /// @param progress how far long steps are; an empty step is over
  @JsonIgnoreProperties(ignoreUnknown = true) // a newer node may know more
  record Telemetry(
      @Size(max = 2_000) @Nullable List<@NotNull @Valid SampleIn> samples,
      @Size(max = 5_000) @Nullable List<@NotNull @Valid LineIn> logs,
      @Size(max = 1_000) @Nullable List<@NotNull @Valid ProgressIn> progress) {}

  /// What a game used at one moment.
  ///
  /// @param serverId which server
  /// @param at when
  /// @param cpuMilli thousandths of a core
  /// @param memoryBytes memory
  /// @param playersOnline players; null when the game did not say
  /// @param playersMax most players; null likewise
  /// @param rxBytes received since the container started
  /// @param txBytes sent likewise
  @JsonIgnoreProperties(ignoreUnknown = true) // a newer node may know more
  record SampleIn(
      @JsonProperty("server_id") @NotBlank @Size(max = 64) String serverId,
      @NotNull Instant at,
      @JsonProperty("cpu_milli") @Min(0) @Max(10_000_000) int cpuMilli,
      @JsonProperty("memory_bytes") @Min(0) long memoryBytes,
      @JsonProperty("players_online") @Min(0) @Max(1_000_000) @Nullable Integer playersOnline,
      @JsonProperty("players_max") @Min(0) @Max(1_000_000) @Nullable Integer playersMax,
      @JsonProperty("rx_bytes") @Min(0) long rxBytes,
      @JsonProperty("tx_bytes") @Min(0) long txBytes) {}

  /// A line that a game has printed.
  ///
  /// @param serverId which server
  /// @param atNanos Docker's time of the line, nanoseconds since 1970
  /// @param line its text
  @JsonIgnoreProperties(ignoreUnknown = true) // a newer node may know more
  record LineIn(
      @JsonProperty("server_id") @NotBlank @Size(max = 64) String serverId,
      @JsonProperty("at_nanos") @Min(0) long atNanos,
      @NotNull @Size(max = 8_192) String line) {}

  /// How far a long step is.
  ///
  /// @param serverId which server
  /// @param step `image` or `install`; empty when it is over
  /// @param percent 0 to 100; null when nobody can tell
  /// @param detail one line for people
  /// @param at when
  @JsonIgnoreProperties(ignoreUnknown = true) // a newer node may know more
  record ProgressIn(
      @JsonProperty("server_id") @NotBlank @Size(max = 64) String serverId,
      @NotNull @Pattern(regexp = "[a-z]{0,20}") String step,
      @Min(0) @Max(100) @Nullable Integer percent,
      @Size(max = 300) @Nullable String detail,
      @NotNull Instant at) {}
}
