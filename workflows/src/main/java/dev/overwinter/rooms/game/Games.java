package dev.overwinter.rooms.game;

import java.util.List;
import java.util.Optional;

/// The games that rooms play. A further one is a line in each method, and in [Table] and
/// [GameView].
public final class Games {
  private static final List<Game<?>> ALL = List.of(Top10.GAME, Janken.GAME);

  private Games() {}

  /// All of them, the usual one first.
  public static List<Game<?>> all() {
    return ALL;
  }

  /// The game of a name; empty when there is none.
  public static Optional<Game<?>> named(String name) {
    return ALL.stream().filter(game -> game.name().equals(name)).findFirst();
  }

  /// A table with its game.
  public static Laid<?> of(Table table) {
    return switch (table) {
      case Top10Table top10 -> new Laid<>(Top10.GAME, top10);
      case JankenTable janken -> new Laid<>(Janken.GAME, janken);
    };
  }
}
