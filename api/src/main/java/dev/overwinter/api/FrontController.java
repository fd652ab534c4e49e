package dev.overwinter.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The front of the house: where to go, and whether anybody is at home.
@RestController
@Hidden
final class FrontController {

  /// As clients of game sessions and of the older universe expect it. The two disagree about
  /// `status`: see docs/decisions/0027.
  ///
  /// @param status always `ok`
  /// @param service always `orchestrator`
  /// @param message always `Ogame-like Game Server`, as clients of the older universe read it
  record Welcome(String status, String service, String message) {}

  @GetMapping("/")
  ResponseEntity<?> front(HttpServletRequest request) {
    return ProblemWriter.wantsPage(request)
        ? ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
            .location(URI.create("/servers"))
            .build()
        : ResponseEntity.ok(new Welcome("ok", "orchestrator", "Ogame-like Game Server"));
  }

  /// Where the older system had another page of the same documentation.
  @GetMapping("/redoc")
  ResponseEntity<Void> redoc() {
    return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
        .location(URI.create("/docs"))
        .build();
  }
}
