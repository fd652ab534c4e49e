package dev.overwinter.api.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Plan;
import dev.overwinter.api.PlansConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Quota;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What accounts may have, for programs.
@RestController
@Tag(name = "Accounts")
class PlansController {
  private final PlansConfig plans;
  private final Quota quota;

  PlansController(ApiConfig config, Quota quota) {
    this.plans = config.plans();
    this.quota = quota;
  }

  /// @param name of the plan
  /// @param usual whether it is what those have whom nobody gave another
  /// @param servers most servers
  /// @param awake most of them awake at once
  /// @param memoryBytes what each of them may have; null for as much as its game takes
  /// @param backups how many a server may have that somebody asked for
  record PlanJson(
      String name,
      boolean usual,
      int servers,
      int awake,
      @JsonProperty("memory_bytes") @Nullable Long memoryBytes,
      int backups) {
    static PlanJson of(Plan plan, PlansConfig plans) {
      return new PlanJson(
          plan.name(),
          plan.equals(plans.usual()),
          plan.servers(),
          plan.awake(),
          plan.memoryBytes() == Plan.ANY ? null : plan.memoryBytes(),
          plan.backups());
    }
  }

  /// @param plan what the account may have
  /// @param bound whether that binds it: admins are not bound
  /// @param servers how many it has
  /// @param awake how many of them are awake or waking
  record StandingJson(PlanJson plan, boolean bound, int servers, int awake) {}

  @GetMapping("/api/plans")
  @Operation(summary = "All plans")
  List<PlanJson> list() {
    return plans.plans().stream().map(plan -> PlanJson.of(plan, plans)).toList();
  }

  @GetMapping("/api/account/plan")
  @Operation(
      summary = "What the caller has of what their plan allows",
      description = "404 for a token that belongs to no account.")
  @Refuses(HttpStatus.NOT_FOUND)
  StandingJson own(@AuthenticationPrincipal Actor actor) {
    return quota
        .standing(actor.name())
        .map(has ->
            new StandingJson(
                PlanJson.of(has.plan(), plans), has.bound(), has.servers(), has.awake()))
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such account"));
  }
}
