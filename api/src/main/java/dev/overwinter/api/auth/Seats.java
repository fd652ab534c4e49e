package dev.overwinter.api.auth;

import java.util.Optional;

/// Where accounts have their places in the universe that the older paths serve. Implemented by the
/// universe, since this package knows nothing of it.
public interface Seats {

  /// A place.
  ///
  /// @param player its number, which the older paths know an account by
  /// @param needsStartChoice whether a home planet has still to be chosen
  record Seat(long player, boolean needsStartChoice) {}

  /// Whether there is a universe that newcomers get a place in.
  boolean open();

  /// An account's place; empty without one.
  Optional<Seat> find(String account);

  /// Who sits there has logged in. Nobody waits for what follows from it.
  void arrived(Seat seat);

  /// Gives an account a place. Safe to repeat; it is always the same one.
  ///
  /// @param name what others call the player
  /// @throws dev.overwinter.api.Problem 503 when nobody can give it now
  Seat take(String account, String name);
}
