package dev.overwinter.nodes.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.auth.NodeDoor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where nodes report.
@RestController
@RequestMapping("/api/nodes/telemetry")
@Tag(name = "Nodes")
class TelemetryController {
  private final Telemetry telemetry;

  TelemetryController(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  @PostMapping
  @Operation(
      summary = "Report what the games of a node use and print",
      description =
          "With the node's telemetry token as bearer; at most 1 MiB. What is said about servers of"
              + " other nodes is ignored. Can be repeated.")
  Telemetry.Kept report(
      @Valid @RequestBody NodeRequests.Telemetry body, HttpServletRequest request) {
    return telemetry.keep(NodeDoor.node(request), body);
  }

  /// @param atNanos nanoseconds since 1970; 0 when no line is kept
  record Newest(@JsonProperty("at_nanos") long atNanos) {}

  @GetMapping("/lines/{serverId}")
  @Operation(
      summary = "Up to where a server's log is known",
      description = "With the node's telemetry token as bearer.")
  Newest newest(@PathVariable String serverId, HttpServletRequest request) {
    return new Newest(telemetry.newestLine(NodeDoor.node(request), serverId));
  }
}
