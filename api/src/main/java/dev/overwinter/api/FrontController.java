package dev.overwinter.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The front of the house: where to go, and whether anybody is at home.
@RestController
@Hidden
final class FrontController {

  /// @param message for people
  /// @param dashboard for browsers
  /// @param docs for programmers
  /// @param openapi for programs
  record Welcome(
      String message, String dashboard, String docs, @JsonProperty("openapi") String openapi) {}

  @GetMapping("/")
  ResponseEntity<?> front(HttpServletRequest request) {
    return ProblemWriter.wantsPage(request)
        ? ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
            .location(URI.create("/servers"))
            .build()
        : ResponseEntity.ok(
            new Welcome("Overwinter is running.", "/servers", "/docs", "/openapi.json"));
  }

  @GetMapping("/healthz")
  Map<String, String> health() {
    return Map.of("status", "UP");
  }
}
