package dev.overwinter.universe;

import java.util.Comparator;
import java.util.Optional;

/// A place: at most one planet and one moon are at it.
///
/// @param galaxy 1 to [#GALAXIES]
/// @param system 1 to [#SYSTEMS]
/// @param position 1 to [#POSITIONS]; [#BEYOND] is where expeditions go, and nobody lives there
public record Coordinate(int galaxy, int system, int position) implements Comparable<Coordinate> {
  /// The most galaxies that a universe may have.
  public static final int GALAXIES = 9;

  /// The most systems that a galaxy may have.
  public static final int SYSTEMS = 499;

  /// The positions of a system.
  public static final int POSITIONS = 15;

  /// The position behind the last one: deep space.
  public static final int BEYOND = POSITIONS + 1;

  private static final Comparator<Coordinate> ORDER =
      Comparator.comparingInt(Coordinate::galaxy)
          .thenComparingInt(Coordinate::system)
          .thenComparingInt(Coordinate::position);

  public Coordinate {
    var problem = problem(galaxy, system, position == BEYOND ? POSITIONS : position);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
  }

  /// Why no planet can be there, in the words of the contract; empty when one can.
  public static Optional<String> problem(int galaxy, int system, int position) {
    return outside("galaxy", galaxy, GALAXIES)
        .or(() -> outside("system", system, SYSTEMS))
        .or(() -> outside("position", position, POSITIONS));
  }

  private static Optional<String> outside(String what, int value, int most) {
    return value < 1 || value > most
        ? Optional.of("%s must be in [1, %d]".formatted(what, most))
        : Optional.empty();
  }

  /// Whether it is deep space.
  public boolean beyond() {
    return position == BEYOND;
  }

  /// As people write it, for example `1:2:3`.
  public String text() {
    return galaxy + ":" + system + ":" + position;
  }

  @Override
  public int compareTo(Coordinate other) {
    return ORDER.compare(this, other);
  }
}
