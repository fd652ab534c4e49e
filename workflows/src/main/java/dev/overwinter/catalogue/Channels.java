package dev.overwinter.catalogue;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the platform talks with a game.
///
/// @param readiness how it learns that a start has succeeded
/// @param query how it counts players and notices a freeze
/// @param command how it says something to the game
/// @param rcon where that goes when it goes by RCON; null otherwise
public record Channels(Readiness readiness, Query query, Command command, @Nullable Rcon rcon) {

  /// How a start is judged.
  public enum ReadinessKind {
    /// The game answers its own protocol on the port.
    PROTOCOL,
    /// The port accepts a connection.
    TCP_CONNECT,
    /// The game has printed a line.
    LOG_LINE
  }

  /// How a start is judged.
  ///
  /// @param kind in which way
  /// @param port name of the port that is asked; empty for a log line
  /// @param pattern regular expression found in the log line; empty otherwise
  public record Readiness(ReadinessKind kind, String port, String pattern) {
    public Readiness {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(port, "port");
      Objects.requireNonNull(pattern, "pattern");
    }
  }

  /// How players are counted.
  public enum QueryKind {
    /// The protocol of a port tells it.
    PROTOCOL,
    /// TShock's REST interface, `/v2/server/status`.
    TSHOCK_REST,
    /// Nobody can tell: the proxy's sessions alone decide.
    NONE
  }

  /// How players are counted.
  ///
  /// @param kind in which way
  /// @param port name of the port that is asked; empty for none
  public record Query(QueryKind kind, String port) {
    public Query {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(port, "port");
    }
  }

  /// How something is said to a game.
  public enum Command {
    /// A line on its standard input.
    STDIN,
    /// By the Source RCON protocol.
    RCON,
    /// Not at all.
    NONE
  }

  /// Where a game takes commands by RCON.
  ///
  /// @param port name of the port, which no player ever reaches
  /// @param password the environment variable by which the game learns its password. It is made for
  ///   each server and sealed: nobody chooses it and nobody is shown it
  public record Rcon(String port, String password) {
    public Rcon {
      Objects.requireNonNull(port, "port");
      Objects.requireNonNull(password, "password");
    }
  }

  public Channels {
    Objects.requireNonNull(readiness, "readiness");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(command, "command");
    if ((command == Command.RCON) != (rcon != null)) {
      throw new IllegalArgumentException("rcon: said for " + command + " (expected: RCON alone)");
    }
  }

  /// Without RCON.
  public Channels(Readiness readiness, Query query, Command command) {
    this(readiness, query, command, null);
  }

  /// The environment variable of the password that the platform makes; empty without RCON.
  public Optional<String> madeSecret() {
    return Optional.ofNullable(rcon).map(Rcon::password);
  }

  /// What a game has that declares nothing: its first port tells all that it can.
  static Channels of(GamePort port) {
    var askable = port.protocol().askable();
    var readiness = askable ? ReadinessKind.PROTOCOL : ReadinessKind.TCP_CONNECT;
    return new Channels(
        new Readiness(readiness, port.name(), ""),
        askable ? new Query(QueryKind.PROTOCOL, port.name()) : new Query(QueryKind.NONE, ""),
        Command.STDIN);
  }
}
