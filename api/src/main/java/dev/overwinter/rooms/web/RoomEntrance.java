package dev.overwinter.rooms.web;

import dev.overwinter.api.HostCookie;
import dev.overwinter.api.auth.Rates;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/// How people come in who have no account: as a new guest, or with a code. Guessing is counted for
/// all processes together.
@Component
class RoomEntrance {
  /// Codes have 140 bits and more: this only keeps noise away, and lets a whole party in.
  private static final Rates.Budget GUESSES =
      new Rates.Budget("room codes", 100, Duration.ofMinutes(10));

  private final RoomGuests guests;
  private final RoomCodes codes;
  private final RoomRates rates;
  private final Rates counted;
  private final RoomCallers callers;

  RoomEntrance(
      RoomGuests guests, RoomCodes codes, RoomRates rates, Rates counted, RoomCallers callers) {
    this.guests = guests;
    this.codes = codes;
    this.rates = rates;
    this.counted = counted;
    this.callers = callers;
  }

  /// Counts a guess of what lets somebody in.
  ///
  /// @throws dev.overwinter.api.Problem 429
  void guess(HttpServletRequest request) {
    counted
        .takeOfCaller(GUESSES, request.getRemoteAddr())
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
  }

  /// Whoever has a code is that guest on this device as well.
  ///
  /// @throws dev.overwinter.api.Problem 429 for who tries too often
  Optional<RoomGuests.Arrived> byCode(HttpServletRequest request, String code) {
    guess(request);
    return codes.use(code).flatMap(guests::byId).map(guests::token);
  }

  /// Counts a room or a guest that is made from an address.
  ///
  /// @throws dev.overwinter.api.Problem 429
  void makes(HttpServletRequest request) {
    rates
        .take(RoomRates.Budget.MAKING, Rates.caller(request.getRemoteAddr()))
        .ifPresent(pause -> {
          throw RoomRefusals.tooOften(pause);
        });
  }

  /// Whose a code is, which stays as good as it was.
  ///
  /// @throws dev.overwinter.api.Problem 429 for who tries too often
  Optional<RoomGuests.Guest> whose(HttpServletRequest request, String code) {
    guess(request);
    return codes.whose(code).flatMap(guests::byId);
  }

  /// Who is nobody yet comes as a guest.
  ///
  /// @param arrived null for who was somebody already
  record Entry(RoomCaller caller, RoomGuests.@Nullable Arrived arrived) {}

  /// Who asks, or a new guest of that name.
  ///
  /// @throws dev.overwinter.api.Problem 401 for a stranger without a name
  Entry enter(HttpServletRequest request, Optional<String> name) {
    var known = callers.find(request);
    if (known.isPresent() || name.isEmpty()) {
      return new Entry(callers.require(request), null);
    }
    makes(request);
    var arrived = guests.arrive(GuestNames.require(name.get()));
    return new Entry(arrived.caller(), arrived);
  }

  /// The guest's token that a request bears is worth nothing from now on.
  void end(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.startsWith("Bearer " + RoomGuests.PREFIX)) {
      guests.end(header.substring("Bearer ".length()).strip());
    }
    HostCookie.read(request, RoomCallers.COOKIE).ifPresent(guests::end);
  }
}
