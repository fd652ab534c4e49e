package dev.overwinter.api.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.Users;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Everybody's accounts, for programs of admins.
@RestController
@RequestMapping("/api/users")
@Tag(name = "Users")
class UsersController {
  private final Users users;

  UsersController(Users users) {
    this.users = users;
  }

  /// @param id of the account
  /// @param name login name
  /// @param role `player`, `operator`, `admin` or `owner`
  /// @param disabled whether they are kept out
  /// @param guest whether they came by an invitation only and have no servers of their own
  /// @param servers how many are theirs
  /// @param plan name of the plan that says what they may have
  /// @param createdAt since when
  /// @param lastLoginAt the newest login; null for never
  record UserJson(
      String id,
      String name,
      String role,
      boolean disabled,
      boolean guest,
      int servers,
      String plan,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("last_login_at") @Nullable Instant lastLoginAt) {
    static UserJson of(Users.User user) {
      return new UserJson(
          user.id(),
          user.name(),
          user.role().name().toLowerCase(Locale.ROOT),
          user.disabled(),
          user.guest(),
          user.servers(),
          user.plan(),
          user.createdAt(),
          user.lastLoginAt());
    }
  }

  @GetMapping
  @Operation(summary = "Everybody, by name (admin)")
  List<UserJson> list(@AuthenticationPrincipal Actor actor) {
    return users.all(actor).stream().map(UserJson::of).toList();
  }

  /// @param role `player`, `operator`, `admin` or `owner`; stays unless named
  /// @param disabled whether they are kept out; stays unless named
  /// @param guest whether they have no servers of their own; stays unless named
  /// @param plan one of `GET /api/plans`; stays unless named
  @Schema(example = "{\"role\":\"operator\"}")
  record Change(
      @Nullable String role,
      @Nullable Boolean disabled,
      @Nullable Boolean guest,
      @Nullable String plan) {}

  @PatchMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Change what somebody is, or keep them out (admin)",
      description = "Holds at once. Only an owner makes and unmakes admins and owners.")
  @Refuses(HttpStatus.CONFLICT)
  void change(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @Valid @RequestBody Change body) {
    if (body.role() != null) {
      users.change(actor, id, role(body.role()));
    }
    if (body.disabled() != null) {
      users.disable(actor, id, body.disabled());
    }
    if (body.guest() != null) {
      users.setGuest(actor, id, body.guest());
    }
    if (body.plan() != null) {
      users.givePlan(actor, id, body.plan());
    }
  }

  static Users.Role role(String name) {
    for (var role : Users.Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role;
      }
    }
    throw Problem.invalid(Map.of("role", "must be player, operator, admin or owner"));
  }

  /// @param password good once, shown this once
  record Reset(String password) {}

  @PostMapping("/{id}/reset")
  @Operation(
      summary = "Give somebody a one-time password (admin)",
      description = "For who has lost every way in: their logins and one-time codes end.")
  @Refuses(HttpStatus.CONFLICT)
  Reset reset(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return new Reset(users.reset(actor, id));
  }
}
