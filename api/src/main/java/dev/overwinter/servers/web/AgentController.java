package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AgentDoor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The paths of the older node agent, for backends that know no other. They reach our own servers
/// and nothing else: what is named is a server, never a container, and images are those of the
/// catalogue. Behind [AgentDoor].
@RestController
@Tag(name = "Older node agent")
class AgentController {
  private static final String SECRET = AgentDoor.HEADER;
  private static final String PROXY = "ow-proxy";

  private final AgentServers servers;
  private final ServerDesk desk;
  private final ServerReads reads;
  private final AgentDoor door;

  AgentController(AgentServers servers, ServerDesk desk, ServerReads reads, AgentDoor door) {
    this.servers = servers;
    this.desk = desk;
    this.reads = reads;
    this.door = door;
  }

  /// A server that is to be made. What is not listed is accepted and ignored: the catalogue decides
  /// port, protocol and limits, and this platform wakes by itself.
  ///
  /// @param serverId what the caller calls it
  /// @param gameImage image of a game of the catalogue, or its id
  /// @param friendlyName what people read
  /// @param envVars settings of the game
  @JsonIgnoreProperties(ignoreUnknown = true)
  @Schema(
      example = "{\"server_id\":7,\"game_image\":\"lobby\",\"friendly_name\":\"Sunday server\"}")
  record Deploy(
      @JsonProperty("server_id") @NotNull Long serverId,
      @JsonProperty("game_image") @NotBlank @Size(max = 300) @PlainText String gameImage,
      @JsonProperty("friendly_name") @NotBlank @Size(max = 64) @PlainText String friendlyName,
      @JsonProperty("env_vars") @Size(max = 64) @Nullable Map<String, Object> envVars) {}

  /// What was made. The names are those of real objects of Docker, for people; no path takes one in
  /// place of the server.
  ///
  /// @param success always true
  /// @param proxyContainerId the one proxy of all servers
  /// @param gameContainerId name of the container
  /// @param networkName name of the network
  /// @param publicPort where players connect
  record Deployed(
      boolean success,
      @JsonProperty("proxy_container_id") String proxyContainerId,
      @JsonProperty("game_container_id") String gameContainerId,
      @JsonProperty("network_name") String networkName,
      @JsonProperty("public_port") @Nullable Integer publicPort) {}

  /// @param success always true
  record Done(boolean success) {}

  /// @param logs lines, oldest first
  record Logs(String logs) {}

  /// @param status always `healthy`
  record Health(String status) {}

  @GetMapping("/health")
  @Operation(summary = "Whether anybody is at home", description = "404 without a node secret.")
  @Refuses(HttpStatus.NOT_FOUND)
  Health health() {
    if (!door.exists()) {
      throw Problem.of(HttpStatus.NOT_FOUND, "There is nothing here");
    }
    return new Health("healthy");
  }

  @PostMapping("/deploy")
  @Operation(
      summary = "Make a server, asleep",
      description =
          "Repeated with the same server_id, it answers with the same server. 422 for an image that"
              + " is not in the catalogue.")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT, HttpStatus.BAD_GATEWAY})
  Deployed deploy(
      @AuthenticationPrincipal Actor actor,
      @Valid @RequestBody Deploy body,
      HttpServletRequest request) {
    requireAgent(actor);
    var row = servers.deploy(actor, body);
    AuditInterceptor.target(request, row.id());
    var name = "ow-" + row.id();
    return new Deployed(true, PROXY, name, name, row.publicPort());
  }

  @PostMapping(path = "/servers/{id}/wake", headers = SECRET)
  @Operation(summary = "Wake a server")
  @Refuses(HttpStatus.CONFLICT)
  Done wake(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(name = "game_container_id", defaultValue = "") String container) {
    requireAgent(actor);
    desk.wake(mine(id, container), AgentDoor.NAME);
    return new Done(true);
  }

  @PostMapping(path = "/servers/{id}/hibernate", headers = SECRET)
  @Operation(summary = "Send a server to sleep", description = "409 while somebody plays.")
  @Refuses(HttpStatus.CONFLICT)
  Done hibernate(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(name = "game_container_id", defaultValue = "") String container) {
    requireAgent(actor);
    desk.hibernate(mine(id, container), AgentDoor.NAME, false);
    return new Done(true);
  }

  @DeleteMapping("/servers/{id}")
  @Operation(summary = "Delete a server and its world")
  @Refuses(HttpStatus.CONFLICT)
  Done delete(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(name = "game_container_id", defaultValue = "") String container) {
    requireAgent(actor);
    // Its callers know of no world that outlives its server.
    desk.delete(mine(id, container), AgentDoor.NAME, true);
    return new Done(true);
  }

  @GetMapping("/servers/{id}/stats")
  @Operation(summary = "What a server uses now", description = "Zeros when there is none.")
  ServerJson.Stats stats(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(name = "game_container_id", defaultValue = "") String container) {
    requireAgent(actor);
    return servers
        .find(id, container)
        .map(ServerJson::stats)
        .orElseGet(() -> new ServerJson.Stats(0, 0, 0, "not_found"));
  }

  @GetMapping(path = "/servers/{id}/logs", headers = SECRET)
  @Operation(summary = "The newest lines that a game has printed")
  Logs logs(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(name = "game_container_id", defaultValue = "") String container,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int tail) {
    requireAgent(actor);
    return new Logs(
        servers
            .find(id, container)
            .map(row ->
                reads.logTail(row.id(), tail).stream()
                    .map(ServerReads.LogLine::plain)
                    .collect(Collectors.joining("\n")))
            .orElse("Server not found"));
  }

  private ServerRow mine(String id, String container) {
    return servers.find(id, container).orElseThrow(Problem::serverNotFound);
  }

  /// Whatever way led here: only what came through the agent's door.
  private static void requireAgent(@Nullable Actor actor) {
    if (actor == null || !AgentDoor.NAME.equals(actor.accountId())) {
      throw new AccessDeniedException("only with the node secret");
    }
  }
}
