package dev.overwinter.rooms.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.HostCookie;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.api.docs.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// People who play without an account.
@RestController
@RequestMapping("/api/guests")
@Tag(name = "Rooms")
class GuestsController {
  private static final int MOST_ROOMS = 100;

  private final RoomCallers callers;
  private final RoomGuests guests;
  private final RoomEntrance entrance;
  private final RoomCodes codes;
  private final RoomReads reads;
  private final RoomRates rates;

  GuestsController(
      RoomCallers callers,
      RoomGuests guests,
      RoomEntrance entrance,
      RoomCodes codes,
      RoomReads reads,
      RoomRates rates) {
    this.callers = callers;
    this.guests = guests;
    this.entrance = entrance;
    this.codes = codes;
    this.reads = reads;
    this.rates = rates;
  }

  /// Somebody who comes.
  record NewGuest(@NotNull @Size(min = 1, max = 200) String name) {}

  /// A guest.
  ///
  /// @param token what proves to be them, as a bearer's; shown once
  record Arrived(String id, String name, String token) {
    static Arrived of(RoomGuests.Arrived arrived) {
      return new Arrived(arrived.guest().id(), arrived.guest().name(), arrived.token());
    }
  }

  /// Who asks.
  ///
  /// @param member what they are in rooms, unless a seat there was laid for their name
  /// @param guest whether they have no account
  /// @param rooms those that they are in, the liveliest first
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Me(String member, @Nullable String name, boolean guest, List<RoomJson.Room> rooms) {
    Me {
      rooms = List.copyOf(rooms);
    }
  }

  /// A code for another device, shown once.
  record Code(String code, @JsonProperty("expires_at") Instant expiresAt) {}

  /// A code that somebody has.
  record UsedCode(@NotNull @Size(min = 1, max = 200) String code) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Be a guest",
      description = "The token comes as a cookie, too. It does not end while it is used.")
  Arrived arrive(
      HttpServletRequest request, HttpServletResponse response, @Valid @RequestBody NewGuest body) {
    rates
        .take(RoomRates.Budget.MAKING, Rates.caller(request.getRemoteAddr()))
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
    var arrived = guests.arrive(GuestNames.require(body.name()));
    RoomCallers.remember(request, response, arrived);
    return Arrived.of(arrived);
  }

  @GetMapping("/me")
  @Operation(summary = "Who one is, and in which rooms")
  Me me(HttpServletRequest request) {
    var who = callers.require(request);
    var rooms =
        reads.of(who.holder(), MOST_ROOMS).stream()
            .map(door -> RoomJson.Room.of(door, null))
            .toList();
    return new Me(who.member().text(), who.name(), who.guest(), rooms);
  }

  @PatchMapping("/me")
  @Operation(
      summary = "Be called otherwise",
      description = "In rooms that one joins from now on. Accounts keep theirs (403).")
  Me rename(HttpServletRequest request, @Valid @RequestBody NewGuest body) {
    var who = guest(request);
    var name = GuestNames.require(body.name());
    guests.rename(who.guestId(), name);
    return new Me(who.member().text(), name, true, List.of());
  }

  @PostMapping("/me/codes")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make a code to come in from another device",
      description = "It is good once, for ten minutes, and shown once.")
  Code code(HttpServletRequest request) {
    var who = guest(request);
    rates
        .take(RoomRates.Budget.SAYING, "codes of " + who.holder())
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
    var made = codes.make(who.guestId(), RoomCodes.OWN);
    return new Code(made.code(), made.expiresAt());
  }

  @PostMapping("/login")
  @Operation(
      summary = "Come in with a code",
      description = "401 for one that is unknown, used or over; nobody is told which.")
  @Refuses(HttpStatus.UNAUTHORIZED)
  Arrived login(
      HttpServletRequest request, HttpServletResponse response, @Valid @RequestBody UsedCode body) {
    var arrived =
        entrance
            .byCode(request, body.code())
            .orElseThrow(() ->
                Problem.of(HttpStatus.UNAUTHORIZED, "The code is not good, or not any more.")
                    .code("BAD_CODE"));
    RoomCallers.remember(request, response, arrived);
    return Arrived.of(arrived);
  }

  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Be nobody again on this device; the token is worth nothing then")
  void logout(HttpServletRequest request, HttpServletResponse response) {
    entrance.end(request);
    HostCookie.read(request, RoomCallers.COOKIE)
        .ifPresent(_ -> RoomCallers.forget(request, response));
  }

  private RoomCaller guest(HttpServletRequest request) {
    var who = callers.require(request);
    if (!who.guest()) {
      throw Problem.of(HttpStatus.FORBIDDEN, "Only guests may: accounts have logins");
    }
    return who;
  }
}
