package dev.overwinter.rooms.web;

import dev.overwinter.api.HostCookie;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.auth.Sessions;
import dev.overwinter.rooms.MemberId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/// Finds out who asks something of rooms: a token in the header first, then the login of an
/// account, then a guest's cookie. What stands in a path or a body proves nothing.
@Component
class RoomCallers {
  /// The cookie of guests, as the older system called it.
  static final String COOKIE = "session";

  private static final String BEARER = "Bearer ";
  private static final String FOUND = RoomCallers.class.getName() + ".found";

  private final RoomGuests guests;
  private final Sessions sessions;

  RoomCallers(RoomGuests guests, Sessions sessions) {
    this.guests = guests;
    this.sessions = sessions;
  }

  /// Who it is; empty for a stranger.
  ///
  /// @throws Problem 401 for a header whose token is no good
  Optional<RoomCaller> find(HttpServletRequest request) {
    if (request.getAttribute(FOUND) instanceof RoomCaller known) {
      return Optional.of(known);
    }
    var found = look(request);
    found.ifPresent(caller -> request.setAttribute(FOUND, caller));
    if (found.filter(RoomCaller::admin).isEmpty()) {
      AuditInterceptor.keptElsewhere(request); // in the room's own events
    }
    return found;
  }

  private Optional<RoomCaller> look(HttpServletRequest request) {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Actor actor) {
      return Optional.of(of(actor));
    }
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      var token = header.substring(BEARER.length()).strip();
      return Optional.of(
          guests
              .caller(token)
              .or(() -> sessions.actor(token).map(RoomCallers::settled))
              .orElseThrow(() ->
                  Problem.of(
                      HttpStatus.UNAUTHORIZED,
                      "The token is not valid, has expired, or was revoked.")));
    }
    // Before the house's own doors nobody has looked at the login yet.
    return sessions
        .visitor(request)
        .filter(actor -> !actor.mustChange())
        .map(RoomCallers::of)
        .or(() -> HostCookie.read(request, COOKIE).flatMap(guests::caller));
  }

  /// Who it is.
  ///
  /// @throws Problem 401 for a stranger
  RoomCaller require(HttpServletRequest request) {
    return find(request)
        .orElseThrow(() ->
            Problem.of(
                    HttpStatus.UNAUTHORIZED,
                    "Who are you? (expected: a guest's token of POST /api/guests or POST"
                        + " /api/rooms/{id}/join, or a login)")
                .code("WHO_ARE_YOU"));
  }

  /// The older paths pass no door that would ask for it.
  private static RoomCaller settled(Actor actor) {
    if (actor.mustChange()) {
      throw Problem.of(HttpStatus.FORBIDDEN, "The one-time password must be replaced first");
    }
    return of(actor);
  }

  private static RoomCaller of(Actor actor) {
    return new RoomCaller(
        new MemberId("u-" + Hashes.id("account " + actor.accountId())),
        "a:" + actor.accountId(),
        actor.isLocal() ? null : actor.name(),
        actor.admin(),
        new RoomCaller.Proof.Account(actor));
  }

  /// Lets a browser be a guest from now on, beginning with this request.
  static void remember(
      HttpServletRequest request, HttpServletResponse response, RoomGuests.Arrived arrived) {
    HostCookie.write(request, response, COOKIE, arrived.token(), RoomGuests.LIFE, "Lax");
    request.setAttribute(FOUND, arrived.caller());
  }

  /// Lets a browser be nobody again.
  static void forget(HttpServletRequest request, HttpServletResponse response) {
    HostCookie.write(request, response, COOKIE, "", java.time.Duration.ZERO, "Lax");
  }
}
