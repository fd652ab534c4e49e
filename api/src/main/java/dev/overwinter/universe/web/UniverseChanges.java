package dev.overwinter.universe.web;

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

/// Hears from PostgreSQL that something has happened to a player, or that a login has ended, on one
/// connection of its own that is opened again whenever it breaks. Nothing is lost by a break:
/// everybody is told to look again. Listeners are called on the listening thread and must not wait.
@Component
final class UniverseChanges implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(UniverseChanges.class);
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final ApiConfig.Database database;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  UniverseChanges(ApiConfig config) {
    this.database = config.database();
  }

  /// Somebody who wants to know.
  interface Listener {

    /// A player has events to read.
    void happened(long player);

    /// A login is over.
    void ended(String login);

    /// Both of the above may have been missed.
    void lookAgain();
  }

  void add(Listener listener) {
    listeners.add(listener);
  }

  void remove(Listener listener) {
    listeners.remove(listener);
  }

  /// Whether the process still serves; long answers end when it does not.
  boolean open() {
    return running;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("universe-changes").start(this::listen);
  }

  @Override
  public void stop() {
    running = false;
    listeners.forEach(Listener::lookAgain);
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
    properties.setProperty("ApplicationName", "overwinter-api-universe");
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("tcpKeepAlive", "true");
    try (var connection = DriverManager.getConnection(database.url(), properties);
        var statement = connection.createStatement()) {
      statement.execute("LISTEN universe_event");
      statement.execute("LISTEN login_ended");
      listeners.forEach(Listener::lookAgain);
      var notifications = connection.unwrap(PGConnection.class);
      while (running) {
        var heard = notifications.getNotifications((int) QUIET.toMillis());
        if (heard == null || heard.length == 0) {
          // Silence or a dead peer? Only a question tells.
          statement.execute("SELECT 1");
          continue;
        }
        for (var one : heard) {
          tell(one);
        }
      }
    }
  }

  private void tell(PGNotification heard) {
    var about = heard.getParameter();
    if ("login_ended".equals(heard.getName())) {
      listeners.forEach(listener -> listener.ended(about));
    } else if (about.matches("[0-9]{1,18}")) {
      long player = Long.parseLong(about);
      listeners.forEach(listener -> listener.happened(player));
    } else {
      listeners.forEach(Listener::lookAgain);
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
