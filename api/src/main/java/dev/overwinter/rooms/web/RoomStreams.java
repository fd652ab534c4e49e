package dev.overwinter.rooms.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.live.Audience;
import dev.overwinter.api.live.LiveSocket;
import dev.overwinter.rooms.MemberId;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What happens in a room, for members: as pages, as server-sent events, and over a socket. All
/// three are the same events with the same numbers.
@RestController
@RequestMapping("/api/rooms/{room}")
@Tag(name = "Rooms")
class RoomStreams {
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final int MOST_WAITING = 512;

  private final RoomCallers callers;
  private final RoomDesk desk;
  private final RoomHub hub;
  private final RoomTalk talk;
  private final Origins origins;

  RoomStreams(RoomCallers callers, RoomDesk desk, RoomHub hub, RoomTalk talk, Origins origins) {
    this.callers = callers;
    this.desk = desk;
    this.hub = hub;
    this.talk = talk;
    this.origins = origins;
  }

  @GetMapping("/events")
  @Operation(
      summary = "What has happened after an event",
      description =
          "In order, each once. `missed` says that some are not kept any more. The same come by"
              + " themselves at `…/stream` (server-sent events; `Last-Event-ID` or `after` goes on"
              + " from there) and over a WebSocket at `…/socket?after=`: first `hello` with `seq`,"
              + " the `view` and what was `missed` (null: too much, read `view`), then each event,"
              + " a `view` whenever the room looks otherwise to who listens, and `presence`,"
              + " `typing` and `cursor`, which have no number. A socket takes commands"
              + " `{id, kind, …}`, of the kinds say, react, play, start, finish, wish, leave, kick,"
              + " mute, handOver, takeHost, configure, addBot, close, typing, cursor, ping, and answers each"
              + " with an id by `{re, ok, seq, changed, made}` or `{re, ok, error}`; the same text"
              + " as `id` again is the same command.")
  RoomJson.Events page(
      HttpServletRequest request,
      @PathVariable String room,
      @RequestParam(defaultValue = "0") @Min(0) long after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(500) int limit) {
    var id = RoomDesk.room(room);
    var _ = desk.member(id, callers.require(request));
    var events = talk.sources().events().after(id, after, limit);
    boolean missed = !events.isEmpty() && events.getFirst().seq() != after + 1;
    return new RoomJson.Events(talk.sources().events().newest(id), missed, events);
  }

  @GetMapping("/socket")
  @Hidden // no operation of HTTP: it becomes a socket
  void socket(
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String room,
      @RequestParam(required = false) @Min(0) @Nullable Long after)
      throws IOException, ServletException {
    if (!LiveSocket.isWanted(request)) {
      throw Problem.of(HttpStatus.UPGRADE_REQUIRED, "This is a WebSocket");
    }
    if (origins.foreign(request)) {
      throw Problem.of(HttpStatus.FORBIDDEN, "Not from a page of another site");
    }
    var id = RoomDesk.room(room);
    var who = callers.require(request);
    var member = desk.member(id, who);
    var speaker = new RoomTalk.Speaker(who, request.getRemoteAddr());
    var socket = new OwnSocket(hub, talk, id, member, speaker, after);
    hub.admit(socket, Audience.Kind.SOCKET, who.holder(), request.getRemoteAddr());
    hub.upgrade(socket, request, response, "/api/rooms/socket");
  }

  /// A stream's ear: keeps what it is told until it is written.
  private static final class Ear implements RoomEar {
    private final MemberId member;
    private final RoomCaller who;
    private final BlockingQueue<RoomFrame> told = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile boolean over;

    Ear(MemberId member, RoomCaller who) {
      this.member = member;
      this.who = who;
    }

    @Override
    public MemberId member() {
      return member;
    }

    @Override
    public RoomCaller who() {
      return who;
    }

    @Override
    public void tell(RoomFrame frame) {
      if (!told.offer(frame)) {
        end(true, "too far behind");
      }
    }

    @Override
    public void end(boolean policy, String why) {
      over = true;
      told.clear();
      var _ = told.offer(new RoomFrame.Behind());
    }
  }

  @GetMapping("/stream")
  @Hidden // it does not end, which no description of an answer can say
  void follow(
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String room,
      @RequestParam(required = false) @Min(0) @Nullable Long after,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last)
      throws InterruptedException {
    var id = RoomDesk.room(room);
    var who = callers.require(request);
    var ear = new Ear(desk.member(id, who), who);
    var from = last != null && last.matches("[0-9]{1,18}") ? Long.valueOf(last) : after;
    hub.admit(ear, Audience.Kind.STREAM, who.holder(), request.getRemoteAddr());
    var live = hub.join(id, ear);
    try {
      begin(response);
      var feed = new RoomFeed(live, ear.member(), who.holder(), talk.sources());
      write(response, text(talk.sources().turns().take(() -> feed.hello(from))));
      live.wake();
      while (hub.open() && !ear.over) {
        var frame = ear.told.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        if (frame == null) {
          write(response, ": \n\n");
        } else if (!ear.over) {
          feed.take(frame, told -> write(response, text(told)));
        }
      }
    } catch (IOException | Problem | DataAccessException | TransactionException _) {
      // The reader is gone, or no member any more, or comes again when the database is back.
      return;
    } finally {
      hub.leave(live, ear);
    }
  }

  private static String text(RoomFeed.Told told) {
    var id = told.seq() == null ? "" : "id: " + told.seq() + "\n";
    return id + "event: " + told.type() + "\ndata: " + told.json() + "\n\n";
  }

  private static void begin(HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    // Proxies such as nginx would otherwise keep events back.
    response.setHeader("X-Accel-Buffering", "no");
    write(response, "retry: 2000\n\n");
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.getOutputStream().flush();
  }
}
