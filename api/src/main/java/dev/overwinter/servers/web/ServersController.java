package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.servers.RestartRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Servers for programs.
@RestController
@RequestMapping("/api/servers")
@Tag(name = "Servers")
class ServersController {
  private final ServerReads reads;
  private final ServerCreation creation;
  private final ServerDesk desk;
  private final WebhookTokens webhookTokens;
  private final String host;

  ServersController(
      ServerReads reads,
      ServerCreation creation,
      ServerDesk desk,
      WebhookTokens webhookTokens,
      ApiConfig config) {
    this.reads = reads;
    this.creation = creation;
    this.desk = desk;
    this.webhookTokens = webhookTokens;
    this.host = config.publicHost();
  }

  @GetMapping
  @Operation(summary = "All servers that the caller may see, oldest first")
  List<ServerJson> list(@AuthenticationPrincipal Actor actor) {
    return reads.list(actor).stream().map(row -> ServerJson.item(row, host)).toList();
  }

  @PostMapping
  @Operation(
      summary = "Create a server, asleep",
      description =
          "Waits up to 20 s; a server that is still being made is answered as CREATING. With an"
              + " Idempotency-Key the request can be repeated and makes one server. 409 with the"
              + " code CREDITS while its owner has none left, QUOTA when their plan has no room for"
              + " another server, QUOTA_MEMORY when it has none for one of this size.")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT, HttpStatus.BAD_GATEWAY})
  ServerJson create(
      @AuthenticationPrincipal Actor actor,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = "[\\x21-\\x7e]{1,200}", message = "must be 1 to 200 visible characters")
          @Nullable String key,
      @Valid @RequestBody ServerRequests.Create body,
      HttpServletRequest request) {
    var id = creation.create(actor, body, key);
    AuditInterceptor.target(request, id);
    return ServerJson.item(mine(actor, id, Permission.VIEW), host);
  }

  @GetMapping("/{id}")
  @Operation(summary = "One server and what it uses now")
  ServerJson one(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return detail(actor, id);
  }

  private ServerJson detail(Actor actor, String id) {
    var server = mine(actor, id, Permission.VIEW);
    return ServerJson.detail(server, host, reads.more(actor, server));
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Change some settings; what is not named stays")
  @Refuses(HttpStatus.CONFLICT)
  ServerJson change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody ServerRequests.Change body) {
    desk.configure(mine(actor, id, Permission.SETTINGS), body);
    return detail(actor, id);
  }

  @DeleteMapping("/{id}")
  @Operation(
      summary = "Delete a server; carried out whatever dies meanwhile",
      description =
          "What was played is kept for a while and can be recovered: GET /api/worlds/kept. When it"
              + " cannot be kept, the server becomes FAILED and is not deleted. With world=forget,"
              + " also while it is DELETING, the world and its backups go with it, at once.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done delete(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "keep")
          @Pattern(regexp = "keep|forget", message = "must be keep or forget")
          String world) {
    return desk.delete(
        mine(actor, id, Permission.DELETE), actor.name() + " via api", world.equals("forget"));
  }

  @PostMapping("/{id}/wake")
  @Operation(
      summary = "Wake a server",
      description =
          "Answers at once with AWAKE or WAKING; 409 with a reason when it will not wake, for"
              + " example QUOTA_AWAKE when as many are awake as its owner's plan allows.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done wake(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return desk.wake(mine(actor, id, Permission.START), actor.name() + " via api");
  }

  @PostMapping("/{id}/restart")
  @Operation(
      summary = "Stop it and start it again",
      description =
          "Only while it is awake: what sleeps is woken instead (409 ASLEEP). 409 OCCUPIED while"
              + " somebody plays, unless force is true. Needs the permissions start and stop.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done restart(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean force) {
    var _ = mine(actor, id, Permission.START);
    return desk.restart(
        mine(actor, id, Permission.STOP),
        new RestartRequest(actor.name() + " via api", force, false));
  }

  @PostMapping("/{id}/hibernate")
  @Operation(
      summary = "Send a server to sleep",
      description = "409 while somebody plays, unless force=true.")
  @Refuses(HttpStatus.CONFLICT)
  ServerDesk.Done hibernate(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean force) {
    return desk.hibernate(mine(actor, id, Permission.STOP), actor.name() + " via api", force);
  }

  /// @param logs lines, oldest first
  record Logs(String logs) {}

  @GetMapping("/{id}/logs")
  @Operation(summary = "The newest lines that the game has printed")
  Logs logs(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int tail) {
    mine(actor, id, Permission.CONSOLE);
    return new Logs(
        reads.logTail(id, tail).stream()
            .map(ServerReads.LogLine::plain)
            .collect(Collectors.joining("\n")));
  }

  @GetMapping("/{id}/events")
  @Operation(summary = "Why it slept and who woke it, newest first")
  List<ServerReads.Event> events(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int most) {
    mine(actor, id, Permission.VIEW);
    return reads.events(id, most);
  }

  /// @param at when
  /// @param cpuPercent of its CPU limit
  /// @param memoryBytes memory
  /// @param playersOnline players; null when the game did not say
  /// @param playersMax most players; null likewise
  record SampleJson(
      Instant at,
      @JsonProperty("cpu_percent") double cpuPercent,
      @JsonProperty("memory_bytes") long memoryBytes,
      @JsonProperty("players_online") @Nullable Integer playersOnline,
      @JsonProperty("players_max") @Nullable Integer playersMax) {}

  @GetMapping("/{id}/samples")
  @Operation(
      summary = "What it used since a moment (default: the last hour), oldest first",
      description = "At most 24 hours are kept; long spans are thinned out to 720 points.")
  List<SampleJson> samples(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Instant since) {
    var limit = mine(actor, id, Permission.VIEW).spec().template().resources().milliCpus();
    var day = Instant.now().minus(Duration.ofDays(1));
    var from = since == null ? Instant.now().minus(Duration.ofHours(1)) : since;
    return reads.samples(id, from.isBefore(day) ? day : from).stream()
        .map(sample ->
            new SampleJson(
                sample.at(),
                Math.round(10_000.0 * sample.cpuMilli() / limit) / 100.0,
                sample.memoryBytes(),
                sample.playersOnline(),
                sample.playersMax()))
        .toList();
  }

  /// @param token shown this once; the older one is dead
  record WebhookToken(String token) {}

  @PostMapping("/{id}/webhook-token")
  @Operation(
      summary = "Make a new webhook token",
      description =
          "For POST /api/webhook/wake. It may do nothing but wake this server, and ends when whoever made it may no longer make one.")
  WebhookToken webhookToken(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    mine(actor, id, Permission.START);
    mine(actor, id, Permission.SETTINGS);
    return new WebhookToken(webhookTokens.rotate(id, actor.name()));
  }

  private ServerRow mine(Actor actor, String id, Permission wanted) {
    return reads.find(actor, id, wanted).orElseThrow(Problem::serverNotFound);
  }
}
