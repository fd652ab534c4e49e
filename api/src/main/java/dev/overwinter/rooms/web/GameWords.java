package dev.overwinter.rooms.web;

import dev.overwinter.rooms.game.Games;
import java.util.List;

/// The games as people read of them.
final class GameWords {
  private GameWords() {}

  /// A game.
  ///
  /// @param key its name in links and orders
  /// @param story what one does in it
  /// @param fewest players below which no round begins
  /// @param most players that there is room for
  record Game(String key, String name, String story, int fewest, int most) {

    /// For people.
    public String players() {
      return "%d to %d players".formatted(Math.max(2, fewest), most);
    }
  }

  /// All of them, the usual one first.
  static List<Game> all() {
    return Games.all().stream()
        .map(game ->
            new Game(
                game.name(),
                name(game.name()),
                story(game.name()),
                game.fewestPlayers(),
                game.mostPlayers()))
        .toList();
  }

  /// What a game is called.
  static String name(String key) {
    return switch (key) {
      case "top10" -> "TOP10";
      case "janken" -> "Rock, paper, scissors";
      default -> key;
    };
  }

  private static String story(String key) {
    return switch (key) {
      case "top10" ->
          "Each has a secret number and answers one question as strongly as it says. Who guesses"
              + " the numbers?";
      case "janken" -> "A knock-out tournament: throw at once, and one is left.";
      default -> "";
    };
  }
}
