package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.access.Permission;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.servers.CommandLine;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Consoles for programs. What games print is read from their logs.
@RestController
@Tag(name = "Servers")
class CommandsController {
  private final ServerReads reads;
  private final ConsoleDesk console;

  CommandsController(ServerReads reads, ConsoleDesk console) {
    this.reads = reads;
    this.console = console;
  }

  /// A line for a game's console.
  ///
  /// @param line one line of text, at most 1024 bytes
  @Schema(example = "{\"line\":\"say The raid begins at nine\"}")
  record Command(@NotBlank @Size(max = CommandLine.LONGEST) String line) {}

  @PostMapping("/api/servers/{id}/commands")
  @Operation(
      summary = "Say a line to a running game",
      description =
          "On its standard input or by RCON, as its game takes it; its console shows who said it."
              + " Said once at most: 409 NOT_AWAKE, NO_CONSOLE or NOT_HEARD and 503 NODE_AWAY or"
              + " TOO_LATE when it was not said, 502 PERHAPS_SAID when nobody can know. With an"
              + " Idempotency-Key the request can be repeated and is said once. Ten lines in ten"
              + " seconds.")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT, HttpStatus.BAD_GATEWAY})
  ConsoleDesk.Said command(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = "[\\x21-\\x7e]{1,200}", message = "must be 1 to 200 visible characters")
          @Nullable String key,
      @Valid @RequestBody Command body) {
    var server = reads.find(actor, id, Permission.CONSOLE).orElseThrow(Problem::serverNotFound);
    return console.say(actor, server, body.line(), key);
  }
}
