package dev.overwinter.lab.simulators.game;

import java.util.Optional;

/// Where the games of droplets run. Safe for use by many threads.
public sealed interface GameHost extends AutoCloseable permits Games, ContainerGames {

  /// Begins the games of all droplets that exist, and of those to come.
  void start();

  /// Tells a droplet's game what to do; it is remembered.
  ///
  /// @return whether there is such a game, and it can be told
  boolean tell(long droplet, GameWish wish);

  /// Returns what can be seen of a droplet's game.
  Optional<GameView> view(long droplet);

  /// Forgets the games and wishes of droplets that were forgotten.
  void reset();

  /// Ends all games.
  @Override
  void close();
}
