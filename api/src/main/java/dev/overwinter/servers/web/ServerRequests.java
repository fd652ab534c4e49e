package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What clients may send about servers. A null means: leave it as it is, or take the default.
final class ServerRequests {
  private static final String PLAYER = "[A-Za-z0-9_.*-]{1,32}";
  private static final String PLAYER_MESSAGE = "must be 1 to 32 of letters, digits, _ . * -";

  private static final String NODE = "(?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)?";
  private static final String TAG = "[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?";
  private static final String NODE_MESSAGE = "must be up to 32 of a-z, 0-9 and inner dashes";
  private static final String TAG_MESSAGE = "must be 1 to 32 of a-z, 0-9 and inner dashes";

  private ServerRequests() {}

  /// A restart on another node.
  ///
  /// @param backup the id of the backup to restart from; the newest when empty
  /// @param node the only node that it may be placed on; any but the lost one when empty
  /// @param region where that node must stand; what the server asked for when both are empty
  /// @param sure that nothing of it runs on the lost machine any more
  @Schema(example = "{\"sure\":true}")
  record Relocate(
      @Pattern(regexp = "[0-9a-z-]{0,63}", message = "must be the id of a backup")
          @Nullable String backup,
      @Pattern(regexp = NODE, message = NODE_MESSAGE) @Nullable String node,
      @Pattern(regexp = NODE, message = NODE_MESSAGE) @Nullable String region,
      @Nullable Boolean sure) {}

  /// A move to another node.
  ///
  /// @param node the node that it is to be on; any other when empty
  /// @param region where that node must stand; what the server asked for when both are empty
  /// @param force whether players are cut off for it
  /// @param request an id of the caller's own: asked again with it while that move goes on, nothing
  ///   is done twice
  @Schema(example = "{\"node\":\"attic\"}")
  record Transfer(
      @Pattern(regexp = NODE, message = NODE_MESSAGE) @Nullable String node,
      @Pattern(regexp = NODE, message = NODE_MESSAGE) @Nullable String region,
      @Nullable Boolean force,
      @Pattern(
              regexp = "[0-9A-Za-z-]{0,64}",
              message = "must be up to 64 letters, digits and dashes")
          @Nullable String request) {}

  /// A new server.
  ///
  /// @param friendlyName what people read
  /// @param gameImageId a game of `GET /api/games`
  /// @param autoSleep whether it falls asleep by itself (true: the older API said false, but its
  ///   form ticked it)
  /// @param publicPort the port that players connect to; chosen when null
  /// @param envVars the game's own settings, see `variables` of `GET /api/games`; secrets among
  ///   them are sealed and never shown again
  /// @param idleMinutes minutes without players before it sleeps (what the game says)
  /// @param idleSeconds the same in seconds; wins over minutes
  /// @param minimumAwakeSeconds how long it stays awake after it became ready (60)
  /// @param holdSeconds how long a joiner is held (60)
  /// @param allowedPlayers who may wake it; empty means everybody
  /// @param motd what the server list shows while it sleeps
  /// @param kickMessage what a joiner reads who was held in vain; `%s` stands for seconds
  /// @param proxyProtocol whether the game is told players' addresses by a PROXY protocol v2 header
  ///   (what the catalogue says); the game must be set up for it
  /// @param node the only node that it may be placed on; any when empty
  /// @param region where that node must stand; anywhere when empty
  /// @param tags what that node must have
  @Schema(
      example =
          "{\"friendly_name\":\"Sunday server\",\"game_image_id\":\"lobby\",\"idle_minutes\":15}")
  record Create(
      @JsonProperty("friendly_name") @NotBlank @Size(min = 1, max = 64) @PlainText
          String friendlyName,
      @JsonProperty("game_image_id") @NotBlank @Size(max = 64) @PlainText String gameImageId,
      @JsonProperty("auto_sleep") @Schema(defaultValue = "true") @Nullable Boolean autoSleep,
      @JsonProperty("public_port") @Min(1) @Max(65_535) @Nullable Integer publicPort,
      @JsonProperty("env_vars") @Size(max = 64)
          @Nullable Map<@NotNull @Size(max = 64) String, Object> envVars,
      @JsonProperty("idle_minutes") @Min(0) @Max(10_080) @Nullable Integer idleMinutes,
      @JsonProperty("idle_seconds") @Min(0) @Max(604_800) @Nullable Integer idleSeconds,
      @JsonProperty("minimum_awake_seconds") @Min(0) @Max(86_400)
          @Nullable Integer minimumAwakeSeconds,
      @JsonProperty("hold_seconds") @Min(0) @Max(300) @Nullable Integer holdSeconds,
      @JsonProperty("allowed_players") @Size(max = 100)
          @Nullable List<@NotNull @Pattern(regexp = PLAYER, message = PLAYER_MESSAGE) String>
              allowedPlayers,
      @Size(max = 120) @PlainText @Nullable String motd,
      @JsonProperty("kick_message") @Size(max = 200) @PlainText @Nullable String kickMessage,
      @JsonProperty("proxy_protocol") @Nullable Boolean proxyProtocol,
      @Pattern(regexp = NODE, message = NODE_MESSAGE) @Nullable String node,
      @Pattern(regexp = NODE, message = NODE_MESSAGE) @Nullable String region,
      @Size(max = 16)
          @Nullable Set<@NotNull @Pattern(regexp = TAG, message = TAG_MESSAGE) String> tags) {

    Change settings() {
      return new Change(
          friendlyName,
          autoSleep,
          null,
          idleMinutes,
          idleSeconds,
          minimumAwakeSeconds,
          holdSeconds,
          allowedPlayers,
          motd,
          kickMessage,
          proxyProtocol);
    }
  }

  /// A change of some settings; the fields are those of a new server.
  ///
  /// @param friendlyName what people read
  /// @param autoSleep whether it falls asleep by itself
  /// @param envVars for older clients: only an empty map is understood
  /// @param idleMinutes minutes without players before it sleeps
  /// @param idleSeconds the same in seconds; wins over minutes
  /// @param minimumAwakeSeconds how long it stays awake after it became ready
  /// @param holdSeconds how long a joiner is held
  /// @param allowedPlayers who may wake it; empty means everybody
  /// @param motd what the server list shows while it sleeps
  /// @param kickMessage what a joiner reads who was held in vain; `%s` stands for seconds
  /// @param proxyProtocol whether the game is told players' addresses by a PROXY protocol v2
  ///   header, from the next connection on; the game must be set up for it
  @Schema(example = "{\"idle_minutes\":20,\"allowed_players\":[\"Alex\"]}")
  record Change(
      @JsonProperty("friendly_name")
          @Size(min = 1, max = 64)
          @Pattern(regexp = ".*\\S.*", message = "must not be blank")
          @PlainText
          @Nullable String friendlyName,
      @JsonProperty("auto_sleep") @Nullable Boolean autoSleep,
      @JsonProperty("env_vars")
          @Size(max = 0, message = "cannot be changed: they are chosen when it is made")
          @Nullable Map<String, Object> envVars,
      @JsonProperty("idle_minutes") @Min(0) @Max(10_080) @Nullable Integer idleMinutes,
      @JsonProperty("idle_seconds") @Min(0) @Max(604_800) @Nullable Integer idleSeconds,
      @JsonProperty("minimum_awake_seconds") @Min(0) @Max(86_400)
          @Nullable Integer minimumAwakeSeconds,
      @JsonProperty("hold_seconds") @Min(0) @Max(300) @Nullable Integer holdSeconds,
      @JsonProperty("allowed_players") @Size(max = 100)
          @Nullable List<@NotNull @Pattern(regexp = PLAYER, message = PLAYER_MESSAGE) String>
              allowedPlayers,
      @Size(max = 120) @PlainText @Nullable String motd,
      @JsonProperty("kick_message") @Size(max = 200) @PlainText @Nullable String kickMessage,
      @JsonProperty("proxy_protocol") @Nullable Boolean proxyProtocol) {}

  /// What a foreign proxy sends.
  ///
  /// @param serverId the server, as text or as a number
  /// @param token the webhook token of that server
  record WebhookWake(
      @JsonProperty("server_id") @NotNull @Schema(types = {"string", "integer"}) Object serverId,
      @NotBlank @Size(max = 200) String token) {}
}
