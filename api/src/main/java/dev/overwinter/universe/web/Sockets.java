package dev.overwinter.universe.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.PlayerDoor;
import dev.overwinter.api.live.Audience;
import dev.overwinter.api.live.LiveSocket;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// The open sockets of this process, `/ws?token=`. One question a moment to PostgreSQL, however
/// many there are, finds whose resources have changed otherwise than by time; events and logouts
/// come by themselves.
@Component
final class Sockets implements SmartLifecycle, UniverseChanges.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
  private static final int MOST_OF_A_PLAYER = 16;

  /// Logins that ran out, or whose account was closed, end without anybody telling.
  private static final Duration LOGINS_EVERY = Duration.ofMinutes(1);

  private final PlayerDoor door;
  private final UniverseChanges changes;
  private final SocketFeed feed;
  private final Presence presence;
  private final Audience audience;
  private final Duration every;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  Sockets(
      PlayerDoor door,
      UniverseChanges changes,
      SocketFeed feed,
      Presence presence,
      Audience audience,
      ApiConfig config,
      MeterRegistry meters) {
    this.door = door;
    this.changes = changes;
    this.feed = feed;
    this.presence = presence;
    this.audience = audience;
    this.every = config.universe().pushEvery();
    Gauge.builder("overwinter_universe_sockets", open, Set::size)
        .description("Open sockets of players")
        .register(meters);
  }

  /// Opens one, or refuses the handshake.
  void open(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!request.getMethod().equals("GET") || !LiveSocket.isWanted(request)) {
      refuse(response, HttpServletResponse.SC_NOT_FOUND, "Not Found");
      return;
    }
    PlayerDoor.Answer answer;
    try {
      answer = door.find(request.getParameter("token"));
    } catch (DataAccessException | TransactionException _) {
      refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The database does not answer");
      return;
    }
    switch (answer) {
      case PlayerDoor.Out(var why) -> refuse(response, HttpServletResponse.SC_FORBIDDEN, why);
      case PlayerDoor.In in -> {
        if (count(socket -> socket.player() == in.player()) >= MOST_OF_A_PLAYER) {
          refuse(response, 429, "Too many sockets (expected: <= " + MOST_OF_A_PLAYER + ")");
          return;
        }
        try {
          upgrade(request, response, in);
          presence.arrived(in.player());
        } catch (Problem full) {
          full.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
          refuse(response, full.getStatusCode().value(), full.getBody().getDetail());
        }
      }
    }
  }

  private void upgrade(
      HttpServletRequest request, HttpServletResponse response, PlayerDoor.In player)
      throws IOException, ServletException {
    var cursor = request.getParameter("cursor");
    var socket =
        new Socket(
            player,
            cursor != null && cursor.matches("[0-9]{1,18}") ? Long.parseLong(cursor) : -1,
            feed,
            this);
    audience.admit(
        socket, Audience.Kind.SOCKET, "player " + player.player(), request.getRemoteAddr());
    try {
      socket.upgrade(request, response, "/ws");
    } finally {
      if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
        audience.gone(socket);
      }
    }
  }

  private static void refuse(HttpServletResponse response, int status, @Nullable String why)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    var body = "{\"detail\":\"" + why + "\"}";
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  void add(Socket socket) {
    audience.came(socket);
    open.add(socket);
    if (count(other -> other.player() == socket.player()) > MOST_OF_A_PLAYER) {
      // Of many handshakes at once each has found a place free.
      socket.close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too many sockets");
    }
    if (!running) {
      socket.close(CloseReason.CloseCodes.GOING_AWAY, "shutting down");
    }
  }

  /// Whether a login has ended.
  boolean isOver(String login) {
    return !door.ended(Set.of(login)).isEmpty();
  }

  void remove(Socket socket) {
    open.remove(socket);
    audience.gone(socket);
  }

  private long count(Predicate<Socket> which) {
    return open.stream().filter(which).count();
  }

  @Override
  public void happened(long player) {
    open.stream().filter(socket -> socket.player() == player).forEach(Socket::look);
  }

  @Override
  public void ended(String login) {
    open.stream()
        .filter(socket -> socket.login().equals(login))
        .forEach(socket -> socket.close(CloseReason.CloseCodes.VIOLATED_POLICY, "logged out"));
  }

  @Override
  public void lookAgain() {
    // Not here: the listening thread must not wait for an answer.
    Thread.ofVirtual().name("sockets-look-again").start(this::lookAtAll);
  }

  private void lookAtAll() {
    open.forEach(Socket::look);
    try {
      door.ended(open.stream().map(Socket::login).collect(Collectors.toSet())).forEach(this::ended);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("looking again when the database is back: {}", e.toString());
    }
  }

  @Override
  public void start() {
    running = true;
    changes.add(this);
    Thread.ofVirtual().name("sockets").start(this::tick);
  }

  @Override
  public void stop() {
    running = false;
    changes.remove(this);
    open.forEach(socket -> socket.close(CloseReason.CloseCodes.GOING_AWAY, "shutting down"));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Stops before the web server does, which would wait for them.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  private void tick() {
    var looked = System.nanoTime();
    while (running) {
      try {
        Thread.sleep(every);
        if (System.nanoTime() - looked > LOGINS_EVERY.toNanos()) {
          looked = System.nanoTime();
          door.ended(open.stream().map(Socket::login).collect(Collectors.toSet()))
              .forEach(this::ended);
        }
        var players = open.stream().map(Socket::player).collect(Collectors.toSet());
        if (!players.isEmpty()) {
          var versions = feed.versions(players);
          open.forEach(socket -> socket.tick(versions.getOrDefault(socket.player(), "")));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (DataAccessException | TransactionException e) {
        LOG.debug("no resources to tell: {}", e.toString());
      } catch (RuntimeException e) {
        LOG.error("telling resources failed", e);
      }
    }
  }
}
