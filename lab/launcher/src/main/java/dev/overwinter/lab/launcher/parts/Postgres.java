package dev.overwinter.lab.launcher.parts;

import dev.overwinter.lab.launcher.process.HealthCheck;
import dev.overwinter.lab.launcher.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// A real PostgreSQL on the loopback address: durable (fsync stays on), scram passwords, no Unix
/// socket, no superuser for the platform.
public final class Postgres {

  /// The role, and the database that it owns.
  public static final String OVERWINTER = "overwinter";

  /// The secret that opens the role [#OVERWINTER].
  public static final String PASSWORD = "database-password";

  private static final String SUPERUSER = "postgres";
  private static final String SUPERUSER_PASSWORD = "database-superuser-password";
  // The locale of the machine must not decide how names are sorted: the cluster may move.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "TZ", "UTC");

  private final Path binaries;
  private final Path data;
  private final Secrets secrets;
  private final int port;
  private final Unprivileged as;

  private Postgres(Path binaries, Path data, Secrets secrets, int port, Unprivileged as) {
    this.binaries = binaries;
    this.data = data;
    this.secrets = secrets;
    this.port = port;
    this.as = as;
  }

  /// Unpacks the server into `tools` when it is not there, and makes the cluster in `data` when
  /// there is none.
  public static Postgres install(Path tools, Path data, Secrets secrets, int port)
      throws IOException, InterruptedException {
    var binaries = PostgresBinaries.install(tools);
    var home = Files.createDirectories(Objects.requireNonNull(data.getParent(), "data: no parent"));
    var as = Unprivileged.forProgram(binaries.resolve("bin/postgres"), home);
    var postgres = new Postgres(binaries, data, secrets, port, as);
    if (!Files.exists(data)) {
      postgres.initialise();
    }
    return postgres;
  }

  /// Returns what runs it.
  public ProcessSpec spec() {
    var command = new ArrayList<>(as.prefix());
    command.addAll(
        List.of(
            binaries.resolve("bin/postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "logging_collector=off"));
    // INT is the fast shutdown; TERM would wait for every client to leave by itself.
    return ProcessSpec.of("postgres", command, ENVIRONMENT, (HealthCheck) this::answers)
        .stoppedBy("INT", Duration.ofSeconds(30))
        .hooked(this::removeStaleLock, () -> ensureDatabase(OVERWINTER));
  }

  /// Returns the JDBC address of a database that [#ensureDatabase] made.
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /// Makes the role and a database that it owns, if they are missing.
  public void ensureDatabase(String name) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      var verb = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", OVERWINTER);
      // The names are ours and the password is letters, digits, - and _: nothing to quote.
      statement.execute(
          "%s ROLE %s LOGIN PASSWORD '%s'"
              .formatted(verb ? "ALTER" : "CREATE", OVERWINTER, secrets.get(PASSWORD)));
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
        statement.execute("CREATE DATABASE %s OWNER %s".formatted(name, OVERWINTER));
      }
    }
  }

  private static boolean exists(Connection connection, String sql, String name)
      throws SQLException {
    try (var query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      return query.executeQuery().next();
    }
  }

  private boolean answers() {
    try (var connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", secrets.get(SUPERUSER_PASSWORD));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "20");
    return DriverManager.getConnection(url("postgres"), properties);
  }

  /// Makes the cluster beside its place and moves it there when it is whole.
  private void initialise() throws IOException, InterruptedException {
    secrets.get(SUPERUSER_PASSWORD);
    var draft = data.resolveSibling(data.getFileName() + ".new");
    Trees.delete(draft);
    Files.createDirectories(draft);
    var password = Files.copy(secrets.file(SUPERUSER_PASSWORD), draft.resolveSibling("pw.new"));
    try {
      as.hand(draft);
      as.hand(password);
      var command = new ArrayList<>(as.prefix());
      command.addAll(
          List.of(
              binaries.resolve("bin/initdb").toString(),
              "-D",
              draft.toString(),
              "-U",
              SUPERUSER,
              "--auth=scram-sha-256",
              "--pwfile=" + password,
              "--encoding=UTF8",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--locale=C"));
      Commands.run(Duration.ofMinutes(2), command, ENVIRONMENT).orThrow();
    } finally {
      Files.delete(password);
    }
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /// After kill -9, `postmaster.pid` names a process that may be anybody by now; PostgreSQL then
  /// refuses to start for good. The supervisor knows that its own is dead, so only a postgres on
  /// this data counts.
  private void removeStaleLock() throws IOException {
    var lock = data.resolve("postmaster.pid");
    if (!Files.exists(lock)) {
      return;
    }
    var pid = Files.readAllLines(lock).getFirst().strip();
    var cmdline = Path.of("/proc", pid, "cmdline");
    var holder = Files.exists(cmdline) ? Files.readString(cmdline) : "";
    if (holder.contains(data.toString()) && holder.contains("bin/postgres")) {
      throw new IOException("another postgres (pid " + pid + ") uses " + data);
    }
    Files.delete(lock);
  }
}
