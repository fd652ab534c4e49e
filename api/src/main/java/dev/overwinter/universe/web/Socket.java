package dev.overwinter.universe.web;

import dev.overwinter.api.auth.PlayerDoor;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// One player's socket. Everything is written by a virtual thread of its own, so a slow reader
/// holds up nobody else; what it has still to do is bounded: signals of one kind are one signal,
/// and whoever sends faster than we answer is cut off.
final class Socket extends Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Socket.class);
  private static final int MOST_TEXT = 8 * 1024;
  private static final int MOST_WAITING = 64;
  private static final long SLOWEST_MILLIS = 10_000;
  private static final int AT_ONCE = 200;

  private final PlayerDoor.In who;
  private final SocketFeed feed;
  private final Sockets sockets;
  private final BlockingQueue<Todo> todo = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile @Nullable Session session;
  private volatile boolean over;
  private volatile CloseReason.CloseCode code = CloseReason.CloseCodes.NORMAL_CLOSURE;
  private volatile String why = "";
  private long cursor;
  private SocketFeed.Stock stock = SocketFeed.Stock.NONE;

  /// @param cursor what has been seen; -1 for a player who wants to know from now on
  Socket(PlayerDoor.In who, long cursor, SocketFeed feed, Sockets sockets) {
    this.who = who;
    this.cursor = cursor;
    this.feed = feed;
    this.sockets = sockets;
  }

  private sealed interface Todo {}

  private record Look() implements Todo {}

  private record Tick(String version) implements Todo {}

  private record Heard(String text) implements Todo {}

  private record Unreadable() implements Todo {}

  private record End() implements Todo {}

  long player() {
    return who.player();
  }

  String login() {
    return who.login();
  }

  @Override
  public void onOpen(Session opened, EndpointConfig config) {
    session = opened;
    opened.setMaxTextMessageBufferSize(MOST_TEXT);
    opened.setMaxBinaryMessageBufferSize(MOST_TEXT);
    opened
        .getUserProperties()
        .put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", SLOWEST_MILLIS);
    opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::heard);
    opened.addMessageHandler(
        byte[].class, (MessageHandler.Whole<byte[]>) _ -> add(new Unreadable()));
    Thread.ofVirtual().name("socket-", 0).start(this::write);
  }

  private void heard(String text) {
    add(new Heard(text));
  }

  private void add(Todo next) {
    if (!todo.offer(next)) {
      close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too far behind");
    }
  }

  /// There may be events to tell.
  void look() {
    if (looking.compareAndSet(false, true)) {
      add(new Look());
    }
  }

  /// Time to tell of resources.
  ///
  /// @param version changes when they have changed otherwise than by time
  void tick(String version) {
    if (ticking.compareAndSet(false, true)) {
      add(new Tick(version));
    }
  }

  /// Ends it. Whatever waits is not told any more.
  void close(CloseReason.CloseCode as, String reason) {
    code = as;
    why = reason;
    over = true;
    todo.clear();
    boolean _ = todo.offer(new End());
  }

  @Override
  public void onClose(Session closed, CloseReason reason) {
    close(CloseReason.CloseCodes.NORMAL_CLOSURE, "");
  }

  @Override
  public void onError(Session broken, Throwable cause) {
    LOG.debug("a socket broke: {}", cause.toString());
  }

  private void write() {
    sockets.add(this);
    try {
      begin();
      while (!over) {
        act(todo.take());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("a reader is gone: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("a socket failed", e);
      code = CloseReason.CloseCodes.UNEXPECTED_CONDITION;
    } finally {
      sockets.remove(this);
      end();
    }
  }

  private void begin() throws IOException {
    if (sockets.isOver(login())) { // between the handshake and now, when nobody told us yet
      close(CloseReason.CloseCodes.VIOLATED_POLICY, "logged out");
      return;
    }
    // Before the welcome: what happens after it is told.
    var kept = feed.kept(player(), cursor);
    cursor = kept.cursor();
    send(feed.welcome(player(), cursor, kept.missed()));
    events();
  }

  private void act(Todo next) throws IOException {
    try {
      switch (next) {
        case Look _ -> {
          looking.set(false);
          events();
        }
        case Tick(var version) -> {
          ticking.set(false);
          resources(version);
        }
        case Heard(var text) ->
            send(
                "ping".equals(text.strip().toLowerCase(Locale.ROOT))
                    ? feed.pong()
                    : feed.info(text));
        case Unreadable _ -> send(feed.error("invalid message"));
        case End _ -> {}
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("nothing to tell while the database is away: {}", e.toString());
    }
  }

  private void events() throws IOException {
    while (true) {
      var events = feed.after(player(), cursor, AT_ONCE);
      for (var event : events) {
        send(feed.text(event));
        cursor = event.cursor();
      }
      if (events.size() < AT_ONCE) {
        return;
      }
    }
  }

  private void resources(String version) throws IOException {
    if (version.isEmpty()) {
      return; // no planet yet
    }
    if (!stock.version().equals(version)) {
      stock = feed.stock(player(), version, stock);
    }
    var now = feed.now(stock);
    stock = now.stock();
    send(now.text());
  }

  private void send(String text) throws IOException {
    var to = session;
    if (to != null && !over) {
      to.getBasicRemote().sendText(text);
    }
  }

  private void end() {
    var ended = session;
    try {
      if (ended != null && ended.isOpen()) {
        ended.close(new CloseReason(code, why));
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("a socket was closed already: {}", e.toString());
    }
  }
}
