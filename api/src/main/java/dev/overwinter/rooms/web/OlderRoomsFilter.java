package dev.overwinter.rooms.web;

import dev.overwinter.api.HostCookie;
import dev.overwinter.api.Problem;
import dev.overwinter.api.ProblemWriter;
import dev.overwinter.api.auth.Rates;
import dev.overwinter.api.auth.SessionCookie;
import dev.overwinter.api.live.Audience;
import dev.overwinter.api.live.LiveSocket;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// Serves the older forms of rooms, in front of everything that only knows our own API. Answers
/// JSON with `error`; whatever it does not know goes on.
///
/// Paths that accounts have as well (`/auth/…`) are told apart by the request: a `code_id`, or the
/// cookie of a guest and nothing of an account.
final class OlderRoomsFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(OlderRoomsFilter.class);
  private static final String FRONT = "/";
  private static final String PING = "/ping";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> SHARED = Set.of("/auth/me", "/auth/logout", "/auth/test");

  private final List<OlderRoute> routes;
  private final Origins origins;
  private final RoomCallers callers;
  private final RoomReads reads;
  private final RoomRates rates;
  private final RoomHub hub;
  private final RoomTalk talk;
  private final JsonMapper json;

  OlderRoomsFilter(
      List<OlderRoute> routes,
      Origins origins,
      RoomCallers callers,
      RoomReads reads,
      RoomRates rates,
      RoomHub hub,
      RoomTalk talk,
      JsonMapper json) {
    this.routes = List.copyOf(routes);
    this.origins = origins;
    this.callers = callers;
    this.reads = reads;
    this.rates = rates;
    this.hub = hub;
    this.talk = talk;
    this.json = json;
  }

  /// Whether a path can be one of ours: others are not looked at any further.
  private static boolean isOurs(HttpServletRequest request) {
    var path = request.getRequestURI();
    if (path.equals("/auth/login") || path.equals(FRONT)) {
      var query = request.getQueryString();
      return query != null && query.matches("(?:.*&)?code_id(?:=.*)?");
    }
    if (SHARED.contains(path)) {
      var header = request.getHeader(HttpHeaders.AUTHORIZATION);
      boolean account = header != null || SessionCookie.read(request).isPresent();
      return path.equals("/auth/test")
          || (!account && HostCookie.read(request, RoomCallers.COOKIE).isPresent());
    }
    return path.startsWith("/api/v1/")
        || path.startsWith("/v1/")
        || path.startsWith("/ws/")
        || path.startsWith("/admin/")
        || path.startsWith("/r/")
        || path.equals(PING);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!isOurs(request)) {
      chain.doFilter(request, response);
      return;
    }
    // Reads as well, as at the door of our own API.
    var pause = rates.take(RoomRates.Budget.ADDRESS, Rates.caller(request.getRemoteAddr()));
    if (pause.isPresent() && !request.getRequestURI().equals(PING)) {
      write(request, response, problem(response, RoomRefusals.tooOften(pause.get())));
      return;
    }
    var path = request.getRequestURI();
    if (path.equals(FRONT)) {
      // A login link of the older system: its front page is where rooms begin.
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader(HttpHeaders.LOCATION, "/rooms?" + request.getQueryString());
      return;
    }
    if (path.startsWith("/r/")) {
      page(request, response, chain);
      return;
    }
    if (path.startsWith("/ws/")) {
      socket(request, response);
      return;
    }
    write(request, response, answer(request, response));
  }

  private OlderAnswer answer(HttpServletRequest request, HttpServletResponse response) {
    try {
      if (!SAFE.contains(request.getMethod()) && origins.foreign(request)) {
        return OlderAnswer.no(403, "not from a page of another site");
      }
      return routed(request, response);
    } catch (OlderAnswer.Thrown thrown) {
      return thrown.answer();
    } catch (Problem refused) {
      return problem(response, refused);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("an older path of rooms: the database does not answer: {}", e.toString());
      response.setHeader(HttpHeaders.RETRY_AFTER, "2");
      return OlderAnswer.no(503, "the database does not answer, try again");
    } catch (RuntimeException e) {
      var incident = UUID.randomUUID().toString();
      LOG.error("unexpected failure {} of an older path of rooms", incident, e);
      return OlderAnswer.no(500, "something went wrong on our side, incident " + incident);
    }
  }

  private OlderAnswer routed(HttpServletRequest request, HttpServletResponse response) {
    var segments =
        OlderRoute.segments(request.getRequestURI()).stream()
            .map(segment -> OlderAsk.decoded(segment.replace("+", "%2B")))
            .toList();
    var method = "HEAD".equals(request.getMethod()) ? "GET" : request.getMethod();
    boolean known = false;
    for (var route : routes) {
      var found = route.match(segments);
      if (found.isPresent() && route.method().equals(method)) {
        return route.does().apply(new OlderAsk(request, response, found.get(), json));
      }
      known |= found.isPresent();
    }
    return known ? OlderAnswer.no(405, "method not allowed") : OlderAnswer.no(404, "not found");
  }

  private static OlderAnswer problem(HttpServletResponse response, Problem refused) {
    int status = refused.getStatusCode().value();
    var pause = refused.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
    if (pause != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, pause);
    }
    if (status == 401) {
      return OlderAnswer.no(401, "not logged in");
    }
    return status == 404
        ? OlderAnswer.bare(404)
        : OlderAnswer.no(
            status, Optional.ofNullable(refused.getBody().getDetail()).orElse("refused"));
  }

  /// Browsers get the page; a program that has said no name and is nobody is told so, as in the
  /// oldest form.
  private void page(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var segments = OlderRoute.segments(request.getRequestURI());
    if (segments.size() != 2
        || !"GET".equals(request.getMethod())
        || ProblemWriter.wantsPage(request)) {
      chain.doFilter(request, response);
      return;
    }
    var ask = new OlderAsk(request, response, Map.of("room", segments.get(1)), json);
    var refused = refusedPage(ask);
    if (refused.isPresent()) {
      write(request, response, refused.get());
    } else {
      chain.doFilter(request, response);
    }
  }

  private Optional<OlderAnswer> refusedPage(OlderAsk ask) {
    try {
      if (ask.one("user").filter(name -> !name.isBlank()).isEmpty()
          && callers.find(ask.request()).isEmpty()) {
        return Optional.of(OlderAnswer.bare(401));
      }
      return ask.room().filter(this::isOpen).isEmpty()
          ? Optional.of(OlderAnswer.bare(404))
          : Optional.empty();
    } catch (OlderAnswer.Thrown thrown) {
      return Optional.of(thrown.answer());
    } catch (Problem refused) {
      return Optional.of(problem(ask.response(), refused));
    } catch (DataAccessException | TransactionException _) {
      return Optional.of(OlderAnswer.no(503, "the database does not answer, try again"));
    }
  }

  /// For programs of the older forms a room that is over is gone.
  private boolean isOpen(RoomId room) {
    return reads.door(room).filter(door -> door.over() == null).isPresent();
  }

  /// `/ws/{room}/{user}`: the token says who it is; a user that is not theirs is refused.
  private void socket(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    var made = opened(request, response);
    if (made.refused() != null) {
      write(request, response, made.refused());
    } else if (made.socket() != null) {
      hub.upgrade(made.socket(), request, response, "/ws/rooms");
    }
  }

  private record Opened(@Nullable OlderAnswer refused, @Nullable OlderSocket socket) {
    static Opened no(OlderAnswer why) {
      return new Opened(why, null);
    }
  }

  private Opened opened(HttpServletRequest request, HttpServletResponse response) {
    try {
      var segments = OlderRoute.segments(request.getRequestURI());
      if (segments.size() != 3 || !LiveSocket.isWanted(request)) {
        return Opened.no(OlderAnswer.no(404, "not found"));
      }
      if (origins.foreign(request)) {
        return Opened.no(OlderAnswer.no(403, "not from a page of another site"));
      }
      var who = callers.require(request);
      var room = RoomId.parse(segments.get(1)).filter(this::isOpen);
      if (room.isEmpty()) {
        return Opened.no(OlderAnswer.bare(404));
      }
      var member = reads.member(room.get(), who.holder());
      var user = OlderAsk.decoded(segments.get(2).replace("+", "%2B"));
      if (member.isEmpty() || !isThat(room.get(), member.get(), user)) {
        return Opened.no(OlderAnswer.no(403, "that is somebody else"));
      }
      var socket = new OlderSocket(hub, talk, room.get(), member.get(), who);
      hub.admit(socket, Audience.Kind.SOCKET, who.holder(), request.getRemoteAddr());
      return new Opened(null, socket);
    } catch (OlderAnswer.Thrown thrown) {
      return Opened.no(thrown.answer());
    } catch (Problem refused) {
      return Opened.no(problem(response, refused));
    } catch (DataAccessException | TransactionException _) {
      return Opened.no(OlderAnswer.no(503, "the database does not answer, try again"));
    }
  }

  /// By their id, or as the oldest form has it by their name.
  private boolean isThat(RoomId room, MemberId member, String user) {
    return member.text().equals(user) || reads.name(room, member).filter(user::equals).isPresent();
  }

  private void write(HttpServletRequest request, HttpServletResponse response, OlderAnswer answer)
      throws IOException {
    response.setStatus(answer.status());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (answer.body() == null) {
      return;
    }
    response.setContentType(answer.type());
    var bytes =
        answer.body() instanceof byte[] ready ? ready : json.writeValueAsBytes(answer.body());
    if (!"HEAD".equals(request.getMethod())) {
      response.getOutputStream().write(bytes);
    }
  }
}
