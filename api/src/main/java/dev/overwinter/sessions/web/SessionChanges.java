package dev.overwinter.sessions.web;

import dev.overwinter.api.ApiConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Hears from PostgreSQL that a session, a pool or the fleet has changed, on one connection of its
/// own that is opened again whenever it breaks. Nothing is lost by a break: everybody is told to
/// look again.
@Component
final class SessionChanges implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SessionChanges.class);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final int MOST = 1_000;

  /// Stands for all sessions.
  static final String ALL = "";

  private final ApiConfig.Database database;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  SessionChanges(ApiConfig config) {
    this.database = config.database();
  }

  /// What one reader has still to look at: ids of sessions, or [#ALL]. Close it.
  final class Reader implements AutoCloseable {
    private final BlockingQueue<String> changed = new ArrayBlockingQueue<>(MOST);

    private void tell(String id) {
      if (!changed.offer(id)) {
        // Too far behind to be told of each.
        changed.clear();
        var _ = changed.offer(ALL);
      }
    }

    BlockingQueue<String> changed() {
      return changed;
    }

    @Override
    public void close() {
      readers.remove(this);
    }
  }

  /// A reader who begins by looking at everything.
  Reader read() {
    var reader = new Reader();
    reader.tell(ALL);
    readers.add(reader);
    return reader;
  }

  /// Whether the process still serves; long answers end when it does not.
  boolean open() {
    return running;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("session-changes").start(this::listen);
  }

  @Override
  public void stop() {
    running = false;
    tell(ALL);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Stops before the web server does, so that long answers end instead of holding it up.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  private void listen() {
    boolean complained = false;
    while (running) {
      try {
        listenOnce();
        complained = false;
      } catch (SQLException e) {
        if (!complained) {
          LOG.info("not hearing from PostgreSQL: {}", e.getMessage());
        }
        complained = true;
        pause();
      }
    }
  }

  private void listenOnce() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", "overwinter-api-sessions");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("tcpKeepAlive", "true");
    try (var connection = DriverManager.getConnection(database.url(), properties);
        var statement = connection.createStatement()) {
      statement.execute("LISTEN session_changed");
      statement.execute("LISTEN pool_changed");
      statement.execute("LISTEN fleet_changed");
      tell(ALL);
      var notifications = connection.unwrap(PGConnection.class);
      while (running) {
        var heard = notifications.getNotifications((int) QUIET.toMillis());
        if (heard == null || heard.length == 0) {
          // Silence or a dead peer? Only a question tells.
          statement.execute("SELECT 1");
          continue;
        }
        for (var one : heard) {
          tell("session_changed".equals(one.getName()) ? one.getParameter() : ALL);
        }
      }
    }
  }

  private void tell(String id) {
    readers.forEach(reader -> reader.tell(id));
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(500));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
