package dev.overwinter.rooms.web;

import dev.overwinter.api.ProblemWriter;
import dev.overwinter.api.auth.FurtherDoor;
import dev.overwinter.api.auth.Rates;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets anybody come to rooms: who they are is asked there. Scripts need no form's token: what a
/// page of another site makes a browser do with somebody's cookies is refused by its origin.
@Component
class RoomsDoor implements FurtherDoor {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Origins origins;
  private final RoomRates rates;
  private final ProblemWriter problems;

  RoomsDoor(Origins origins, RoomRates rates, ProblemWriter problems) {
    this.origins = origins;
    this.rates = rates;
    this.problems = problems;
  }

  @Override
  public void addTo(HttpSecurity http) {
    http.authorizeHttpRequests(doors ->
            doors
                .requestMatchers(
                    "/api/rooms",
                    "/api/rooms/**",
                    "/api/guests",
                    "/api/guests/**",
                    "/rooms",
                    "/rooms/**",
                    "/r/**")
                .permitAll())
        .csrf(forms -> forms.ignoringRequestMatchers(RoomsDoor::isApi))
        .addFilterAfter(new Held(), AnonymousAuthenticationFilter.class);
  }

  private static boolean isApi(HttpServletRequest request) {
    var path = request.getRequestURI();
    return path.equals("/api/rooms")
        || (path.startsWith("/api/rooms/") && !path.equals(CodecDoor.DECODE)) // has its own door
        || path.equals("/api/guests")
        || path.startsWith("/api/guests/");
  }

  /// No page of another site can make a browser send a header with a token.
  private boolean isForged(HttpServletRequest request) {
    return !SAFE.contains(request.getMethod())
        && request.getHeader(HttpHeaders.AUTHORIZATION) == null
        && origins.foreign(request);
  }

  /// Holds an address that asks too often, reads too, and refuses what is forged.
  private final class Held extends OncePerRequestFilter {
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !isApi(request);
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (isForged(request)) {
        problems.write(response, HttpStatus.FORBIDDEN, "Refused: not from a page of another site.");
        return;
      }
      var pause = rates.take(RoomRates.Budget.ADDRESS, Rates.caller(request.getRemoteAddr()));
      if (pause.isEmpty()) {
        chain.doFilter(request, response);
        return;
      }
      response.setHeader("Retry-After", String.valueOf(seconds(pause.get())));
      problems.write(
          response, HttpStatus.TOO_MANY_REQUESTS, "Too often. Wait a moment, then try again.");
    }

    private static long seconds(Duration pause) {
      return Math.max(1, pause.plusMillis(999).toSeconds());
    }
  }
}
