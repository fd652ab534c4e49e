package dev.overwinter.lab.acceptance;

import dev.overwinter.lab.launcher.Platform;
import dev.overwinter.lab.launcher.parts.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.awaitility.Awaitility;

/// The platform's own database. Asked again while it is being restarted.
///
/// @param platform whose
record Tables(Platform platform) {

  /// One question to the database.
  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  <T> T ask(Question<T> question) {
    return Awaitility.await("the database")
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              try (var connection = connect()) {
                return question.ask(connection);
              }
            },
            _ -> true);
  }

  private Connection connect() throws SQLException {
    var login = new Properties();
    login.put("user", Postgres.OVERWINTER);
    login.put("password", platform.secrets().get(Postgres.PASSWORD));
    return DriverManager.getConnection(platform.databaseUrl(), login);
  }
}
