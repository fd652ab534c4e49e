package dev.overwinter.api.live;

import dev.overwinter.api.ApiConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from PostgreSQL, on one connection of its own that is opened again whenever it breaks.
/// Nothing is lost by a break: its hearer is told to look again.
public final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final ApiConfig.Database database;
  private final String name;
  private final List<String> channels;
  private final Hearer hearer;
  private volatile boolean running;

  /// @param name of the connection, for who looks at PostgreSQL
  /// @param channels constants of the program: they are not escaped
  public Listening(ApiConfig.Database database, String name, List<String> channels, Hearer hearer) {
    this.database = database;
    this.name = name;
    this.channels = List.copyOf(channels);
    this.hearer = hearer;
  }

  /// Who wants to know. Is called on the listening thread and must not wait.
  public interface Hearer {

    /// Something was said.
    void heard(String channel, String about);

    /// Whatever may have been said has perhaps been missed.
    void lookAgain();
  }

  /// Whether the process still serves; long answers end when it does not.
  public boolean open() {
    return running;
  }

  /// Begins, on a virtual thread.
  public void start() {
    running = true;
    Thread.ofVirtual().name(name).start(this::listen);
  }

  /// Ends within a few seconds.
  public void stop() {
    running = false;
    hearer.lookAgain();
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
    properties.setProperty("ApplicationName", "overwinter-api-" + name);
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("tcpKeepAlive", "true");
    try (var connection = DriverManager.getConnection(database.url(), properties);
        var statement = connection.createStatement()) {
      for (var channel : channels) {
        statement.execute("LISTEN " + channel);
      }
      hearer.lookAgain();
      var notifications = connection.unwrap(PGConnection.class);
      while (running) {
        var heard = notifications.getNotifications((int) QUIET.toMillis());
        if (heard == null || heard.length == 0) {
          // Silence or a dead peer? Only a question tells.
          statement.execute("SELECT 1");
          continue;
        }
        for (var one : heard) {
          hearer.heard(one.getName(), one.getParameter());
        }
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
