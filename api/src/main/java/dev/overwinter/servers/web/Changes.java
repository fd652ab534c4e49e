package dev.overwinter.servers.web;

import dev.overwinter.api.ApiConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Hears from PostgreSQL that a server, a node or a log has changed, on one connection of its own
/// that is opened again whenever it breaks. Nothing is lost by a break: everybody is told to look
/// again. Listeners are called on the listening thread and must not wait.
@Component
final class Changes implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final ApiConfig.Database database;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  Changes(ApiConfig config) {
    this.database = config.database();
  }

  /// Somebody who wants to know.
  interface Listener {

    /// A server or a node has changed. The id is empty when it could be any of them.
    void changed(String serverId);

    /// A game has printed something. The id is empty when it could be any of them.
    default void printed(String serverId) {}

    /// The process is stopping.
    default void closing() {}
  }

  /// Adds a listener until the handle is closed.
  Subscription subscribe(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Ends a subscription.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// Whether the process still serves; long answers end when it does not.
  boolean open() {
    return running;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("changes").start(this::listen);
  }

  @Override
  public void stop() {
    running = false;
    listeners.forEach(Listener::closing);
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
      } catch (SQLException e) {
        if (!complained) {
          LOG.info("not hearing from PostgreSQL: {}", e.getMessage());
        }
        complained = true;
        pause();
        continue;
      }
      complained = false;
    }
  }

  private void listenOnce() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", "overwinter-api-changes");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("tcpKeepAlive", "true");
    try (var connection = DriverManager.getConnection(database.url(), properties);
        var statement = connection.createStatement()) {
      statement.execute("LISTEN server_changed");
      statement.execute("LISTEN node_changed");
      statement.execute("LISTEN server_log");
      statement.execute("LISTEN server_progress");
      tell("", true);
      tell("", false);
      var notifications = connection.unwrap(PGConnection.class);
      while (running) {
        var heard = notifications.getNotifications((int) QUIET.toMillis());
        if (heard == null || heard.length == 0) {
          // Silence or a dead peer? Only a question tells.
          statement.execute("SELECT 1");
        } else {
          hear(heard);
        }
      }
    }
  }

  private void hear(PGNotification[] heard) {
    for (var notification : heard) {
      switch (notification.getName()) {
        case "server_changed", "server_progress" -> tell(notification.getParameter(), true);
        case "server_log" -> tell(notification.getParameter(), false);
        default -> tell("", true);
      }
    }
  }

  private void tell(String serverId, boolean state) {
    for (var listener : listeners) {
      if (state) {
        listener.changed(serverId);
      } else {
        listener.printed(serverId);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(500));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
