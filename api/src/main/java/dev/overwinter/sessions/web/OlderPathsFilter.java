package dev.overwinter.sessions.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.ProblemWriter;
import dev.overwinter.api.auth.AuditInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Serves the older contract's paths before everything else that looks at requests: they have
/// secrets of their own, signers write paths in more ways than one, and a thousand heartbeats a
/// second should not pass twenty filters that know nothing of them. Everything else goes on.
final class OlderPathsFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(OlderPathsFilter.class);

  private final Map<String, Function<OlderRequest, OlderAnswer>> doors;
  private final Cors cors;
  private final AuditInterceptor audit;
  private final JsonMapper json;
  private final MeterRegistry meters;

  OlderPathsFilter(
      OlderSessions sessions,
      GameDoor games,
      Cors cors,
      AuditInterceptor audit,
      JsonMapper json,
      MeterRegistry meters) {
    this.doors =
        Map.of(
            "/sessions/start", sessions::start,
            "/sessions/join", sessions::join,
            "/server/end", games::end,
            "/server/heartbeat", games::heartbeat);
    this.cors = cors;
    this.audit = audit;
    this.json = json;
    this.meters = meters;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var path = OlderRequest.path(request).orElse("");
    var door = doors.get(path);
    if (isOlder(path) && Cors.isPreflight(request)) {
      cors.preflight(request, response); // whatever is there, as the older system did
    } else if ("/".equals(path)) {
      front(request, response, chain);
    } else if (door != null) {
      serve(request, response, path, door);
    } else if (isSlashed(path)) {
      cors.mark(request, response);
      slashless(request, response, path.substring(0, path.length() - 1));
    } else if (path.startsWith("/server/")) {
      cors.mark(request, response);
      write(response, OlderAnswer.no(404, "Not Found"));
    } else {
      chain.doFilter(request, response);
    }
  }

  private boolean isOlder(String path) {
    return "/".equals(path)
        || doors.containsKey(path)
        || isSlashed(path)
        || path.startsWith("/server/");
  }

  private boolean isSlashed(String path) {
    return path.endsWith("/") && doors.containsKey(path.substring(0, path.length() - 1));
  }

  /// Shared with the dashboard, which answers browsers.
  private void front(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!"GET".equals(request.getMethod()) && !ProblemWriter.wantsPage(request)) {
      cors.mark(request, response);
      notAllowed(response, "GET");
    } else {
      cors.mark(request, response);
      chain.doFilter(request, response);
    }
  }

  private void serve(
      HttpServletRequest request,
      HttpServletResponse response,
      String path,
      Function<OlderRequest, OlderAnswer> door)
      throws IOException {
    cors.mark(request, response);
    if (!"POST".equals(request.getMethod())) {
      notAllowed(response, "POST");
      return;
    }
    var timed = Timer.start(meters);
    var read = OlderRequest.read(request, path);
    var answer =
        read.map(whole -> answer(whole, path, door))
            .orElseGet(() ->
                OlderAnswer.no(
                    413, "The body is too large (expected: <= " + OlderRequest.MOST + " bytes)"));
    timed.stop(
        Timer.builder("overwinter_session_request_duration")
            .description("How long the older contract's paths take")
            .tag("path", path)
            .tag("status", String.valueOf(answer.status()))
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofMinutes(2))
            .register(meters));
    write(response, answer);
    if (!answer.about().isEmpty()) {
      response.flushBuffer(); // nobody who wants to play waits for the audit's disk
      var actor = path.startsWith("/server/") ? "game server" : "stranger";
      audit.write(request, actor, "POST " + path, answer.about(), answer.status());
    }
  }

  private static OlderAnswer answer(
      OlderRequest request, String path, Function<OlderRequest, OlderAnswer> door) {
    try {
      return door.apply(request);
    } catch (Problem e) {
      var detail =
          Optional.ofNullable(e.getBody()).map(ProblemDetail::getDetail).orElse("Refused.");
      int status = e.is(SessionDesk.OFF) ? 503 : e.getStatusCode().value();
      return OlderAnswer.no(status, detail).after(pause(e));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{}: the database does not answer: {}", path, e.toString());
      return OlderAnswer.away();
    }
  }

  private static Duration pause(Problem e) {
    var seconds = e.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
    return seconds == null ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(seconds));
  }

  private static void slashless(
      HttpServletRequest request, HttpServletResponse response, String path) {
    var query = request.getQueryString();
    response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
    response.setHeader(HttpHeaders.LOCATION, query == null ? path : path + "?" + query);
  }

  private void notAllowed(HttpServletResponse response, String allowed) throws IOException {
    response.setHeader(HttpHeaders.ALLOW, allowed);
    write(response, OlderAnswer.no(405, "Method Not Allowed"));
  }

  private void write(HttpServletResponse response, OlderAnswer answer) throws IOException {
    response.setStatus(answer.status());
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    if (answer.retryAfter().isPositive()) {
      var seconds = Math.max(1, answer.retryAfter().plusMillis(999).toSeconds());
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    }
    var body = json.writeValueAsBytes(answer.body());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
