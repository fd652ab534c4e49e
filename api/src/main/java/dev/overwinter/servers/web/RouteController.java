package dev.overwinter.servers.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.ProxyToken;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The route feed of the proxies.
@RestController
@Tag(name = "Proxies")
class RouteController {
  private final RouteFeed feed;

  RouteController(RouteFeed feed) {
    this.feed = feed;
  }

  @GetMapping("/api/proxy/routes")
  @Operation(
      summary = "Routes after a revision",
      description =
          "A long poll with a proxy token as bearer: 204 when nothing is new within the wait. The"
              + " proxy of a node is shown that node's routes, whether it names the node or not; 403"
              + " when it names another.")
  @Refuses(HttpStatus.FORBIDDEN)
  ResponseEntity<RouteFeed.Routes> routes(
      @RequestParam(defaultValue = "") @Size(max = 32) String node,
      @RequestParam(defaultValue = "0") @Min(0) long after,
      @RequestParam(defaultValue = "0") @Min(0) @Max(25) int waitSeconds,
      HttpServletRequest request)
      throws InterruptedException {
    var own = ProxyToken.node(request);
    if (!own.isEmpty() && !node.isEmpty() && !own.equals(node)) {
      throw Problem.of(HttpStatus.FORBIDDEN, "This token is for the routes of node " + own);
    }
    return feed.after(own.isEmpty() ? node : own, after, Duration.ofSeconds(waitSeconds))
        .map(ResponseEntity::ok)
        .orElseGet(() -> ResponseEntity.noContent().build());
  }
}
