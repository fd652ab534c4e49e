package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.AuditInterceptor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The door of foreign proxies.
@RestController
@Tag(name = "Proxies")
class WebhookController {
  private final ServerReads reads;
  private final ServerDesk desk;
  private final WebhookTokens tokens;

  WebhookController(ServerReads reads, ServerDesk desk, WebhookTokens tokens) {
    this.reads = reads;
    this.desk = desk;
    this.tokens = tokens;
  }

  /// @param status always `ok`
  /// @param message for people
  record Received(String status, String message) {}

  @PostMapping("/api/webhook/wake")
  @Operation(
      summary = "Wake a server with its webhook token",
      description = "400 \"Wake failed\" for a wrong token, an unknown server and a refusal alike.")
  Received wake(@Valid @RequestBody ServerRequests.WebhookWake body, HttpServletRequest request) {
    var id = text(body.serverId());
    boolean known = tokens.matches(id, body.token());
    var server = known ? reads.find(id) : Optional.<ServerRow>empty();
    if (server.isEmpty()) {
      throw failed();
    }
    AuditInterceptor.actor(request, "webhook");
    AuditInterceptor.target(request, id);
    try {
      desk.wake(server.get(), "webhook");
    } catch (Problem e) {
      throw e.getStatusCode().is5xxServerError() ? e : failed();
    }
    return new Received("ok", "Wake signal received");
  }

  private static String text(Object serverId) {
    return switch (serverId) {
      case String text when text.length() <= 64 && !text.contains("\0") -> text;
      case Integer number -> String.valueOf(number);
      case Long number -> String.valueOf(number);
      default ->
          throw Problem.of(
              HttpStatus.UNPROCESSABLE_CONTENT, "server_id: expected text of up to 64 characters");
    };
  }

  private static Problem failed() {
    return Problem.of(HttpStatus.BAD_REQUEST, "Wake failed");
  }
}
