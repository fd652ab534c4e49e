package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Two paths of the older dashboard that scripts still call.
@RestController
@Hidden
final class OlderPaths {
  private static final int LINES = 100;

  private final ServerReads reads;
  private final JsonMapper json;

  OlderPaths(ServerReads reads, JsonMapper json) {
    this.reads = reads;
    this.json = json;
  }

  /// @param current how many play
  /// @param max at most
  /// @param online whether the game answers
  record Players(int current, int max, boolean online) {}

  @GetMapping("/servers/{id}/players")
  Players players(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    var sample = mine(actor, id, Permission.VIEW).sample();
    if (sample == null) {
      return new Players(0, 0, false);
    }
    var online = sample.playersOnline();
    var max = sample.playersMax();
    return new Players(online == null ? 0 : online, max == null ? 0 : max, online != null);
  }

  /// One JSON string.
  @GetMapping(path = "/servers/{id}/logs", produces = MediaType.APPLICATION_JSON_VALUE)
  String logs(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    var lines = reads.logTail(mine(actor, id, Permission.CONSOLE).id(), LINES);
    return json.writeValueAsString(
        lines.stream().map(ServerReads.LogLine::plain).collect(Collectors.joining("\n")));
  }

  private ServerRow mine(Actor actor, String id, Permission wanted) {
    return reads.find(actor, id, wanted).orElseThrow(Problem::serverNotFound);
  }
}
