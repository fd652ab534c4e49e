package dev.overwinter.catalogue.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.auth.Actor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// What can be created.
@RestController
@Tag(name = "Games")
final class GamesController {
  private final Catalogue catalogue;

  GamesController(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GetMapping({"/api/games", "/api/game-images"})
  @Operation(summary = "The game catalogue", description = "`/api/game-images` is the older name.")
  List<GameJson> games() {
    return catalogue.games().stream().map(GameJson::of).toList();
  }

  /// What is wrong with the catalogue.
  ///
  /// @param entries how many games can be created
  /// @param readAt when it was last read
  /// @param problems what is wrong, by place
  record Report(
      int entries, @JsonProperty("read_at") Instant readAt, List<CatalogueProblem> problems) {}

  @GetMapping("/api/catalogue/problems")
  @Operation(summary = "What is wrong with the files of the catalogue", description = "For admins.")
  Report problems(@AuthenticationPrincipal Actor actor) {
    requireAdmin(actor);
    return report();
  }

  @PostMapping("/api/catalogue/reload")
  @Operation(
      summary = "Read the files of the catalogue again",
      description = "For admins. An operator's directory is watched, so this is seldom needed.")
  Report reload(@AuthenticationPrincipal Actor actor) {
    requireAdmin(actor);
    catalogue.reload();
    return report();
  }

  private Report report() {
    return new Report(catalogue.items().size(), catalogue.readAt(), catalogue.problems());
  }

  static void requireAdmin(Actor actor) {
    if (!actor.admin()) {
      throw new AccessDeniedException("admins only");
    }
  }
}
