package dev.overwinter.universe.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.universe.order.UniverseSettings;
import dev.overwinter.universe.order.UniverseSpec;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Makes universes, beside the one that the worker makes.
@RestController
@RequestMapping("/api/universe")
@Tag(name = "Universe")
class NewUniverseController {
  private final Seated seated;
  private final PlayerReads players;
  private final UniverseOrders orders;

  NewUniverseController(Seated seated, PlayerReads players, UniverseOrders orders) {
    this.seated = seated;
    this.players = players;
    this.orders = orders;
  }

  /// A universe to be made. It stays as it is made.
  ///
  /// @param id of it
  /// @param name for people
  /// @param rules name of its rule set
  /// @param economySpeed how many times faster things are made; null for 1
  /// @param fleetSpeed how many times faster fleets fly; null for 1
  /// @param researchSpeed how many times faster research is; null for 1
  /// @param startChoice whether players choose their first planet; null for no
  /// @param seeded how many places it offers to who chooses; null for 1,024
  /// @param starterName how a first planet is called; null for Homeworld
  /// @param cleanupDays how long reports, messages and trades are kept; null for 30
  /// @param tradeFee what part of a price nobody gets; null as the rules say
  /// @param offersExpireSeconds how long an offer stays open, 0 for good; null as the rules say
  record NewUniverse(
      @NotNull @Pattern(regexp = "[a-z0-9-]{1,40}") String id,
      @NotNull
          @Size(min = 1, max = 60)
          @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*\\S[^\\p{Cntrl}\\p{Cs}]*")
          String name,
      @NotNull @Pattern(regexp = "classic|ogame") String rules,
      @JsonProperty("economy_speed") @DecimalMin("0.01") @DecimalMax("100000")
          @Nullable Double economySpeed,
      @JsonProperty("fleet_speed") @DecimalMin("0.01") @DecimalMax("100000")
          @Nullable Double fleetSpeed,
      @JsonProperty("research_speed") @DecimalMin("0.01") @DecimalMax("100000")
          @Nullable Double researchSpeed,
      @JsonProperty("start_choice") @Nullable Boolean startChoice,
      @Min(0) @Max(20_000) @Nullable Integer seeded,
      @JsonProperty("starter_name")
          @Size(min = 1, max = 40)
          @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*\\S[^\\p{Cntrl}\\p{Cs}]*")
          @Nullable String starterName,
      @JsonProperty("cleanup_days") @Min(1) @Max(3650) @Nullable Integer cleanupDays,
      @JsonProperty("trade_fee") @DecimalMin("0") @DecimalMax("0.99") @Nullable Double tradeFee,
      @JsonProperty("offers_expire_seconds") @Min(0) @Max(31_536_000)
          @Nullable Long offersExpireSeconds) {

    UniverseSpec spec() {
      var usual = UniverseSettings.USUAL;
      return new UniverseSpec(
          id,
          name.strip(),
          rules,
          or(economySpeed, 1.0),
          or(fleetSpeed, 1.0),
          or(researchSpeed, 1.0),
          or(startChoice, false),
          or(seeded, 1024),
          new UniverseSettings(
              or(starterName, usual.starterName()),
              or(cleanupDays, usual.cleanupDays()),
              tradeFee,
              offersExpireSeconds == null ? null : Duration.ofSeconds(offersExpireSeconds)));
    }

    private static <T> T or(@Nullable T given, T usual) {
      return given == null ? usual : given;
    }
  }

  @PostMapping
  @Operation(
      summary = "Make a universe",
      description =
          "For admins. 201 when it was made now, 200 when it was there already and is like that, and"
              + " 409 when another one has the id.")
  @ApiResponse(responseCode = "201", description = "Made now", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "200", description = "There already", useReturnTypeSchema = true)
  @Refuses(HttpStatus.CONFLICT)
  ResponseEntity<UniverseJson.World> make(
      @AuthenticationPrincipal Actor actor, @Valid @RequestBody NewUniverse body) {
    if (!actor.admin()) {
      throw new AccessDeniedException("admins only");
    }
    var spec = body.spec();
    boolean made = orders.create(spec);
    var world =
        UniverseJson.World.of(seated.universe(spec.universe()), players.count(spec.universe()));
    if (!made && !isLike(world, spec)) {
      throw Problem.of(HttpStatus.CONFLICT, "Another universe has that id").code("ID_TAKEN");
    }
    return ResponseEntity.status(made ? HttpStatus.CREATED : HttpStatus.OK).body(world);
  }

  private static boolean isLike(UniverseJson.World world, UniverseSpec spec) {
    return world.name().equals(spec.name())
        && world.rules().equals(spec.rules())
        && world.economySpeed() == spec.economySpeed()
        && world.fleetSpeed() == spec.fleetSpeed()
        && world.researchSpeed() == spec.researchSpeed()
        && world.startChoice() == spec.startChoice();
  }
}
