package dev.overwinter.servers.query;

/// What a game said when it was asked.
public sealed interface Answer {

  /// It answered its own protocol and told its players.
  ///
  /// @param online how many play
  /// @param max how many may
  record Players(int online, int max) implements Answer {
    private static final int MOST = 1_000_000;

    /// A hostile game may say anything; what no game can hold is cut.
    public Players {
      online = Math.clamp(online, 0, MOST);
      max = Math.clamp(max, 0, MOST);
    }
  }

  /// It answers or holds a connection open; its protocol tells no players.
  record Open() implements Answer {}

  /// It answers that it is not ready yet; players are unknown.
  ///
  /// @param why one line for people
  record Loading(String why) implements Answer {}

  /// Nobody listens: no player can be connected.
  ///
  /// @param why one line for people
  record Closed(String why) implements Answer {}

  /// Something listens and does not answer in time or in its protocol: players are unknown.
  ///
  /// @param why one line for people
  record Silent(String why) implements Answer {}

  /// Whether the game is ready for players.
  default boolean ready() {
    return switch (this) {
      case Players _, Open _ -> true;
      case Loading _, Closed _, Silent _ -> false;
    };
  }

  /// Whether the game has said anything at all, so that it is not frozen.
  default boolean said() {
    return switch (this) {
      case Players _, Open _, Loading _ -> true;
      case Closed _, Silent _ -> false;
    };
  }
}
