package dev.overwinter.sessions.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What clients may send about sessions. A null takes the default.
final class SessionRequests {
  private static final String IPV4 =
      "(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

  private SessionRequests() {}

  /// A wish for a session.
  ///
  /// @param region slug of the only region that it may be in; any when null
  @Schema(example = "{}")
  record Start(
      @Pattern(regexp = "[a-z0-9-]{0,32}", message = "must be a region such as fra1")
          @Nullable String region) {}

  /// A machine of an operator.
  ///
  /// @param address its public IPv4 address
  /// @param name for people
  @Schema(example = "{\"address\":\"203.0.113.7\",\"name\":\"The box in the cellar\"}")
  record Machine(
      @NotNull @Pattern(regexp = IPV4, message = "must be an IPv4 address") String address,
      @Size(max = 64) @Pattern(regexp = "[^\\p{Cntrl}]*", message = "must be plain text")
          @Nullable String name) {}

  /// Another secret for a game.
  ///
  /// @param overlapSeconds how long those before hold, too (600)
  @Schema(example = "{\"overlap_seconds\":600}")
  record NewKey(
      @JsonProperty("overlap_seconds") @Min(0) @Max(86_400) @Nullable Integer overlapSeconds) {}

  /// How many a pool keeps warm. What is not named stays.
  ///
  /// @param least at any hour
  /// @param most at any hour, whatever the demand
  /// @param byHour at least so many in each hour of the day, UTC: 24 numbers, or none
  @Schema(example = "{\"least\":2,\"most\":10}")
  record Pool(
      @Min(0) @Max(1_000) @Nullable Integer least,
      @Min(0) @Max(1_000) @Nullable Integer most,
      @JsonProperty("by_hour") @Size(max = 24)
          @Nullable List<@NotNull @Min(0) @Max(1_000) Integer> byHour) {}
}
