package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.TemporalCalls;
import dev.overwinter.api.auth.PlayerDoor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Serves the older universe's paths, in front of everything that only knows our own API: who
/// (401), whose (403), how often (429), then what (422, 400, 404). Answers `{"detail": …}`.
/// Everything else goes on, measured.
final class OlderUniverseFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(OlderUniverseFilter.class);
  private static final String BEARER = "Bearer ";

  /// First segments under which there is nothing but older paths.
  private static final Set<String> OURS =
      Set.of(
          "player", "trade", "market", "building-costs", "notifications", "game-status", "planets");

  /// Shared with our own API: other origins may call them, without cookies.
  private static final Set<String> SHARED =
      Set.of("/auth/register", "/auth/login", "/auth/me", "/auth/logout", "/metrics", "/healthz");

  private final List<OlderRoute> routes;
  private final PlayerDoor door;
  private final MinuteRates rates;
  private final Sockets sockets;
  private final Presence presence;
  private final OpenCors cors;
  private final HttpStatistics statistics;
  private final JsonMapper json;

  OlderUniverseFilter(
      List<OlderRoute> routes,
      PlayerDoor door,
      MinuteRates rates,
      Sockets sockets,
      Presence presence,
      OpenCors cors,
      HttpStatistics statistics,
      JsonMapper json) {
    this.routes = List.copyOf(routes);
    this.door = door;
    this.rates = rates;
    this.sockets = sockets;
    this.presence = presence;
    this.cors = cors;
    this.statistics = statistics;
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var path = request.getRequestURI();
    if (path.equals("/ws")) {
      sockets.open(request, response);
      return;
    }
    var segments = OlderRoute.segments(path.isEmpty() ? "/" : path);
    if (OURS.contains(segments.getFirst()) || path.equals("/healthz/db")) {
      older(request, response, segments);
      return;
    }
    if (SHARED.contains(path)) {
      if (OpenCors.isPreflight(request)) {
        cors.preflight(request, response, false);
        return;
      }
      cors.mark(request, response, false);
      long begun = System.nanoTime();
      chain.doFilter(request, response);
      statistics.count(
          request.getMethod() + ":" + path, response.getStatus(), System.nanoTime() - begun);
      return;
    }
    chain.doFilter(request, response);
  }

  private void older(
      HttpServletRequest request, HttpServletResponse response, List<String> segments)
      throws IOException {
    if (OpenCors.isPreflight(request)) {
      cors.preflight(request, response, true);
      return;
    }
    cors.mark(request, response, true);
    long begun = System.nanoTime();
    var method = "HEAD".equals(request.getMethod()) ? "GET" : request.getMethod();
    boolean known = false;
    for (var route : routes) {
      var found = route.match(segments);
      if (found.isPresent() && route.method().equals(method)) {
        var reply = answer(route, request, found.get());
        write(response, reply);
        statistics.count(method + ":" + route.name(), reply.status(), System.nanoTime() - begun);
        return;
      }
      known |= found.isPresent();
    }
    write(response, refusal(known, segments));
  }

  private OlderReply refusal(boolean known, List<String> segments) {
    if (!known) {
      return OlderReply.no(404, "Not Found");
    }
    var allowed =
        routes.stream()
            .filter(route -> route.match(segments).isPresent())
            .map(OlderRoute::method)
            .sorted()
            .toList();
    return OlderReply.no(405, "Method Not Allowed")
        .with(HttpHeaders.ALLOW, String.join(", ", allowed));
  }

  private OlderReply answer(
      OlderRoute route, HttpServletRequest request, Map<String, String> found) {
    var call = new OlderCall(request, found, json);
    try {
      var refused = refused(route, request, call);
      return refused.isPresent() ? refused.get() : route.does().apply(call);
    } catch (OlderRefusal e) {
      return e.reply();
    } catch (Problem e) {
      return problem(e, call);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{}: the database does not answer: {}", route.name(), e.toString());
      return OlderReply.away(
          "The database does not answer. Nothing was lost; try again in 2 seconds.");
    } catch (RuntimeException e) {
      var incident = UUID.randomUUID().toString();
      LOG.error("unexpected failure {} of {}", incident, route.name(), e);
      return OlderReply.no(500, "Something went wrong on our side. Incident " + incident);
    }
  }

  private Optional<OlderReply> refused(
      OlderRoute route, HttpServletRequest request, OlderCall call) {
    if (route.needs() == OlderRoute.Needs.NOTHING) {
      return Optional.empty();
    }
    switch (door.find(token(request))) {
      case PlayerDoor.Out(var why) -> {
        return Optional.of(OlderReply.no(401, why).with(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
      }
      case PlayerDoor.In in -> call.seat(in.player());
    }
    if (route.needs() == OlderRoute.Needs.SELF
        && call.part("id").matches("[0-9]{1,18}")
        && call.number("id") != call.player()) {
      return Optional.of(OlderReply.no(403, "Forbidden: user_id mismatch"));
    }
    if (rates.isOver(call.player())) {
      return Optional.of(OlderReply.no(429, "Rate limit exceeded"));
    }
    presence.looked(call.player());
    if (route.needs() == OlderRoute.Needs.SELF) {
      long _ = call.number("id"); // 422 for what is no number
    }
    Optional<String> _ = call.idempotencyKey(); // 422 for what is no key, whoever needs it
    return Optional.empty();
  }

  private static String token(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  private static OlderReply problem(Problem e, OlderCall call) {
    var detail =
        e.is(TemporalCalls.AWAY) && call.isUnkeyedOrder()
            ? TemporalCalls.UNSURE
            : Optional.ofNullable(e.getBody().getDetail()).orElse("Refused.");
    var reply = OlderReply.no(e.getStatusCode().value(), detail);
    var pause = e.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
    return pause == null ? reply : reply.with(HttpHeaders.RETRY_AFTER, pause);
  }

  private void write(HttpServletResponse response, OlderReply reply) throws IOException {
    response.setStatus(reply.status());
    response.setContentType("application/json");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    reply.headers().forEach(response::setHeader);
    response.getOutputStream().write(json.writeValueAsBytes(reply.body()));
  }
}
