package dev.overwinter.lab.simulators.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The documents of one simulator, in `simulator.db` of its directory.
///
/// A write is in the write-ahead log, and so with the operating system, when the call returns: a
/// kill -9 at any moment leaves the state before a request or the state after it. A power cut may
/// take the last writes, never their order. The file belongs to one process: a second one is
/// refused at start. Safe for use by many threads; one writes at a time.
public final class Store implements AutoCloseable {
  private static final String UPSERT =
      "INSERT INTO document (kind, id, body) VALUES (?, ?, ?)"
          + " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body";
  private static final String DELETE = "DELETE FROM document WHERE kind = ? AND id = ?";

  private final Connection connection;

  private Store(Connection connection) {
    this.connection = connection;
  }

  /// Opens the documents of a directory, which is created when missing.
  ///
  /// @throws StoreFailed when the file cannot be used, or another process has it
  public static Store open(Path directory) {
    try {
      Files.createDirectories(directory);
      var file = directory.resolve("simulator.db").toAbsolutePath();
      var store = new Store(DriverManager.getConnection("jdbc:sqlite:" + file));
      store.prepare();
      return store;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    } catch (SQLException unusable) {
      throw new StoreFailed(
          directory + ": " + unusable.getMessage() + " (expected: used by no other process)",
          unusable);
    }
  }

  private void prepare() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("PRAGMA journal_mode = WAL");
      // Not FULL: beside a busy PostgreSQL a sync per commit took up to 50 ms, and what it would
      // add is safety from power cuts, which a simulation need not survive.
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS document ("
              + "kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id))"
              + " WITHOUT ROWID");
      // Takes the lock now: with locking_mode alone the second process would fail later.
      statement.execute("DELETE FROM document WHERE kind = ''");
    }
    connection.setAutoCommit(false);
  }

  /// Returns every document of a kind, in the order of their ids as text.
  public synchronized <T> List<T> all(String kind, Class<T> type) {
    try (var query =
        connection.prepareStatement("SELECT body FROM document WHERE kind = ? ORDER BY id")) {
      query.setString(1, kind);
      var found = new ArrayList<T>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(Json.MAPPER.readValue(rows.getString(1), type));
        }
      }
      connection.commit();
      return found;
    } catch (SQLException | JsonProcessingException unreadable) {
      throw new StoreFailed(kind + ": " + unreadable.getMessage(), unreadable);
    }
  }

  /// Writes all the changes or none, and returns when a kill cannot take them any more.
  ///
  /// @throws StoreFailed when they are not
  public synchronized void write(List<Change> changes) {
    try {
      for (var change : changes) {
        apply(change);
      }
      connection.commit();
    } catch (SQLException | JsonProcessingException failed) {
      rollBack(failed);
      throw new StoreFailed(failed.getMessage() + "", failed);
    }
  }

  private void apply(Change change) throws SQLException, JsonProcessingException {
    try (var statement = connection.prepareStatement(change.body() == null ? DELETE : UPSERT)) {
      statement.setString(1, change.kind());
      statement.setString(2, change.id());
      if (change.body() != null) {
        statement.setString(3, Json.MAPPER.writeValueAsString(change.body()));
      }
      statement.executeUpdate();
    }
  }

  private void rollBack(Exception because) {
    try {
      connection.rollback();
    } catch (SQLException worse) {
      because.addSuppressed(worse);
    }
  }

  /// Forgets everything.
  public synchronized void clear() {
    try (var statement = connection.createStatement()) {
      statement.execute("DELETE FROM document");
      connection.commit();
    } catch (SQLException failed) {
      rollBack(failed);
      throw new StoreFailed(failed.getMessage() + "", failed);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException failed) {
      throw new StoreFailed(failed.getMessage() + "", failed);
    }
  }
}
