package dev.overwinter.universe.web;

import dev.overwinter.api.auth.PlayerDoor;
import dev.overwinter.api.live.LiveSocket;
import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// One player's socket. Signals of one kind are one signal, and whoever sends faster than we answer
/// is cut off.
final class Socket extends LiveSocket {
  private static final Logger LOG = LoggerFactory.getLogger(Socket.class);
  private static final int MOST_TEXT = 8 * 1024;
  private static final int MOST_WAITING = 64;
  private static final int AT_ONCE = 200;

  private final PlayerDoor.In who;
  private final SocketFeed feed;
  private final Sockets sockets;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private long cursor;
  private SocketFeed.Stock stock = SocketFeed.Stock.NONE;

  /// @param cursor what has been seen; -1 for a player who wants to know from now on
  Socket(PlayerDoor.In who, long cursor, SocketFeed feed, Sockets sockets) {
    super(MOST_TEXT, MOST_WAITING);
    this.who = who;
    this.cursor = cursor;
    this.feed = feed;
    this.sockets = sockets;
  }

  long player() {
    return who.player();
  }

  String login() {
    return who.login();
  }

  @Override
  protected void heard(String text) {
    tell(() ->
        send("ping".equals(text.strip().toLowerCase(Locale.ROOT)) ? feed.pong() : feed.info(text)));
  }

  @Override
  protected void unreadable() {
    tell(() -> send(feed.error("invalid message")));
  }

  private void tell(Todo next) {
    add(() -> {
      try {
        next.act();
      } catch (DataAccessException | TransactionException e) {
        LOG.debug("nothing to tell while the database is away: {}", e.toString());
      }
    });
  }

  /// There may be events to tell.
  void look() {
    if (looking.compareAndSet(false, true)) {
      tell(() -> {
        looking.set(false);
        events();
      });
    }
  }

  /// Time to tell of resources.
  ///
  /// @param version changes when they have changed otherwise than by time
  void tick(String version) {
    if (ticking.compareAndSet(false, true)) {
      tell(() -> {
        ticking.set(false);
        resources(version);
      });
    }
  }

  @Override
  protected void begin() throws IOException {
    sockets.add(this);
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

  @Override
  protected void ended() {
    sockets.remove(this);
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
}
