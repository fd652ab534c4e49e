package dev.overwinter.rooms.web;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.live.Audience;
import dev.overwinter.api.live.Listening;
import dev.overwinter.rooms.MemberId;
import dev.overwinter.rooms.RoomId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Who listens to which room in this process. Hears of all rooms on one connection and looks only
/// after those that somebody here listens to.
@Component
final class RoomHub implements SmartLifecycle, Listening.Hearer {
  private static final Logger LOG = LoggerFactory.getLogger(RoomHub.class);

  /// Sockets and streams of one member of a room in one process.
  static final int MOST_OF_A_MEMBER = 16;

  private static final String EVENT = "room_event";
  private static final String EPHEMERAL = "room_ephemeral";
  private static final String LOGIN_ENDED = "login_ended";

  private final Map<RoomId, LiveRoom> rooms = new ConcurrentHashMap<>();
  private final AtomicInteger sockets = new AtomicInteger();
  private final Audience audience;
  private final Listening listening;
  private final RoomSources sources;
  private final RoomPassing passing;
  private final RoomLogins logins;

  RoomHub(
      ApiConfig config,
      RoomSources sources,
      RoomPassing passing,
      RoomLogins logins,
      Audience audience,
      MeterRegistry meters) {
    this.audience = audience;
    this.listening =
        new Listening(config.database(), "rooms", List.of(EVENT, EPHEMERAL, LOGIN_ENDED), this);
    this.sources = sources;
    this.passing = passing;
    this.logins = logins;
    Gauge.builder("overwinter_room_sockets", sockets, AtomicInteger::get)
        .description("Open sockets and streams of members of rooms")
        .register(meters);
    Gauge.builder("overwinter_room_live", rooms, Map::size)
        .description("Rooms that somebody listens to at this process")
        .register(meters);
  }

  /// Asked before anything is opened for who wants to listen.
  ///
  /// @param kind what they will listen by
  /// @param holder who proves to be a member
  /// @throws dev.overwinter.api.Problem 429 when they, or their address, have as many as may be;
  ///   503 when everybody together has: at the other processes there is room
  void admit(RoomEar ear, Audience.Kind kind, String holder, String address) {
    audience.admit(ear, kind, holder, address);
  }

  /// Makes a socket, which was admitted, of a request.
  void upgrade(
      RoomSocket socket, HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException, ServletException {
    try {
      socket.upgrade(request, response, path);
    } finally {
      if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
        audience.gone(socket);
      }
    }
  }

  /// Somebody listens from now on.
  ///
  /// @return the room; see [#leave]
  LiveRoom join(RoomId room, RoomEar ear) {
    var live =
        rooms.compute(
            room,
            (id, before) -> {
              var found = before == null ? new LiveRoom(id, sources) : before;
              found.ears().add(ear);
              return found;
            });
    sockets.incrementAndGet();
    audience.came(ear);
    try {
      sources.turns().take(() -> sources.presence().came(room, ear.member()));
    } catch (RuntimeException e) {
      leave(live, ear);
      throw e;
    }
    live.presenceChanged();
    if (!listening.open()) {
      ear.end(false, "shutting down");
    } else if (count(live, ear.member()) > MOST_OF_A_MEMBER) {
      ear.end(true, "too many sockets");
    }
    return live;
  }

  private static long count(LiveRoom live, MemberId member) {
    return live.ears().stream().filter(ear -> ear.member().equals(member)).count();
  }

  /// Somebody listens no more.
  void leave(LiveRoom live, RoomEar ear) {
    audience.gone(ear);
    if (live.ears().remove(ear)) {
      sockets.decrementAndGet();
      sources.turns().take(() -> sources.presence().went(live.id(), ear.member()));
    }
    rooms.computeIfPresent(
        live.id(), (_, found) -> found == live && live.ears().isEmpty() ? null : found);
  }

  /// Whether the process still serves; streams end when it does not.
  boolean open() {
    return listening.open();
  }

  /// Tells something that is not kept, here and where else members sit.
  ///
  /// @param kind `typing` or `cursor`
  void pass(LiveRoom live, String kind, MemberId by, Map<String, String> data) {
    live.tell(new RoomFrame.Passing(kind, by, data, sources.passing(kind, by, data)));
    if (live.elsewhere()) {
      passing.tell(live.id(), sources.presence().process(), kind, by, data);
    }
  }

  @Override
  public void heard(String channel, String about) {
    if (channel.equals(LOGIN_ENDED)) {
      rooms
          .values()
          .forEach(room ->
              room.ears().stream()
                  .filter(ear -> about.equals(ear.who().login()))
                  .forEach(ear -> ear.end(true, "logged out")));
      return;
    }
    int space = about.indexOf(' ');
    var live =
        space < 0 ? null : RoomId.parse(about.substring(0, space)).map(rooms::get).orElse(null);
    if (live == null) {
      return;
    }
    var rest = about.substring(space + 1);
    if (channel.equals(EVENT)) {
      live.wake();
    } else if (rest.equals("presence")) {
      live.presenceChanged();
    } else {
      passing
          .read(rest, sources.presence().process())
          .forEach(told ->
              live.tell(
                  new RoomFrame.Passing(
                      told.kind(),
                      told.by(),
                      told.data(),
                      sources.passing(told.kind(), told.by(), told.data()))));
    }
  }

  @Override
  public void lookAgain() {
    rooms.values().forEach(LiveRoom::lookAgain);
    Thread.ofVirtual().name("room-logins").start(this::endLogins);
  }

  /// Whoever was let in by what has ended meanwhile goes. Its end is told of by PostgreSQL as well,
  /// but not that of everything, and not while nobody hears.
  @Scheduled(fixedDelay = 15_000, initialDelay = 15_000)
  void endLogins() {
    var proofs =
        rooms.values().stream()
            .flatMap(room -> room.ears().stream())
            .map(ear -> ear.who().proof())
            .collect(Collectors.toSet());
    try {
      var ended = logins.ended(proofs);
      if (!ended.isEmpty()) {
        rooms.values().stream()
            .flatMap(room -> room.ears().stream())
            .filter(ear -> ended.contains(ear.who().proof()))
            .forEach(ear -> ear.end(true, "logged out"));
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("asking for logins when the database is back: {}", e.toString());
    }
  }

  @Override
  public void start() {
    listening.start();
  }

  @Override
  public void stop() {
    listening.stop();
    rooms
        .values()
        .forEach(room -> Set.copyOf(room.ears()).forEach(ear -> ear.end(false, "shutting down")));
    sources.presence().leave();
  }

  @Override
  public boolean isRunning() {
    return listening.open();
  }

  /// Stops before the web server does, which would wait for them.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
