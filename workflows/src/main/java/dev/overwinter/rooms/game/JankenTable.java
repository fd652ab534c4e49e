package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.overwinter.rooms.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The duels of a tournament of janken.
///
/// @param secret 64 hexadecimal digits, from which all further chance of this table follows
/// @param drawn how often it was used
/// @param turnLasts how long a duel waits for its throws
/// @param gone who has left
/// @param duels of all waves, in order; the last ones are under way
@JsonTypeName("janken")
public record JankenTable(
    String secret, int drawn, Duration turnLasts, SortedSet<MemberId> gone, List<Duel> duels)
    implements Table {
  public JankenTable {
    gone = Collections.unmodifiableSortedSet(new TreeSet<>(gone));
    duels = List.copyOf(duels);
  }

  /// Never tells what follows from the secret.
  @Override
  public String toString() {
    return "JankenTable" + duels;
  }

  /// Two who throw, until one goes on.
  ///
  /// @param id `1`, `2`, … within the round
  /// @param wave 1 for the first
  /// @param two null for nobody: then the first goes on at once
  /// @param ones what the first has thrown; null while they have not
  /// @param ties how often both threw the same
  /// @param tied what both threw the last time that they did; null for never
  /// @param winner null while it is under way
  /// @param endsAt who has not thrown by then has lost
  public record Duel(
      String id,
      int wave,
      MemberId one,
      @Nullable MemberId two,
      @Nullable Hand ones,
      @Nullable Hand twos,
      int ties,
      @Nullable Hand tied,
      @Nullable MemberId winner,
      Instant endsAt) {

    boolean open() {
      return winner == null;
    }

    boolean has(@Nullable MemberId player) {
      return one.equals(player) || (two != null && two.equals(player));
    }

    boolean hasThrown(MemberId player) {
      return (one.equals(player) ? ones : twos) != null;
    }

    Duel with(MemberId player, Hand hand) {
      var first = one.equals(player);
      return new Duel(
          id, wave, one, two, first ? hand : ones, first ? twos : hand, ties, tied, winner, endsAt);
    }

    Duel won(MemberId by) {
      return new Duel(id, wave, one, two, ones, twos, ties, tied, by, endsAt);
    }

    Duel again(Hand both, Instant until) {
      return new Duel(id, wave, one, two, null, null, ties + 1, both, null, until);
    }

    /// Never tells what somebody has thrown.
    @Override
    public String toString() {
      return "Duel[" + id + " in wave " + wave + "]";
    }
  }
}
